package io.aliasdefender.web;

import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.LinkView.NodeView;
import io.aliasdefender.payload.LinkView.PathView;
import io.aliasdefender.payload.LinkView.Word;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** The node link in the API. */
final class LinkJson {
    private static final double PARTS = 1_000;

    private LinkJson() {}

    static JsonObject of(LinkView view, long nowNanos) {
        JsonArray nodes = new JsonArray();
        view.nodes().forEach(node -> nodes.add(of(node, nowNanos)));
        return new JsonObject()
                .put("state", view.state().toString())
                .put("why", view.why().orElse(null))
                .put(
                        "age_ms",
                        Math.max(0, Duration.ofNanos(nowNanos - view.atNanos()).toMillis()))
                .put("nodes", nodes);
    }

    private static JsonObject of(NodeView node, long nowNanos) {
        JsonArray paths = new JsonArray();
        node.paths().forEach(path -> paths.add(of(path)));
        return new JsonObject()
                .put("node", node.node())
                .put("paths", paths)
                .put("word", node.word().map(word -> of(word, nowNanos)).orElse(null));
    }

    private static JsonObject of(PathView path) {
        return new JsonObject()
                .put("from", path.from())
                .put("to", path.to())
                .put("via", path.via().orElse(null))
                .put("way", path.way())
                .put("since_ms", path.since().toMillis())
                .put("rtt_ms", path.rtt().map(StatusJson::millisAndParts).orElse(null))
                .put("loss", share(path.loss()))
                .put("loss_there", share(path.lossThere()))
                .put("heard_age_ms", millis(path.heardAge()));
    }

    private static JsonObject of(Word word, long nowNanos) {
        return new JsonObject()
                .put("age_ms", word.age().toMillis())
                .put("hears_witness", word.hearsWitness())
                .put("maintenance", word.maintenance())
                .put("stops", word.stops())
                .put("rank", word.rank())
                .put("aliases", word.aliases())
                .put("held", word.held())
                .put("unfit", word.unfit())
                .put("differs", new JsonArray(word.differs()))
                .put("failing", failing(word.failing(), nowNanos))
                .put("failing_total", word.failing().total());
    }

    private static JsonArray failing(FailingChecks failing, long nowNanos) {
        JsonArray checks = new JsonArray();
        failing.checks()
                .forEach(check -> checks.add(new JsonObject()
                        .put("name", check.name())
                        .put("sentence", check.sentence().isEmpty() ? null : check.sentence())
                        .put(
                                "since_ms",
                                Math.max(
                                        0,
                                        Duration.ofNanos(nowNanos - check.sinceNanos())
                                                .toMillis()))));
        return checks;
    }

    private static Double share(OptionalDouble share) {
        return share.isPresent() ? Math.round(share.getAsDouble() * PARTS) / PARTS : null;
    }

    private static Long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(null);
    }
}
