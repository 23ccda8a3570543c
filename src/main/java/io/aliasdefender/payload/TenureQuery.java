package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Instant;
import java.util.Set;

/**
 * Which tenures are wanted.
 *
 * @param from those that end later, or have not ended
 * @param to those that begin earlier
 * @param aliases empty: all
 * @param most at least 1; the newest ones where there are more
 */
public record TenureQuery(Instant from, Instant to, Set<IpAddress> aliases, int most) {
    public TenureQuery {
        aliases = Set.copyOf(aliases);
    }

    /** Whether it is one of them. */
    public boolean wants(Tenure tenure) {
        return tenure.touches(from, to) && (aliases.isEmpty() || aliases.contains(tenure.alias()));
    }
}
