package io.aliasdefender.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes connections on which nothing comes to an end: idle ones, and those whose request or body trickles in byte by
 * byte so that they never look idle. Streams have their own judge.
 */
final class Connections {
    private static final long SWEEP_MILLIS = 1_000;

    private static final class Seen {
        private long sinceNanos = System.nanoTime();
        private int requests;
        private boolean stream;

        void begin() {
            requests++;
            sinceNanos = System.nanoTime();
        }

        void end() {
            requests--;
            sinceNanos = System.nanoTime();
        }

        boolean isOverdue(long now) {
            Duration limit = requests > 0 ? Limits.BUSY : Limits.IDLE;
            return !stream && now - sinceNanos > limit.toNanos();
        }
    }

    private final Vertx vertx;
    private final Map<HttpConnection, Seen> open = new HashMap<>();
    private boolean sweeping;

    Connections(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Again and again, for as long as there are connections. */
    private void sweepLater() {
        if (!sweeping && !open.isEmpty()) {
            sweeping = true;
            vertx.setTimer(SWEEP_MILLIS, timer -> {
                sweeping = false;
                sweep(System.nanoTime());
                sweepLater();
            });
        }
    }

    /** Looks after a server's connections from now on; before it listens. */
    HttpServer watch(HttpServer server) {
        return server.connectionHandler(connection -> {
            RequestDecoder.install(connection);
            open.put(connection, new Seen());
            sweepLater();
            connection.closeHandler(closed -> open.remove(connection));
        });
    }

    /** Every request passes here first. */
    void began(HttpServerRequest request) {
        Seen seen = open.get(request.connection());
        if (seen == null) {
            return;
        }
        seen.begin();
        request.response().endHandler(ended -> seen.end());
    }

    /** This one is to stay. */
    void isStream(HttpServerRequest request) {
        Seen seen = open.get(request.connection());
        if (seen != null) {
            seen.stream = true;
        }
    }

    int count() {
        return open.size();
    }

    private void sweep(long now) {
        List<HttpConnection> overdue = open.entrySet().stream()
                .filter(entry -> entry.getValue().isOverdue(now))
                .map(Map.Entry::getKey)
                .toList();
        overdue.forEach(Admission::cut);
    }
}
