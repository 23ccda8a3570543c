package io.aliasdefender.web;

import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.TenureQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What another node says of itself: asked every second, one question at a time, each with a time limit and a size. A
 * peer that is slow, dead or lying costs this node nothing but a line on the page.
 */
final class Peer {
    private static final int MOST_EVENTS_AT_ONCE = 300;
    /** Asked for at once. */
    static final int MOST_TENURES = 1_000;
    /** A peer that sends without end is cut off each time; so often only, that even this costs nothing. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final String node;
    private final String url;
    private final PeerClient client;
    private final PeerLimits limits;
    private final Deque<Event> events = new ArrayDeque<>();
    private long eventBytes;
    private boolean asking;
    private Optional<PeerStatus> status = Optional.empty();
    private Optional<String> error = Optional.of("not asked yet");
    private long statusNanos;
    private long sinceEvent;
    private Optional<Long> overrunNanos = Optional.empty();

    Peer(Vertx vertx, String node, String url, Optional<String> authority, PeerLimits limits) {
        this.node = node;
        this.url = url;
        this.limits = limits;
        client = new PeerClient(vertx, url, authority, limits.bodyBytes());
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
    Optional<PeerStatus> status() {
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
        if (asking || rests()) {
            return;
        }
        asking = true;
        client.get("/api/status")
                .map(PeerJson::status)
                .compose(this::heard)
                .onComplete(done -> asking = false)
                .onSuccess(heard -> error = Optional.empty())
                .onFailure(this::failed);
    }

    private boolean rests() {
        return overrunNanos
                .filter(since -> System.nanoTime() - since < REST.toNanos())
                .isPresent();
    }

    private void failed(Throwable failure) {
        error = Optional.of(String.valueOf(failure.getMessage()));
        overrunNanos = failure instanceof PeerClient.Overrun ? Optional.of(System.nanoTime()) : Optional.empty();
    }

    private Future<Void> heard(PeerStatus answer) {
        if (!answer.node().equals(node)) {
            return Future.failedFuture("it calls itself " + answer.node());
        }
        if (answer.weight() > limits.statusBytes()) {
            return Future.failedFuture(new PeerClient.Overrun(
                    "its status takes more than the " + limits.statusBytes() + " bytes that it may have here"));
        }
        status = Optional.of(answer);
        statusNanos = System.nanoTime();
        if (answer.eventId() < sinceEvent) {
            // Its state folder is another one now.
            forgetEvents();
        }
        return answer.eventId() == sinceEvent
                ? Future.succeededFuture()
                : client.get("/api/events?limit=" + MOST_EVENTS_AT_ONCE + "&since=" + sinceEvent)
                        .map(body -> PeerJson.events(body, node))
                        .onSuccess(this::remember)
                        .mapEmpty();
    }

    /** What it recorded; not asked of one that did not answer the last time. Fails with a sentence. */
    Future<TenurePage> tenures(TenureQuery query) {
        return error.isPresent()
                ? Future.failedFuture(error.get())
                : client.get(TenureParameters.path(query))
                        .map(body -> PeerTenures.parse(body, node, query.most()))
                        .onFailure(this::overrun);
    }

    /** One that sends too much is left alone for a while, whatever it was asked. */
    private void overrun(Throwable failure) {
        if (failure instanceof PeerClient.Overrun) {
            failed(failure);
        }
    }

    private void forgetEvents() {
        sinceEvent = 0;
        events.clear();
        eventBytes = 0;
    }

    private void remember(List<Event> newer) {
        for (Event event : newer) {
            if (event.id() > sinceEvent) {
                events.addLast(event);
                eventBytes += PeerLimits.weight(event);
                sinceEvent = event.id();
            }
        }
        while (events.size() > History.MOST || eventBytes > limits.eventBytes()) {
            eventBytes -= PeerLimits.weight(events.removeFirst());
        }
    }

    void close() {
        client.close();
    }
}
