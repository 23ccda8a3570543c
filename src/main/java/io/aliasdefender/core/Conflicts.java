package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Other hosts that have the alias of a holder, too.
 *
 * @param seen who, and since when
 * @param announced those of them that announced it
 * @param watched those of them whose defender was seen since, and so is alive, and when first
 * @param defendedAt when this host last announced because of any of them (RFC 5227, section 2.4 limits that for an
 *     address, not for an opponent); empty: not yet
 * @param recurrence whether they come and go
 */
public record Conflicts(
        Map<MacAddress, Duration> seen,
        Set<MacAddress> announced,
        Map<MacAddress, Duration> watched,
        Optional<Duration> defendedAt,
        Recurrence recurrence) {
    static final Conflicts NONE = new Conflicts(Map.of(), Set.of(), Map.of(), Optional.empty(), Recurrence.NONE);
    /** RFC 5227, section 1.1. */
    static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);
    /** More opponents than this are one disaster like another. */
    private static final int MOST = 8;

    /**
     * A host that takes the alias and lets it go again, several times a second perhaps, is not to make this one announce,
     * ask and tell as often.
     *
     * @param ended how many conflicts have ended, each within {@link Conflicts#DEFEND_INTERVAL} of the one before
     * @param endedAt when the newest did
     * @param checks how many times it was asked during all of these who has the alias
     */
    public record Recurrence(int ended, Optional<Duration> endedAt, int checks) {
        static final Recurrence NONE = new Recurrence(0, Optional.empty(), 0);
        /** After so many in a row, no further one is worth more than another. */
        private static final int MANY = 3;

        /** Whether a conflict has ended lately. */
        boolean lately(Duration now) {
            return endedAt.filter(at -> now.minus(at).compareTo(DEFEND_INTERVAL) < 0)
                    .isPresent();
        }

        /** Whether it goes on like that. */
        boolean many() {
            return ended >= MANY;
        }

        /** When the first of them ended; empty: none has. */
        Optional<Duration> wonAt() {
            return ended == 1 ? endedAt : Optional.empty();
        }

        private Recurrence endedAt(Duration now) {
            return new Recurrence(ended + 1, Optional.of(now), checks);
        }

        private Recurrence checked() {
            return new Recurrence(ended, endedAt, checks + 1);
        }
    }

    public boolean any() {
        return !seen.isEmpty();
    }

    /**
     * The same with one more opponent, or more about one.
     *
     * @param announces whether it has just announced it
     */
    Conflicts and(MacAddress mac, boolean announces, Duration now) {
        if (seen.containsKey(mac) ? !announces || announced.contains(mac) : seen.size() >= MOST) {
            return this;
        }
        Map<MacAddress, Duration> more = new LinkedHashMap<>(seen);
        more.putIfAbsent(mac, now);
        Set<MacAddress> loud = new HashSet<>(announced);
        if (announces) {
            loud.add(mac);
        }
        Recurrence since = seen.isEmpty() && !recurrence.lately(now) ? Recurrence.NONE : recurrence;
        return new Conflicts(Collections.unmodifiableMap(more), Set.copyOf(loud), watched, defendedAt, since);
    }

    /** The defender of a host was seen; the same where the host is no opponent. */
    Conflicts watching(MacAddress mac, Duration now) {
        if (!seen.containsKey(mac) || watched.containsKey(mac)) {
            return this;
        }
        Map<MacAddress, Duration> more = new LinkedHashMap<>(watched);
        more.put(mac, now);
        return new Conflicts(seen, announced, Collections.unmodifiableMap(more), defendedAt, recurrence);
    }

    /** Whether all of them have had it for so long without a defender that is seen: they do not yield by being asked. */
    boolean undefended(Duration now) {
        return any()
                && watched.isEmpty()
                && seen.values().stream().allMatch(since -> now.minus(since).compareTo(DEFEND_INTERVAL) >= 0);
    }

    /** This host has just announced because of them. */
    Conflicts defended(Duration now) {
        return new Conflicts(seen, announced, watched, Optional.of(now), recurrence);
    }

    /** It was asked who has the alias. */
    Conflicts checked() {
        return any() ? new Conflicts(seen, announced, watched, defendedAt, recurrence.checked()) : this;
    }

    /** Nobody else has it any more. */
    Conflicts over(Duration now) {
        return any() ? new Conflicts(Map.of(), Set.of(), Map.of(), defendedAt, recurrence.endedAt(now)) : this;
    }
}
