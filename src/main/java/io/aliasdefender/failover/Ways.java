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
    /**
     * By the names of interfaces without any address of their own in a family: the networks of the aliases that belong
     * there. Whoever is in them can be asked there from nowhere (0.0.0.0), and in no other way before the alias is here.
     */
    private final Map<String, Set<Cidr>> networksOfAliases = new HashMap<>();

    Ways(KernelView kernel, Settings settings) {
        this.kernel = kernel;
        Set<IpAddress> aliases = new HashSet<>();
        for (AliasSpec spec : settings.aliases()) {
            aliases.add(spec.address());
        }
        Map<Integer, Set<Boolean>> families = new HashMap<>();
        for (Carried carried : kernel.addresses()) {
            Cidr own = carried.address();
            if (own.prefixLength() < own.address().bits() && !aliases.contains(own.address())) {
                networks.computeIfAbsent(carried.linkIndex(), link -> new HashSet<>())
                        .add(new Cidr(own.network(), own.prefixLength()));
                if (!own.address().v6() || !own.address().isLinkLocal()) {
                    families.computeIfAbsent(carried.linkIndex(), link -> new HashSet<>())
                            .add(own.address().v6());
                }
            }
        }
        for (AliasSpec spec : settings.aliases()) {
            Cidr alias = spec.placement().address();
            String name = spec.placement().interfaceName();
            Optional<Link> link = kernel.link(name);
            if (link.isPresent()
                    && !families.getOrDefault(link.get().index(), Set.of())
                            .contains(spec.address().v6())) {
                networksOfAliases
                        .computeIfAbsent(name, any -> new HashSet<>())
                        .add(new Cidr(alias.network(), alias.prefixLength()));
            }
        }
    }

    /** Whether an address is reached over this interface without a router, so that it can be asked by ARP. */
    boolean onLink(String linkName, IpAddress address) {
        return address.v6() && address.isLinkLocal()
                || contains(networksOfAliases.getOrDefault(linkName, Set.of()), address)
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
        return contains(networks.getOrDefault(link.index(), Set.of()), address);
    }

    private static boolean contains(Set<Cidr> some, IpAddress address) {
        for (Cidr network : some) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
