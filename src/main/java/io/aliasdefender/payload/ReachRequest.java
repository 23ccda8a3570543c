package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.Set;

/**
 * A quick series of questions of a holder to hosts on its alias's link, each asked from the alias and from the host's own address
 * side by side: whether the network carries the frames of both. It ends at the first echo answer to the alias.
 *
 * @param id given back in the result
 * @param alias the address in question, which this host carries
 * @param linkName the interface of the alias
 * @param probes rounds at the most
 * @param spacing time between rounds
 * @param hosts who is to be asked; those that are not on the link are left out
 */
public record ReachRequest(
        long id, IpAddress alias, String linkName, int probes, Duration spacing, Set<IpAddress> hosts) {
    public ReachRequest {
        hosts = Set.copyOf(hosts);
    }
}
