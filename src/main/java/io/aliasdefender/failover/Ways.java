package io.aliasdefender.failover;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.payload.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Over which link this host reaches an address. The networks of the aliases do not count: they come and go with the
 * aliases, and a way must not change in the moment in which an alias comes here.
 */
final class Ways {
    private final KernelView kernel;
    /** The networks that an interface is in by an address of its own. */
    private final Map<Integer, Set<Cidr>> networks = new HashMap<>();

    Ways(KernelView kernel, Settings settings) {
        this.kernel = kernel;
        Set<IpAddress> aliases = new HashSet<>();
        for (AliasSpec spec : settings.aliases()) {
            aliases.add(spec.address());
        }
        for (Carried carried : kernel.addresses()) {
            Cidr own = carried.address();
            if (own.prefixLength() < own.address().bits() && !aliases.contains(own.address())) {
                networks.computeIfAbsent(carried.linkIndex(), link -> new HashSet<>())
                        .add(new Cidr(own.network(), own.prefixLength()));
            }
        }
    }

    /** Whether an address is reached over this interface without a router, so that it can be asked by ARP. */
    boolean onLink(String linkName, IpAddress address) {
        return address.v6() && address.isLinkLocal()
                || kernel.link(linkName).filter(link -> isIn(link, address)).isPresent();
    }

    /** The interface that is in the network of an address; one that can be used before one that cannot. */
    Optional<String> linkOf(IpAddress address) {
        Optional<String> found = Optional.empty();
        for (Link link : kernel.links()) {
            if (!link.loopback() && isIn(link, address)) {
                if (link.usable()) {
                    return Optional.of(link.name());
                }
                found = found.or(() -> Optional.of(link.name()));
            }
        }
        return found;
    }

    private boolean isIn(Link link, IpAddress address) {
        for (Cidr network : networks.getOrDefault(link.index(), Set.of())) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
