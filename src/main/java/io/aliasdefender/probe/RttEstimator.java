package io.aliasdefender.probe;

/** Learns how long answers take and says how long to wait for one (RFC 6298, section 2). Times in nanoseconds. */
final class RttEstimator {
    /** How long to wait, at most, for somebody who has never answered. */
    private static final long UNMEASURED_NANOS = 200_000_000;
    /** The clock granularity G of RFC 6298: how late this process may be in noticing, without any fault. */
    private static final long GRANULARITY_NANOS = 1_000_000;

    private long smoothed;
    private long variation;
    private boolean measured;

    void sample(long rttNanos) {
        if (!measured) {
            smoothed = rttNanos;
            variation = rttNanos / 2;
            measured = true;
            return;
        }
        variation += (Math.abs(smoothed - rttNanos) - variation) / 4;
        smoothed += (rttNanos - smoothed) / 8;
    }

    /** The smoothed round-trip; 0 when nothing was measured. */
    long smoothedNanos() {
        return smoothed;
    }

    /** How long to wait for an answer, within bounds; the upper one wins. */
    long timeoutNanos(long floorNanos, long ceilingNanos) {
        long wanted = measured ? smoothed + Math.max(GRANULARITY_NANOS, 4 * variation) : UNMEASURED_NANOS;
        return Math.min(Math.max(wanted, floorNanos), ceilingNanos);
    }
}
