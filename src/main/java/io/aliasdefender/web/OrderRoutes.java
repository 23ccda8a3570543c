package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.config.DurationText;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.MaintenanceRequest;
import io.aliasdefender.payload.OrderRequest;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What operators may order; the {@link Gate} has judged already whether this one may. */
final class OrderRoutes {
    private static final int MAX_REASON_CHARACTERS = 200;
    private static final Duration MIN_MAINTENANCE = Duration.ofSeconds(1);
    private static final Duration MAX_MAINTENANCE = Duration.ofHours(24);

    private final Vertx vertx;

    OrderRoutes(Vertx vertx) {
        this.vertx = vertx;
    }

    void add(Router router) {
        // Not for every path, or each would seem to know POST.
        BodyHandler body = BodyHandler.create(false).setBodyLimit(Limits.BODY_BYTES);
        router.post("/api/aliases/:alias/add").handler(body).handler(context -> order(context, Order.ADD));
        router.post("/api/aliases/:alias/remove").handler(body).handler(context -> order(context, Order.REMOVE));
        router.post("/api/maintenance").handler(body).handler(this::maintenance);
        router.post("/api/keep").handler(body).handler(this::keep);
        router.post("/api/reload").handler(body).handler(this::reload);
    }

    /** An alias's address, or {@code all}. */
    private void order(RoutingContext context, Order order) {
        String text = context.pathParam("alias");
        boolean all = text.toLowerCase(Locale.ROOT).equals("all");
        Optional<IpAddress> alias = IpAddress.parse(text);
        if (!all && alias.isEmpty()) {
            Answers.problem(context, 400, text + " is not an IP address");
            return;
        }
        Channels.ORDER
                .ask(vertx, new OrderRequest(order, alias))
                .onSuccess(answer -> Answers.json(context, answer.done() ? 200 : 409, StatusJson.of(answer)))
                .onFailure(failure -> Answers.unavailable(context, failure));
    }

    private void keep(RoutingContext context) {
        Channels.KEEP
                .ask(vertx, "the API")
                .onSuccess(answer -> Answers.json(context, 200, StatusJson.of(answer)))
                .onFailure(failure -> Answers.unavailable(context, failure));
    }

    private void reload(RoutingContext context) {
        Channels.CONFIG_CHECK
                .ask(vertx, "the API")
                .onSuccess(status -> Answers.json(context, status.accepted() ? 200 : 409, ConfigWatch.of(status)))
                .onFailure(failure -> Answers.unavailable(context, failure));
    }

    private void maintenance(RoutingContext context) {
        String type =
                Optional.ofNullable(context.request().getHeader("content-type")).orElse("application/json");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            Answers.problem(context, 415, "the body is to be application/json, not " + type);
            return;
        }
        MaintenanceRequest request;
        try {
            request = request(context.body().asString());
        } catch (IllegalArgumentException wrong) {
            Answers.problem(context, 400, wrong.getMessage());
            return;
        }
        Channels.MAINTENANCE
                .ask(vertx, request)
                .compose(answer -> Channels.MAINTENANCE_NOW
                        .ask(vertx, "web")
                        .map(now -> StatusJson.of(answer)
                                .put("maintenance", now.map(StatusJson::of).orElse(null))))
                .onSuccess(body -> Answers.json(context, body.getBoolean("done") ? 200 : 409, body))
                .onFailure(failure -> Answers.unavailable(context, failure));
    }

    private static MaintenanceRequest request(String body) {
        JsonObject json = object(body);
        Set<String> known = Set.of("on", "reason", "for");
        json.fieldNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("there is no field " + name + "; there are on, reason and for");
                });
        if (!(json.getValue("on") instanceof Boolean on)) {
            throw new IllegalArgumentException("the field on is to be true or false");
        }
        Optional<String> reason = text(json, "reason").map(String::strip).filter(words -> !words.isEmpty());
        Optional<Duration> limit =
                text(json, "for").map(written -> DurationText.require(written, MIN_MAINTENANCE, MAX_MAINTENANCE));
        if (!on) {
            return new MaintenanceRequest(Optional.empty(), Optional.empty());
        }
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("say why, in the field reason");
        }
        if (reason.get().length() > MAX_REASON_CHARACTERS
                || reason.get().codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the reason is to have at most " + MAX_REASON_CHARACTERS + " characters, on one line");
        }
        return new MaintenanceRequest(reason, limit);
    }

    private static JsonObject object(String body) {
        if (body != null && JsonDepth.of(body) > Limits.JSON_DEPTH) {
            throw new IllegalArgumentException("the body may be nested " + Limits.JSON_DEPTH + " levels deep");
        }
        try {
            if (body != null && Json.decodeValue(body) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException malformed) {
            // The sentence is the same.
        }
        throw new IllegalArgumentException(
                "the body is to be a JSON object such as {\"on\": true, \"reason\": \"new kernel\"}");
    }

    private static Optional<String> text(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException("the field " + field + " is to be text");
        }
        return Optional.ofNullable((String) value);
    }
}
