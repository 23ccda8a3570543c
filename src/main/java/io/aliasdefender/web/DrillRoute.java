package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Report;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Takes note of what a drill measured, so that the history has it. */
final class DrillRoute implements Handler<RoutingContext> {
    private static final Set<String> FIELDS = new LinkedHashSet<>(List.of("alias", "there", "back"));
    private static final Set<String> WAY = new LinkedHashSet<>(List.of("node", "took_ms", "lost", "gap_ms"));
    private static final String EXAMPLE = "{\"alias\": \"192.0.2.100\","
            + " \"there\": {\"node\": \"web2\", \"took_ms\": 12.5, \"lost\": 0, \"gap_ms\": 0},"
            + " \"back\": {\"node\": \"web1\", \"took_ms\": 12.5, \"lost\": 0, \"gap_ms\": 0}}";
    private static final double MOST = 1e9;
    private static final int MAX_NAME_CHARACTERS = 64;

    private final Vertx vertx;

    DrillRoute(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void handle(RoutingContext context) {
        OrderBody.answered(context, () -> {
            Report report = report(OrderBody.of(context, FIELDS, EXAMPLE));
            Channels.REPORT.publish(vertx, report);
            Responses.json(context, 200, new JsonObject().put("sentence", report.sentence()));
        });
    }

    private static Report report(OrderBody body) {
        String text = body.text("alias").orElse("");
        IpAddress alias = IpAddress.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("the field alias is to be an IP address"));
        String there = body.within("there", WAY)
                .map(DrillRoute::way)
                .orElseThrow(() -> new IllegalArgumentException("say how it went there, in the field there"));
        Optional<String> back = body.within("back", WAY).map(DrillRoute::way);
        return Report.of(
                alias,
                "drill",
                back.isPresent() ? Level.INFO : Level.WARNING,
                "drill: " + there + "; " + back.map(way -> "back " + way).orElse("it did not come back"));
    }

    private static String way(OrderBody way) {
        String node = way.line("node", "the name of a node", MAX_NAME_CHARACTERS)
                .orElseThrow(() -> new IllegalArgumentException("the field node is to be the name of a node"));
        double took = way.number("took_ms", MOST);
        long lost = Math.round(way.number("lost", MOST));
        double gap = way.number("gap_ms", MOST);
        return String.format(Locale.ROOT, "to %s in %.0f ms, ", node, took)
                + (lost == 0
                        ? "nothing lost"
                        : String.format(
                                Locale.ROOT,
                                "%d request%s lost (at most %.0f ms in a row)",
                                lost,
                                lost == 1 ? "" : "s",
                                gap));
    }
}
