package io.aliasdefender.payload;

import io.aliasdefender.core.lease.Permit;

/**
 * What a lease permits this host from now on.
 *
 * @param name of the lease
 * @param permit its end is on the clock that goes on while the machine is suspended: news may be on their way meanwhile
 * @param wish the number of the newest wish that was known; what was permitted before a lease was given up permits
 *     nothing after that
 */
public record LeaseNews(String name, Permit permit, long wish) {}
