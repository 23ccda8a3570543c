package io.aliasdefender.web;

import io.aliasdefender.payload.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What another node says of itself: asked every second, one question at a time, each with a time limit and a size. A
 * peer that is slow, dead or lying costs this node nothing but a line on the page.
 */
final class Peer {
    private static final long LIMIT_MILLIS = 2_000;
    /** What it becomes in the heap is a multiple of it; enough for some 700 aliases. */
    private static final int MAX_BODY_BYTES = 512 << 10;

    private static final int MOST_EVENTS_AT_ONCE = 300;
    private static final int IDLE_SECONDS = 10;

    private final String node;
    private final String url;
    private final HttpClient client;
    private final Deque<Event> events = new ArrayDeque<>();
    private boolean asking;
    private Optional<JsonObject> status = Optional.empty();
    private Optional<String> error = Optional.of("not asked yet");
    private long statusNanos;
    private long sinceEvent;

    Peer(Vertx vertx, String node, String url, Optional<String> authority) {
        this.node = node;
        this.url = url;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) LIMIT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(16_384)
                .setVerifyHost(true);
        authority.ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(2));
    }

    String node() {
        return node;
    }

    String url() {
        return url;
    }

    /** Why it could not be read the last time. */
    Optional<String> error() {
        return error;
    }

    /** The last one that came, however old: {@link #age()}. */
    Optional<JsonObject> status() {
        return status;
    }

    /** How old the last status is, by our own clock; empty: there is none. */
    Optional<Duration> age() {
        return status.map(known -> Duration.ofNanos(System.nanoTime() - statusNanos));
    }

    /** Its newest events that are known, the oldest first. */
    List<Event> events() {
        return List.copyOf(events);
    }

    void ask() {
        if (asking) {
            return;
        }
        asking = true;
        get("/api/status")
                .map(PeerJson::status)
                .compose(this::heard)
                .onComplete(done -> asking = false)
                .onSuccess(heard -> error = Optional.empty())
                .onFailure(failure -> error = Optional.of(String.valueOf(failure.getMessage())));
    }

    private Future<Void> heard(JsonObject answer) {
        String name = answer.getString("node");
        if (!name.equals(node)) {
            return Future.failedFuture("it calls itself " + name);
        }
        status = Optional.of(answer);
        statusNanos = System.nanoTime();
        long newest = answer.getLong("event_id");
        if (newest < sinceEvent) {
            // Its state folder is another one now.
            sinceEvent = 0;
            events.clear();
        }
        return newest == sinceEvent
                ? Future.succeededFuture()
                : get("/api/events?limit=" + MOST_EVENTS_AT_ONCE + "&since=" + sinceEvent)
                        .map(body -> PeerJson.events(body, node))
                        .onSuccess(this::remember)
                        .mapEmpty();
    }

    private void remember(List<Event> newer) {
        for (Event event : newer) {
            if (event.id() > sinceEvent) {
                events.addLast(event);
                sinceEvent = event.id();
            }
        }
        while (events.size() > History.MOST) {
            events.removeFirst();
        }
    }

    private Future<Buffer> get(String path) {
        // Not setTimeout, whose timer for the connection goes off even when there is one by then, and fails in the log.
        RequestOptions request = new RequestOptions().setAbsoluteURI(url + path).setIdleTimeout(LIMIT_MILLIS);
        return client.request(request)
                .compose(asked -> asked.send())
                .compose(response -> response.statusCode() == 200
                        ? bounded(response)
                        : Future.failedFuture("it answers with HTTP status " + response.statusCode()))
                .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .recover(
                        failure -> Future.failedFuture(PeerTrouble.sentence(failure, Duration.ofMillis(LIMIT_MILLIS))));
    }

    private static Future<Buffer> bounded(HttpClientResponse response) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > MAX_BODY_BYTES) {
                promise.tryFail("its answer has more than " + MAX_BODY_BYTES + " bytes");
                response.request().connection().close();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(promise::tryFail);
        response.endHandler(end -> promise.tryComplete(body));
        return promise.future();
    }

    void close() {
        client.close();
    }
}
