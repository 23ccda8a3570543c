package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.status.OrderRequest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** The HTTP API: reading for everybody who can connect, orders only where the connection itself is proof of rights. */
final class ApiRoutes {
    private static final String PROBLEM = "application/problem+json";

    private final Vertx vertx;
    private final String version;

    ApiRoutes(Vertx vertx, String version) {
        this.vertx = vertx;
        this.version = version;
    }

    /** What anybody may read. */
    Router reading() {
        Router router = Router.router(vertx);
        router.get("/api/status")
                .handler(context -> Channels.STATUS
                        .ask(vertx, "web")
                        .onSuccess(status -> json(context, 200, StatusJson.of(status, version)))
                        .onFailure(failure -> problem(context, 503, failure.getMessage())));
        router.get("/api/events").handler(this::events);
        router.errorHandler(400, context -> problem(context, 400, "the request is malformed"));
        router.errorHandler(
                404,
                context -> problem(
                        context,
                        404,
                        "there is no " + context.request().method() + " "
                                + context.request().path()));
        router.errorHandler(
                405,
                context -> problem(
                        context,
                        405,
                        context.request().method() + " is not allowed for "
                                + context.request().path()));
        router.errorHandler(500, context -> problem(context, 500, "an error inside; the log has it"));
        return router;
    }

    /** Reading, and orders. */
    Router everything() {
        Router router = reading();
        router.post("/api/aliases/:alias/add").handler(context -> order(context, Order.ADD));
        router.post("/api/aliases/:alias/remove").handler(context -> order(context, Order.REMOVE));
        return router;
    }

    private void events(RoutingContext context) {
        Optional<Long> since = number(context.queryParams().get("since"));
        if (since.isEmpty()) {
            problem(
                    context,
                    400,
                    "since is the number of an event, not "
                            + context.queryParams().get("since"));
            return;
        }
        Channels.EVENTS
                .ask(vertx, since.get())
                .onSuccess(page -> json(context, 200, StatusJson.of(page)))
                .onFailure(failure -> problem(context, 503, failure.getMessage()));
    }

    private static Optional<Long> number(String text) {
        if (text == null) {
            return Optional.of(0L);
        }
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** An alias's address, or {@code all}. */
    private void order(RoutingContext context, Order order) {
        String text = context.pathParam("alias");
        boolean all = text.toLowerCase(Locale.ROOT).equals("all");
        Optional<IpAddress> alias = IpAddress.parse(text);
        if (!all && alias.isEmpty()) {
            problem(context, 400, text + " is not an IP address");
            return;
        }
        Channels.ORDER
                .ask(vertx, new OrderRequest(order, alias))
                .onSuccess(answer -> json(context, answer.done() ? 200 : 409, StatusJson.of(answer)))
                .onFailure(failure -> problem(context, 503, failure.getMessage()));
    }

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
    }

    /** RFC 9457. */
    private static void problem(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", PROBLEM)
                .end(new JsonObject()
                        .put("status", status)
                        .put("title", context.response().getStatusMessage())
                        .put("detail", sentence)
                        .toBuffer());
    }
}
