package io.aliasdefender.bus;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Tenure;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/** How a tenure looks outside of the bus: in the API, in the file of the record, and in the answer of a peer. */
public final class TenureJson {
    /** A sentence that is longer ends with an ellipsis. */
    public static final int SENTENCE_CHARACTERS = 500;

    private static final String CAUSE = "[a-z][a-z0-9-]{0,59}";
    private static final int NAME_CHARACTERS = 253;
    /** 9999-12-31T23:59:59Z: what is beyond is no time of ours. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final long MAX_UNANSWERED_MS = Duration.ofDays(366).toMillis();

    private TenureJson() {}

    public static JsonObject of(Tenure tenure) {
        Optional<Tenure.End> end = tenure.end();
        return new JsonObject()
                .put("alias", tenure.alias().toString())
                .put("group", tenure.group().orElse(null))
                .put("node", tenure.node())
                .put("begin", tenure.begin().toString())
                .put("end", end.map(over -> over.at().toString()).orElse(null))
                .put("planned", tenure.planned())
                .put("begin_cause", tenure.beginCause())
                .put("begin_sentence", tenure.beginSentence())
                .put("end_cause", end.flatMap(Tenure.End::cause).orElse(null))
                .put("end_sentence", end.flatMap(Tenure.End::sentence).orElse(null))
                .put("end_certain", end.map(Tenure.End::certain).orElse(true))
                .put(
                        "unanswered_ms",
                        tenure.unanswered().map(Duration::toMillis).orElse(null));
    }

    /** Reads strictly what may be torn, or a lie; empty when it is no tenure. */
    public static Optional<Tenure> parse(JsonObject json) {
        try {
            Instant begin = Instant.parse(json.getString("begin"));
            Optional<Instant> at = text(json, "end").map(Instant::parse);
            String node = json.getString("node");
            String beginCause = json.getString("begin_cause");
            Optional<String> endCause = text(json, "end_cause");
            Optional<String> group = text(json, "group");
            Optional<Long> unanswered = Optional.ofNullable(json.getLong("unanswered_ms"));
            boolean certain = json.getBoolean("end_certain");
            boolean right = node.matches(EventJson.NODE)
                    && (beginCause.isEmpty() || beginCause.matches(CAUSE))
                    && endCause.filter(cause -> !cause.matches(CAUSE)).isEmpty()
                    && group.filter(name -> name.length() > NAME_CHARACTERS).isEmpty()
                    && unanswered
                            .filter(millis -> millis < 0 || millis > MAX_UNANSWERED_MS)
                            .isEmpty()
                    && isOurs(begin)
                    && at.filter(end -> end.isBefore(begin) || !isOurs(end)).isEmpty();
            Optional<Tenure.End> end =
                    at.map(when -> new Tenure.End(when, endCause, sentence(json, "end_sentence"), certain));
            Tenure tenure = new Tenure(
                    IpAddress.of(json.getString("alias")),
                    group.map(name -> PlainText.line(name, NAME_CHARACTERS)),
                    node,
                    begin,
                    end,
                    json.getBoolean("planned"),
                    beginCause,
                    sentence(json, "begin_sentence").orElseThrow(),
                    unanswered.map(Duration::ofMillis));
            return right ? Optional.of(tenure) : Optional.empty();
        } catch (ClassCastException
                | NullPointerException
                | DateTimeException
                | IllegalArgumentException
                | NoSuchElementException torn) {
            return Optional.empty();
        }
    }

    private static boolean isOurs(Instant time) {
        return time.getEpochSecond() >= 0 && time.getEpochSecond() <= LAST_SECOND;
    }

    private static Optional<String> text(JsonObject json, String field) {
        return Optional.ofNullable(json.getString(field));
    }

    private static Optional<String> sentence(JsonObject json, String field) {
        return text(json, field).map(sentence -> PlainText.line(sentence, SENTENCE_CHARACTERS));
    }
}
