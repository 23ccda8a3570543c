package io.aliasdefender.core;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether the network drops the frames of the alias when they come from this host, as far as this host has found out while it
 * had the alias; and how long it leaves the alias to others because of that. It belongs to the alias and not to a phase.
 *
 * @param since since when answers come to the host's own address and none to the alias; empty: they come, or it is not known
 * @param moves how often in a row this host has left the alias to another one because of it
 * @param asideUntil until then this host does not offer itself for the alias, and does not leave it to others again
 */
public record Filtering(Optional<Duration> since, int moves, Optional<Duration> asideUntil) {
    static final Filtering NONE = new Filtering(Optional.empty(), 0, Optional.empty());

    /** How long this host stands back the first time; four times as long each further time. */
    private static final Duration FIRST_ASIDE = Duration.ofMinutes(1);

    private static final Duration MOST_ASIDE = Duration.ofHours(1);
    private static final int FACTOR_BITS = 2;

    /** Whether this host leaves the alias to others if it can: it neither says that it would take it nor is given it. */
    public boolean aside() {
        return asideUntil.isPresent();
    }

    Filtering beginning(Duration now) {
        return new Filtering(Optional.of(now), moves, asideUntil);
    }

    /** After this host has left the alias to another one. */
    Filtering leaving(Duration now) {
        Duration wait = FIRST_ASIDE.multipliedBy(1L << FACTOR_BITS * Math.min(moves, 8));
        return new Filtering(
                since, moves + 1, Optional.of(now.plus(wait.compareTo(MOST_ASIDE) < 0 ? wait : MOST_ASIDE)));
    }

    /**
     * The same at a later time. While this host stands back, what it has found out is its reason; later that is history,
     * unless it has the alias and goes on asking.
     */
    Filtering at(Duration now, boolean here) {
        boolean over = asideUntil.filter(until -> now.compareTo(until) >= 0).isPresent();
        Optional<Duration> stillAside = over ? Optional.empty() : asideUntil;
        boolean known = here || stillAside.isPresent();
        return over || !known && since.isPresent()
                ? new Filtering(known ? since : Optional.empty(), moves, stillAside)
                : this;
    }
}
