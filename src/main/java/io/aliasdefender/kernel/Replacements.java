package io.aliasdefender.kernel;

import java.time.Duration;

/**
 * Keeps what the kernel shows in the midst of a replacement from being taken for its state: an address that is removed
 * and added differently is seen as gone, or beside its placeholder, for some ten microseconds. Any thread.
 */
public final class Replacements {
    /** A command that hangs must not hide the kernel. */
    private static final long LONGEST_NANOS = Duration.ofMillis(200).toNanos();

    private int underWay;
    private long begunNanos;
    private long changes;

    public synchronized void begin() {
        underWay++;
        changes++;
        begunNanos = System.nanoTime();
    }

    public synchronized void end() {
        underWay--;
        changes++;
    }

    /** Another number whenever one began or ended. */
    public synchronized long changes() {
        return changes;
    }

    /** Whether what has been read since then may be half of one thing and half of another. */
    public synchronized boolean disturbedSince(long changesBefore) {
        boolean now = underWay > 0 && System.nanoTime() - begunNanos < LONGEST_NANOS;
        return now || underWay == 0 && changes != changesBefore;
    }
}
