package io.aliasdefender.failover;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;

/**
 * One address family on one interface. IPv4 and IPv6 of an interface fail separately (a lost route, a filter, a switch
 * that forgets multicast groups), so each has witnesses and evidence of its own.
 */
record LinkFamily(String linkName, boolean v6) {
    static LinkFamily of(AliasSpec spec) {
        return new LinkFamily(spec.placement().interfaceName(), spec.address().v6());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkFamily that && v6 == that.v6 && linkName.equals(that.linkName);
    }

    @Override
    public int hashCode() {
        return 31 * linkName.hashCode() + Boolean.hashCode(v6);
    }

    boolean isOf(IpAddress address) {
        return address.v6() == v6;
    }
}
