package io.aliasdefender.web;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Requests of TCP, one after the other and for a few milliseconds at a time: between them the loop serves those who do
 * not wait here. For one loop.
 */
final class Turns {
    private static final long AT_ONCE_NANOS = Duration.ofMillis(5).toNanos();

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /** Runs it after all that came before, and not within this call. */
    void take(EventLoop loop, Runnable request) {
        waiting.addLast(request);
        if (!running) {
            running = true;
            later(loop);
        }
    }

    /** Due at once is just after the reading. */
    private void later(EventLoop loop) {
        ScheduledFuture<?> unused = loop.schedule(() -> some(loop), 0, TimeUnit.NANOSECONDS);
    }

    private void some(EventLoop loop) {
        long end = System.nanoTime() + AT_ONCE_NANOS;
        while (!waiting.isEmpty() && System.nanoTime() < end) {
            waiting.removeFirst().run();
        }
        if (waiting.isEmpty()) {
            running = false;
        } else {
            later(loop);
        }
    }
}
