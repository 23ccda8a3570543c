package io.aliasdefender.cli;

/**
 * How many lines a log may have: a bucket of lines that is full at first and fills up again evenly.
 *
 * @see LogGate
 */
final class LogRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int atOnce;
    private final int perSecond;
    private double left;
    private long lastNanos;
    private boolean used;

    /**
     * @param atOnce lines that may come at once after a silence
     * @param perSecond lines a second in the long run
     */
    LogRate(int atOnce, int perSecond) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        this.left = atOnce;
    }

    /** Whether there may be one line more now. Not for several threads at a time. */
    boolean take(long nowNanos) {
        if (used) {
            left = Math.min(atOnce, left + (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond);
        }
        used = true;
        lastNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    int perSecond() {
        return perSecond;
    }
}
