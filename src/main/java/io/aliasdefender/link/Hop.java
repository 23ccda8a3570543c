package io.aliasdefender.link;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;

/**
 * The router by which a message can go from an address of this host to others of the same network.
 *
 * @param network the address's own, with its prefix
 * @param linkIndex the interface that carries the address
 * @param router as it is called
 * @param mac where it was heard
 */
public record Hop(Cidr network, int linkIndex, IpAddress router, MacAddress mac) {
    /** Whether a packet to there by way of the router comes back onto the link. */
    public boolean leadsTo(IpAddress other) {
        return network.contains(other) && !other.isLinkLocal();
    }
}
