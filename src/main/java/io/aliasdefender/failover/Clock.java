package io.aliasdefender.failover;

import java.time.Duration;

/** Monotonic uptime, which is all the time that decisions know. */
@FunctionalInterface
public interface Clock {
    Duration now();

    /** Time since this was called. */
    static Clock start() {
        long begin = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - begin);
    }
}
