package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.config.DurationText;
import io.aliasdefender.payload.MaintenanceRequest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes this node out of service, and back. */
final class MaintenanceRoute implements Handler<RoutingContext> {
    private static final int MAX_REASON_CHARACTERS = 200;
    private static final Duration MIN_MAINTENANCE = Duration.ofSeconds(1);
    private static final Duration MAX_MAINTENANCE = Duration.ofHours(24);
    private static final Set<String> FIELDS = new LinkedHashSet<>(List.of("on", "reason", "for"));

    private final Vertx vertx;

    MaintenanceRoute(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void handle(RoutingContext context) {
        OrderBody.answered(context, () -> ask(context, request(context)));
    }

    private void ask(RoutingContext context, MaintenanceRequest request) {
        Channels.MAINTENANCE
                .ask(vertx, request)
                .compose(answer -> Channels.MAINTENANCE_NOW
                        .ask(vertx, "web")
                        .map(now -> StatusJson.of(answer)
                                .put("maintenance", now.map(StatusJson::of).orElse(null))))
                .onSuccess(body -> Responses.json(context, body.getBoolean("done") ? 200 : 409, body))
                .onFailure(failure -> Responses.unavailable(context, failure));
    }

    private static MaintenanceRequest request(RoutingContext context) {
        OrderBody body = OrderBody.of(context, FIELDS, "{\"on\": true, \"reason\": \"new kernel\"}");
        boolean on = body.truth("on");
        Optional<String> reason = body.text("reason");
        Optional<Duration> limit =
                body.text("for").map(written -> DurationText.require(written, MIN_MAINTENANCE, MAX_MAINTENANCE));
        if (!on) {
            return new MaintenanceRequest(Optional.empty(), Optional.empty());
        }
        if (reason.filter(words -> !words.isBlank()).isEmpty()) {
            throw new IllegalArgumentException("say why, in the field reason");
        }
        return new MaintenanceRequest(body.line("reason", "the reason", MAX_REASON_CHARACTERS), limit);
    }
}
