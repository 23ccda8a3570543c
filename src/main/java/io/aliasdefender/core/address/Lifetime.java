package io.aliasdefender.core.address;

import io.aliasdefender.core.lease.Permit;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the kernel keeps an address by itself ({@code valid_lft}), when nobody extends it.
 *
 * <p>The kernel counts whole seconds from the moment of the change, and looks for addresses whose time is over at the end of
 * the earliest one, but never sooner than a second after the last change of any lifetime on the host, and up to a quarter of a
 * second late: so it may remove an address {@link #MOST_LATE} after its lifetime has ended, and never before.
 *
 * @param seconds whole seconds, at least 1
 * @param until by then the address must be gone; on the clock of whoever has it
 * @param late how late the kernel is taken to be at the most
 */
public record Lifetime(int seconds, Duration until, Duration late) {
    /** So late the kernel removes an address at the most; measured, and explained in docs/LEASES.md. */
    public static final Duration MOST_LATE = Duration.ofMillis(1300);

    /**
     * So late where nothing else on the host changes a lifetime at the same time. All that a lease of 2 s leaves room for:
     * see {@link #of}.
     */
    public static final Duration USUALLY_LATE = Duration.ofMillis(500);

    /** So late a timer may be on a busy host. */
    private static final Duration TIMER = Duration.ofMillis(20);

    /** Leases that last as long leave room for the kernel's worst. */
    private static final Duration ROOMY_TTL = Duration.ofSeconds(3);

    /** From the decision to the kernel. */
    private static final Duration CARRYING_OUT = Duration.ofMillis(100);

    /** How late the kernel is taken to be at the most, under leases of that length. */
    public static Duration late(Duration ttl) {
        return ttl.compareTo(ROOMY_TTL) < 0 ? USUALLY_LATE : MOST_LATE;
    }

    /**
     * How long an alias stays after the newest renewal, at the least, when no further one comes.
     *
     * @param ttl of the lease
     */
    public static Duration kept(Duration ttl) {
        return ttl.minus(Permit.margin(ttl))
                .minus(late(ttl))
                .minus(CARRYING_OUT)
                .minus(TIMER);
    }

    /**
     * The longest one that surely ends in time.
     *
     * @param late how late the kernel is taken to be at the most
     * @return empty: not even a second would
     */
    public static Optional<Lifetime> of(Duration until, Duration now, Duration late) {
        long seconds = until.minus(now).minus(late).minus(CARRYING_OUT).toSeconds();
        return seconds >= 1
                ? Optional.of(new Lifetime((int) Math.min(seconds, Integer.MAX_VALUE), until, late))
                : Optional.empty();
    }

    /** Until when as many whole seconds as this one has can be given, a little before it is too late for that. */
    public Duration lastMoment() {
        return until.minus(late).minus(CARRYING_OUT).minus(TIMER).minusSeconds(seconds);
    }

    /** Whether it still ends in time when it is given now. */
    public boolean fits(Duration now) {
        return now.plusSeconds(seconds).plus(late).compareTo(until) <= 0;
    }

    /**
     * As much of it as ends in time when it is given now: what was decided may have waited for a hook, or for an earlier change.
     *
     * @return empty: not even a second would
     */
    public Optional<Lifetime> fitting(Duration now) {
        long most = until.minus(now).minus(late).toSeconds();
        if (most < 1) {
            return Optional.empty();
        }
        return Optional.of(most >= seconds ? this : new Lifetime((int) most, until, late));
    }

    /** The same on a clock that shows so much more. */
    public Lifetime shifted(Duration ahead) {
        return new Lifetime(seconds, until.plus(ahead), late);
    }
}
