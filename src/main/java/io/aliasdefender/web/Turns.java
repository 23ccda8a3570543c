package io.aliasdefender.web;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Requests of TCP: a few milliseconds of them at a time, the others after that one by one. Between them the loop serves
 * those who do not wait here. For one loop.
 */
final class Turns {
    private static final long AT_ONCE_NANOS = Duration.ofMillis(5).toNanos();

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private long spentNanos;

    /** Whether a request may be served within this call; how long that took is to be told by {@link #spent}. */
    boolean isFree(EventLoop loop) {
        begin(loop);
        return waiting.isEmpty() && spentNanos < AT_ONCE_NANOS;
    }

    void spent(long nanos) {
        spentNanos += nanos;
    }

    /** Runs it after all that came before, and not within this call. */
    void await(EventLoop loop, Runnable request) {
        waiting.addLast(request);
        begin(loop);
    }

    private void begin(EventLoop loop) {
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
        long begin = System.nanoTime();
        try {
            while (!waiting.isEmpty() && System.nanoTime() - begin < AT_ONCE_NANOS) {
                waiting.removeFirst().run();
            }
        } finally {
            // One request that fails must not keep all others waiting for ever.
            spentNanos = 0;
            running = !waiting.isEmpty();
            if (running) {
                later(loop);
            }
        }
    }
}
