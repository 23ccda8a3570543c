package io.aliasdefender.bus;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/** How an event looks outside of the bus: in the API, in the file of the history, and in the answer of a peer. */
public final class EventJson {
    /** The longest sentences are those about many mistakes of a configuration. */
    private static final int MAX_SENTENCE_CHARACTERS = 16_384;

    private static final String CAUSE = "[a-z][a-z0-9-]{0,59}";
    static final String NODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,252}";

    private EventJson() {}

    public static JsonObject of(Event event) {
        return new JsonObject()
                .put("id", event.id())
                .put("at", event.at().toString())
                .put("node", event.node())
                .put("alias", event.alias().map(Object::toString).orElse(null))
                .put("cause", event.cause())
                .put("level", event.level().toString())
                .put("sentence", event.sentence());
    }

    /** Reads strictly what may be torn, or a lie; empty when it is no event. */
    public static Optional<Event> parse(JsonObject json) {
        try {
            long id = json.getLong("id");
            Instant at = Instant.parse(json.getString("at"));
            String node = json.getString("node");
            String cause = json.getString("cause");
            String sentence = json.getString("sentence");
            String alias = json.getString("alias");
            Optional<IpAddress> address = Optional.ofNullable(alias).flatMap(IpAddress::parse);
            Optional<Level> level = Arrays.stream(Level.values())
                    .filter(one -> one.toString().equals(json.getString("level")))
                    .findFirst();
            boolean right = id > 0
                    && node.matches(NODE)
                    && cause.matches(CAUSE)
                    && sentence.length() <= MAX_SENTENCE_CHARACTERS
                    && (alias == null || address.isPresent());
            return level.filter(known -> right).map(known -> new Event(id, at, node, address, cause, known, sentence));
        } catch (ClassCastException | NullPointerException | DateTimeParseException torn) {
            return Optional.empty();
        }
    }
}
