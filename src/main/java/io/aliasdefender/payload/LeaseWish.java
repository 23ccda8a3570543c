package io.aliasdefender.payload;

import io.aliasdefender.core.lease.Wish;
import java.util.Optional;
import java.util.Set;

/**
 * How much this host needs a lease from now on.
 *
 * @param name of the lease: {@code alias/ADDRESS} or {@code group/NAME}
 * @param keys what the holder of the lease has in the store, all at once: {@code alias/ADDRESS} for each of its aliases
 * @param handTo the name of the node that may take the lease from this host; empty: none may
 * @param offered another node offers the aliases to this host, and may hand the lease on to it
 * @param number counts up with the wishes of this daemon, from 1
 */
public record LeaseWish(
        String name, Set<String> keys, Wish wish, Optional<String> handTo, boolean offered, long number) {
    public LeaseWish {
        keys = Set.copyOf(keys);
    }

    /** Before anything was wished. */
    public static LeaseWish none(String name) {
        return new LeaseWish(name, Set.of(), Wish.NOTHING, Optional.empty(), false, 0);
    }

    /** Whether another one is for the same, whatever its number. */
    public boolean isFor(LeaseWish other) {
        return numbered(other.number).equals(other);
    }

    /** The same with that number. */
    public LeaseWish numbered(long other) {
        return new LeaseWish(name, keys, wish, handTo, offered, other);
    }
}
