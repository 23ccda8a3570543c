package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Other hosts that have the alias of a holder, too.
 *
 * @param seen who, and since when
 * @param defendedAt when this host last announced against any of them (RFC 5227, section 2.4 limits that for an address,
 *     not for an opponent); empty: not yet
 */
public record Conflicts(Map<MacAddress, Duration> seen, Optional<Duration> defendedAt) {
    static final Conflicts NONE = new Conflicts(Map.of(), Optional.empty());
    /** More opponents than this are one disaster like another. */
    private static final int MOST = 8;

    public boolean any() {
        return !seen.isEmpty();
    }

    /** The same with one more opponent. */
    Conflicts and(MacAddress mac, Duration now) {
        if (seen.containsKey(mac) || seen.size() >= MOST) {
            return this;
        }
        Map<MacAddress, Duration> more = new LinkedHashMap<>(seen);
        more.put(mac, now);
        return new Conflicts(Collections.unmodifiableMap(more), defendedAt);
    }

    /** This host has just announced against them. */
    Conflicts defended(Duration now) {
        return new Conflicts(seen, Optional.of(now));
    }

    /** Nobody else has it any more. */
    Conflicts over() {
        return new Conflicts(Map.of(), defendedAt);
    }
}
