package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;

/**
 * An address that is asked.
 *
 * @param alias which alias it is; null for a host's own address
 * @param host whose own address it is; null for an alias and for the router
 */
record Target(IpAddress address, SimAlias alias, SimHost host) {}
