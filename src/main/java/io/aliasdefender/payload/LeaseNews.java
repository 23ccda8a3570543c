package io.aliasdefender.payload;

import io.aliasdefender.core.lease.Permit;

/**
 * What a lease permits this host from now on.
 *
 * @param name of the lease
 * @param permit its end is on the clock of {@link System#nanoTime}
 */
public record LeaseNews(String name, Permit permit) {}
