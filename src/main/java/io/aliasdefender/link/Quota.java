package io.aliasdefender.link;

import java.time.Duration;

/** How often something is done in a second at the most. */
final class Quota {
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final int most;
    private long secondNanos;
    private int taken;

    Quota(int most, long nowNanos) {
        this.most = most;
        secondNanos = nowNanos;
    }

    /** Whether it may be done once more. */
    boolean take(long nowNanos) {
        if (nowNanos - secondNanos >= SECOND_NANOS) {
            secondNanos = nowNanos;
            taken = 0;
        }
        return taken++ < most;
    }
}
