package io.aliasdefender.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What every answer has in common. */
final class Responses {
    private static final String PROBLEM = "application/problem+json";
    private static final long GRACE_MILLIS = 100;

    private Responses() {}

    /** A path that can be read. */
    static Route read(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    static void json(RoutingContext context, int status, JsonObject body) {
        json(context, status, body.toBuffer());
    }

    static void json(RoutingContext context, int status, Buffer body) {
        send(context, status, "application/json", body);
    }

    static void send(RoutingContext context, int status, String type, Buffer body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response().setStatusCode(status).putHeader("cache-control", "no-store");
        body(context, type, body);
    }

    /** Ends with this body; the headers that are this answer's alone are there. */
    static void body(RoutingContext context, String type, Buffer body) {
        context.response()
                .putHeader("content-type", type)
                .putHeader("x-content-type-options", "nosniff")
                // No page of another site shows anything of ours as a part of itself.
                .putHeader("x-frame-options", "DENY");
        Pieces.end(context.request(), body);
    }

    /** RFC 9457. */
    static void problem(RoutingContext context, int status, String sentence) {
        context.response().setStatusCode(status);
        JsonObject body = new JsonObject()
                .put("status", status)
                .put("title", context.response().getStatusMessage())
                .put("detail", sentence);
        send(context, status, PROBLEM, body.toBuffer());
    }

    /** A problem after which nothing more is read from this client. */
    static void problemAndClose(RoutingContext context, int status, String sentence) {
        context.response().putHeader("connection", "close");
        problem(context, status, sentence);
        // Nothing more is taken in; the client has a moment for reading why.
        HttpConnection connection = context.request().connection();
        RequestDecoder.refuse(connection);
        context.vertx().setTimer(GRACE_MILLIS, timer -> Admission.cut(connection));
    }

    /** The part of the daemon that knows does not answer. */
    static void unavailable(RoutingContext context, Throwable failure) {
        problem(context, 503, String.valueOf(failure.getMessage()));
    }
}
