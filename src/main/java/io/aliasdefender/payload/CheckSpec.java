package io.aliasdefender.payload;

import java.time.Duration;

/**
 * Something that is looked at to tell whether this host is fit for an alias. Two that are equal are the same check: a
 * reload lets it go on.
 *
 * @param name what the configuration calls it
 * @param kind what is looked at, and how
 * @param every the time between the beginnings of two looks, 100 ms to 1 h
 * @param timeout a look that takes longer has failed, 10 ms to 5 min
 * @param fall so many looks in a row must fail until the check fails, 1 to 100
 * @param rise so many looks in a row must pass until a check that fails passes again, 1 to 100
 */
public record CheckSpec(String name, CheckKind kind, Duration every, Duration timeout, int fall, int rise) {
    public static final Duration DEFAULT_EVERY = Duration.ofSeconds(1);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);
    public static final int DEFAULT_FALL = 2;
    /** Of what is a fact and not a question that may be lost on the way: one is enough. */
    public static final int DEFAULT_FALL_OF_FACTS = 1;

    public static final int DEFAULT_RISE = 2;
}
