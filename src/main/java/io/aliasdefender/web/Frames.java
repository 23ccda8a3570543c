package io.aliasdefender.web;

import io.aliasdefender.bus.EventJson;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.ProbeSamples;
import io.aliasdefender.payload.ProbeSamples.Sample;
import io.aliasdefender.web.Frame.Type;
import io.aliasdefender.web.StatusSource.Snapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** What the stream sends. */
final class Frames {
    private Frames() {}

    static Frame beat(Snapshot now, Snapshot shown) {
        return Frame.of(
                Type.BEAT,
                new JsonObject()
                        .put("at", now.at().toString())
                        .put("status_at", shown.at().toString()));
    }

    static Frame unavailable(Throwable failure) {
        return Frame.of(
                Type.UNAVAILABLE,
                new JsonObject().put("at", now()).put("detail", String.valueOf(failure.getMessage())));
    }

    static Frame event(Event event) {
        return Frame.of(event.id(), event.alias(), EventJson.of(event).toBuffer());
    }

    static Frame samples(ProbeSamples gathered, Set<IpAddress> aliases) {
        JsonArray samples = new JsonArray();
        gathered.samples().stream()
                .filter(sample -> aliases.isEmpty() || aliases.contains(sample.address()))
                .forEach(sample -> samples.add(sample(sample)));
        return Frame.of(
                Type.PROBE,
                new JsonObject()
                        .put("at", now())
                        .put("span_ms", gathered.span().toMillis())
                        .put("samples", samples));
    }

    private static JsonObject sample(Sample sample) {
        return new JsonObject()
                .put("address", sample.address().toString())
                .put("rounds", sample.rounds())
                .put("lost", sample.lost())
                .put("broken", sample.broken())
                .put(
                        "rtt_ms",
                        sample.longestRtt().map(StatusJson::millisAndParts).orElse(null));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
