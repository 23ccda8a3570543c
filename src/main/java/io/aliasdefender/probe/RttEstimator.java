package io.aliasdefender.probe;

import java.util.Arrays;

/**
 * Learns how long answers take and says how long to wait for one. Times in nanoseconds.
 *
 * <p>By quartiles of the newest samples and not, as RFC 6298, by a mean and its variation: a sample also holds the time
 * until this process looked at its socket, and a few of those on a busy machine, or the first ones of a cold JVM, would
 * otherwise make takeovers slow for a long time. Our own lateness is dealt with where it is noticed ({@link io.aliasdefender.clock.PauseGuard}).
 */
final class RttEstimator {
    private static final int SAMPLES = 16;
    /** How long to wait, at most, for somebody who has not answered {@link #FEW} times yet. */
    private static final long UNMEASURED_NANOS = 200_000_000;
    /** So few samples may all be of a cold JVM, which is late itself. */
    private static final int FEW = 4;
    /** The clock granularity G of RFC 6298: how late this process may be in noticing, without any fault. */
    private static final long GRANULARITY_NANOS = 1_000_000;
    /** As many usual round-trips are waited for. */
    private static final int PATIENCE = 4;
    /** What the slower samples may add to the last wait of a burst: more is our own lateness, not the path's. */
    private static final long MOST_TAIL_NANOS = 50_000_000;

    private final long[] newest = new long[SAMPLES];
    /** The same by length: it is asked for a quartile much more often than there is a sample. */
    private final long[] sorted = new long[SAMPLES];

    private long count;

    void sample(long rttNanos) {
        int place = (int) (count % SAMPLES);
        int hole = count < SAMPLES ? place : Arrays.binarySearch(sorted, newest[place]);
        newest[place] = rttNanos;
        int last = (int) Math.min(count++, SAMPLES - 1);
        for (; hole < last && sorted[hole + 1] < rttNanos; hole++) {
            sorted[hole] = sorted[hole + 1];
        }
        for (; hole > 0 && sorted[hole - 1] > rttNanos; hole--) {
            sorted[hole] = sorted[hole - 1];
        }
        sorted[hole] = rttNanos;
    }

    boolean measured() {
        return count > 0;
    }

    /** The usual round-trip: the lower quartile; 0 when nothing was measured. */
    long usualNanos() {
        return quartile(1);
    }

    /** How long to wait for an answer, within bounds; the upper one wins. Too short only causes a burst. */
    long timeoutNanos(long floorNanos, long ceilingNanos) {
        long usual = measured() ? PATIENCE * usualNanos() + GRANULARITY_NANOS : UNMEASURED_NANOS;
        long wanted = count < FEW ? Math.min(usual, UNMEASURED_NANOS) : usual;
        return Math.min(Math.max(wanted, floorNanos), ceilingNanos);
    }

    /** How long to listen after the last round of a burst, whose silence decides something. */
    long tailNanos(long floorNanos, long ceilingNanos) {
        long slow = Math.min(2 * quartile(3), MOST_TAIL_NANOS);
        return Math.max(timeoutNanos(floorNanos, ceilingNanos), Math.min(slow, ceilingNanos));
    }

    private long quartile(int which) {
        int known = (int) Math.min(count, SAMPLES);
        return known == 0 ? 0 : sorted[(known - 1) * which / 4];
    }
}
