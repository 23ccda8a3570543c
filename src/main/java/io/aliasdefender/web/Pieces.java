package io.aliasdefender.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A body on its way, a piece at a time as the client takes it: so much of it is ever copied for the kernel, and all of
 * it counts as held until it has left.
 */
final class Pieces {
    private final HttpServerResponse response;
    private final Budget.Account account;
    private final Buffer body;
    private int sent;
    private boolean underWay;
    private boolean pumping;

    private Pieces(HttpServerRequest request, Buffer body) {
        response = request.response();
        account = Admission.account(request.connection());
        this.body = body;
    }

    /** Ends the response, whose head is ready, with this body. */
    static void end(HttpServerRequest request, Buffer body) {
        if (request.method().equals(HttpMethod.HEAD)) {
            request.response().end(body);
            return;
        }
        Pieces pieces = new Pieces(request, body);
        pieces.account.hold(body.length() + Limits.WRITE_HEAP_BYTES);
        pieces.response.putHeader("content-length", Integer.toString(body.length()));
        pieces.pump();
    }

    /** A write may be done at once: no recursion for each. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!underWay && !response.ended() && !response.closed()) {
                next();
            }
        } finally {
            pumping = false;
        }
    }

    private void next() {
        int from = sent;
        sent = Math.min(from + Limits.PIECE_BYTES, body.length());
        Buffer piece = body.slice(from, sent);
        underWay = true;
        if (sent == body.length()) {
            response.end(piece).onComplete(left -> account.release(piece.length() + Limits.WRITE_HEAP_BYTES));
        } else {
            response.write(piece).onComplete(left -> {
                account.release(piece.length());
                underWay = left.failed();
                pump();
            });
        }
    }
}
