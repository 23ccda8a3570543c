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
}
