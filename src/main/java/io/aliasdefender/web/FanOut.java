package io.aliasdefender.web;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Hands one thing after the other to all readers, for a few milliseconds at a time: between them the loop serves
 * others, so that no request ever waits for a thousand writes.
 */
final class FanOut<R> {
    private static final Duration AT_ONCE = Duration.ofMillis(5);
    /** With so many on their way the loop does not keep up, and what newer data replaces anyway is left out. */
    private static final int KEEPING_UP = 4;

    private final ContextInternal context;
    private final BiConsumer<R, RuntimeException> failed;
    private final Deque<Sending<R>> waiting = new ArrayDeque<>();
    private boolean running;

    private record Sending<R>(Iterator<R> left, Consumer<R> what) {}

    /**
     * To be made on the loop that it is for.
     *
     * @param failed told of a reader to whom nothing can be handed, which is no reason that the others get nothing
     */
    FanOut(Vertx vertx, BiConsumer<R, RuntimeException> failed) {
        context = (ContextInternal) vertx.getOrCreateContext();
        this.failed = failed;
    }

    /**
     * To those who are readers now, after all that was sent before.
     *
     * @param replaceable whether it may be left out, because the next one of its kind says as much
     */
    void send(Consumer<R> what, boolean replaceable, Collection<R> readers) {
        if (replaceable && waiting.size() >= KEEPING_UP) {
            return;
        }
        waiting.addLast(new Sending<>(List.copyOf(readers).iterator(), what));
        if (!running) {
            running = true;
            some();
        }
    }

    private void some() {
        long end = System.nanoTime() + AT_ONCE.toNanos();
        while (!waiting.isEmpty()) {
            Sending<R> first = waiting.getFirst();
            if (!first.left().hasNext()) {
                waiting.removeFirst();
            } else if (System.nanoTime() < end) {
                hand(first.what(), first.left().next());
            } else {
                // A task of its own would run before the loop reads what came in, and a pause would give away the
                // processor, which takes long to get back on a busy machine: due at once is just after the reading.
                ScheduledFuture<?> unused =
                        context.nettyEventLoop().schedule(() -> context.dispatch(this::some), 0, TimeUnit.NANOSECONDS);
                return;
            }
        }
        running = false;
    }

    private void hand(Consumer<R> what, R reader) {
        try {
            what.accept(reader);
        } catch (RuntimeException error) {
            failed.accept(reader, error);
        }
    }
}
