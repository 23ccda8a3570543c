package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.IpAddress;
import java.util.Map;

/**
 * The end of a burst.
 *
 * @param id of the {@link BurstRequest}
 * @param address the alias in question
 * @param linkName the interface on whose link it was asked
 * @param alias what was found about the alias
 * @param hosts what was found about the others; every host of the request has an entry
 * @param overheard while none of the hosts answered, a frame of somebody else came in over the alias's link: we hear,
 *     though nobody answers us
 */
public record BurstResult(
        long id, IpAddress address, String linkName, Tally alias, Map<IpAddress, Tally> hosts, boolean overheard) {
    public BurstResult {
        hosts = Map.copyOf(hosts);
    }

    /** Nobody else was overheard. */
    public BurstResult(long id, IpAddress address, String linkName, Tally alias, Map<IpAddress, Tally> hosts) {
        this(id, address, linkName, alias, hosts, false);
    }
}
