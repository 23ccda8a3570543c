package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.OrderRequest;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What operators may order; the {@link Gate} has judged already whether this one may. */
final class OrderRoutes {
    private static final int MAX_NAME_CHARACTERS = 64;

    private final Vertx vertx;

    OrderRoutes(Vertx vertx) {
        this.vertx = vertx;
    }

    void add(Router router) {
        // Not for every path, or each would seem to know POST.
        BodyHandler body = BodyHandler.create(false).setBodyLimit(Limits.BODY_BYTES);
        router.post("/api/aliases/:alias/add").handler(body).handler(context -> order(context, Order.ADD));
        router.post("/api/aliases/:alias/remove").handler(body).handler(context -> order(context, Order.REMOVE));
        router.post("/api/aliases/:alias/move").handler(body).handler(this::moveAlias);
        router.post("/api/groups/:group/move").handler(body).handler(this::moveGroup);
        router.post("/api/drill").handler(body).handler(new DrillRoute(vertx));
        router.post("/api/maintenance").handler(body).handler(new MaintenanceRoute(vertx));
        router.post("/api/keep").handler(body).handler(this::keep);
        router.post("/api/reload").handler(body).handler(this::reload);
    }

    private void order(RoutingContext context, Order order) {
        OrderBody.answered(context, () -> give(context, new OrderRequest(order, alias(context))));
    }

    private void moveAlias(RoutingContext context) {
        OrderBody.answered(
                context,
                () -> give(context, new OrderRequest(Order.MOVE, alias(context), Optional.empty(), node(context))));
    }

    private void moveGroup(RoutingContext context) {
        OrderBody.answered(
                context,
                () -> give(
                        context,
                        new OrderRequest(
                                Order.MOVE, Optional.empty(), Optional.of(context.pathParam("group")), node(context))));
    }

    /** An alias's address; empty: {@code all}. */
    private static Optional<IpAddress> alias(RoutingContext context) {
        String text = context.pathParam("alias");
        Optional<IpAddress> alias = IpAddress.parse(text);
        if (alias.isEmpty() && !text.toLowerCase(Locale.ROOT).equals("all")) {
            throw new IllegalArgumentException(text + " is not an IP address");
        }
        return alias;
    }

    private static Optional<String> node(RoutingContext context) {
        return OrderBody.orNone(context, Set.of("node"), "{\"node\": \"web2\"}")
                .line("node", "the name of a node", MAX_NAME_CHARACTERS);
    }

    private void give(RoutingContext context, OrderRequest request) {
        Channels.ORDER
                .ask(vertx, request)
                .onSuccess(answer -> Responses.json(context, answer.done() ? 200 : 409, StatusJson.of(answer)))
                .onFailure(failure -> Responses.unavailable(context, failure));
    }

    private void keep(RoutingContext context) {
        Channels.KEEP
                .ask(vertx, "the API")
                .onSuccess(answer -> Responses.json(context, 200, StatusJson.of(answer)))
                .onFailure(failure -> Responses.unavailable(context, failure));
    }

    private void reload(RoutingContext context) {
        Channels.CONFIG_CHECK
                .ask(vertx, "the API")
                .onSuccess(status -> Responses.json(context, status.accepted() ? 200 : 409, ConfigWatch.of(status)))
                .onFailure(failure -> Responses.unavailable(context, failure));
    }
}
