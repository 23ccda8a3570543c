package io.aliasdefender.payload;

import java.time.Duration;

/**
 * Another {@link #PERIOD} has passed. One timer for whatever is to be looked at again and again: what beats together
 * wakes a sleeping processor once.
 *
 * @param number counted from 1
 */
public record Beat(long number) {
    public static final Duration PERIOD = Duration.ofMillis(50);

    /** Lateness that is no pause of this process but its own work, for each address that it looks after. */
    public static final Duration WORK_PER_ADDRESS = Duration.ofNanos(100_000);
}
