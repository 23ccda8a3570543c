package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/** The journal's history once more, on the loop of the readers, so that a thousand of them ask nobody else. */
final class History {
    static final int MOST = 1_000;
    private static final int KEPT_FRAME_BYTES = 2 << 10;

    private final Vertx vertx;
    private final Deque<Event> events = new ArrayDeque<>();
    /** Of these; made once for all who ask. */
    private final IdentityHashMap<Event, Frame> frames = new IdentityHashMap<>();

    private final List<Consumer<Event>> listeners = new ArrayList<>();
    private Future<Void> loaded;
    private long counted;

    History(Vertx vertx) {
        this.vertx = vertx;
        Channels.EVENT.listen(vertx, this::add);
        loaded = load();
    }

    /** Those who want to know each event as it comes. */
    void listen(Consumer<Event> listener) {
        listeners.add(listener);
    }

    /** Completes when the history is here; asks again for one that failed. */
    Future<Void> loaded() {
        if (loaded.failed()) {
            loaded = load();
        }
        return loaded;
    }

    private Future<Void> load() {
        Promise<Void> promise = Promise.promise();
        Channels.EVENTS
                .ask(vertx, 0L)
                .onSuccess(page -> {
                    counted = Math.max(counted, page.lastId());
                    // What came meanwhile is newer, and may be in the answer, too.
                    List<Event> newer = new ArrayList<>(events);
                    events.clear();
                    frames.clear();
                    page.events().forEach(events::addLast);
                    newer.stream().filter(event -> event.id() > last()).forEach(events::addLast);
                    promise.complete();
                })
                .onFailure(promise::fail);
        return promise.future();
    }

    private void add(Event event) {
        if (event.id() <= last()) {
            return;
        }
        events.addLast(event);
        counted = Math.max(counted, event.id());
        if (events.size() > MOST) {
            frames.remove(events.removeFirst());
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    /** The oldest first. */
    List<Event> since(long id) {
        return events.stream().filter(event -> event.id() > id).toList();
    }

    /** Those after this one, the oldest first; looked up as they are taken. */
    Iterable<Event> after(long id) {
        return () -> events.stream().filter(event -> event.id() > id).iterator();
    }

    /** Of an event of this history, or of any other. */
    Frame frame(Event event) {
        Frame known = frames.get(event);
        if (known != null) {
            return known;
        }
        Frame frame = Frames.event(event);
        if (frame.bytes().length() <= KEPT_FRAME_BYTES && isOurs(event)) {
            frames.put(event, frame);
        }
        return frame;
    }

    private boolean isOurs(Event event) {
        return frames.size() < MOST
                && !events.isEmpty()
                && event.node().equals(events.getLast().node());
    }

    /** The number of the oldest that is kept; 0 when there is none. */
    long first() {
        return events.isEmpty() ? 0 : events.getFirst().id();
    }

    long last() {
        return events.isEmpty() ? 0 : events.getLast().id();
    }

    /**
     * The last number that somebody may have seen. After a crash it may be larger than {@link #last()}: the numbers of
     * events that did not reach the disk are not given again.
     */
    long counted() {
        return counted;
    }
}
