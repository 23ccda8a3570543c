package io.aliasdefender.web;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives out whole statuses no faster than the readers together take them: of two hundred aliases to a thousand readers
 * one is a hundred megabytes. A reader that has to wait gets the newest one that came meanwhile.
 */
final class Pace {
    /** Half of what may wait at all: those who take what they get must not be cut off for it. */
    private static final long ENOUGH_BYTES = Limits.ALL_READERS_BYTES / 2;

    private static final Duration AT_ONCE = Duration.ofMillis(5);
    private static final long PAUSE_MILLIS = 5;

    private final Vertx vertx;
    private final Reader.Budget budget;
    private final Map<Reader, Frame> owed = new LinkedHashMap<>();
    private boolean running;

    Pace(Vertx vertx, Reader.Budget budget) {
        this.vertx = vertx;
        this.budget = budget;
    }

    /** Whether there is room for one more status. */
    boolean isRoom() {
        return budget.pendingBytes() < ENOUGH_BYTES;
    }

    void give(Reader reader, Frame status) {
        if (isRoom() && !owed.containsKey(reader)) {
            reader.send(status);
            return;
        }
        owed.put(reader, status);
        if (!running) {
            running = true;
            vertx.setTimer(PAUSE_MILLIS, timer -> some());
        }
    }

    /** This one is gone. */
    void forget(Reader reader) {
        owed.remove(reader);
    }

    private void some() {
        long end = System.nanoTime() + AT_ONCE.toNanos();
        while (!owed.isEmpty() && isRoom() && System.nanoTime() < end) {
            Reader first = owed.keySet().iterator().next();
            first.send(owed.remove(first));
        }
        running = !owed.isEmpty();
        if (running) {
            vertx.setTimer(PAUSE_MILLIS, timer -> some());
        }
    }
}
