package io.aliasdefender.probe;

import io.aliasdefender.payload.Beat;
import java.time.Duration;
import java.util.Optional;

/**
 * Notices that this process did not run. It is to be looked at every {@link #PERIOD_NANOS} and before anything is
 * concluded from the passing of time.
 */
final class StallWatch {
    static final long PERIOD_NANOS = Beat.PERIOD.toNanos();
    /**
     * Ten times the worst lateness of a timer on a machine with four busy processes on each core, so that a merely
     * busy host still defends; far shorter than what a paused virtual machine or a frozen process misses.
     */
    static final long LIMIT_NANOS = 100_000_000;

    private long lastNanos;
    private long suspendedNanos;

    /**
     * @param nowNanos of the monotonic clock, which stands still while the machine is suspended
     * @param bootNanos of the clock that does not
     */
    StallWatch(long nowNanos, long bootNanos) {
        reset(nowNanos, bootNanos);
    }

    /** Forgives whatever happened since the last look, such as a long start. */
    void reset(long nowNanos, long bootNanos) {
        lastNanos = nowNanos;
        suspendedNanos = bootNanos - nowNanos;
    }

    /**
     * How long this process did not run since the last look, when that is worth telling.
     *
     * @param workNanos lateness that is no pause
     */
    Optional<Duration> look(long nowNanos, long bootNanos, long workNanos) {
        long late = Math.max(nowNanos - lastNanos - PERIOD_NANOS, 0);
        long suspended = Math.max(bootNanos - nowNanos - suspendedNanos, 0);
        reset(nowNanos, bootNanos);
        long length = late + suspended;
        return length > LIMIT_NANOS + workNanos ? Optional.of(Duration.ofNanos(length)) : Optional.empty();
    }
}
