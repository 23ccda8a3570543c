package io.aliasdefender.payload;

import io.aliasdefender.core.lease.Wish;
import java.util.Optional;

/**
 * How much this host needs a lease from now on.
 *
 * @param name of the lease: {@code alias/ADDRESS} or {@code group/NAME}
 * @param handTo the name of the node that may take the lease from this host; empty: none may
 * @param offered another node offers the aliases to this host, and may hand the lease on to it
 */
public record LeaseWish(String name, Wish wish, Optional<String> handTo, boolean offered) {}
