package io.aliasdefender.probe;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel's view, prepared for what a prober asks of it at every probe. */
final class Surroundings {
    private static final MacAddress NONE = new MacAddress(0);

    private final boolean known;
    private final Map<String, Link> links = new HashMap<>();
    private final Map<Integer, List<Cidr>> networks = new HashMap<>();
    private final Map<Integer, List<Cidr>> sources = new HashMap<>();
    private final Set<IpAddress> carried = new HashSet<>();
    private final Set<MacAddress> macs = new HashSet<>();
    private final Set<IpAddress> aliases;

    /**
     * @param aliases addresses that may move away and so are no good to ask from
     */
    Surroundings(KernelView view, Set<IpAddress> aliases) {
        this.aliases = Set.copyOf(aliases);
        known = !view.links().isEmpty();
        for (Link link : view.links()) {
            links.put(link.name(), link);
            macs.add(link.mac());
            networks.put(link.index(), ofLink(view, link).map(Carried::address).toList());
            sources.put(
                    link.index(),
                    ofLink(view, link)
                            .filter(address -> !address.tentative())
                            .map(Carried::address)
                            .filter(address -> !aliases.contains(address.address()))
                            // Neighbours are asked from the link-local address where there is one (RFC 4861, 7.2.2).
                            .sorted(Comparator.comparing(
                                    address -> !address.address().isLinkLocal()))
                            .toList());
        }
        macs.remove(NONE);
        view.addresses().forEach(address -> carried.add(address.address().address()));
    }

    private static Stream<Carried> ofLink(KernelView view, Link link) {
        return view.addresses().stream().filter(address -> address.linkIndex() == link.index());
    }

    Optional<Link> link(String name) {
        return Optional.ofNullable(links.get(name));
    }

    /** Why nothing can be sent over an interface, with what to look at. */
    Optional<String> obstacle(String name) {
        if (!known) {
            return Optional.of("the interfaces of this host are not known yet");
        }
        Link link = links.get(name);
        if (link == null) {
            return Optional.of("there is no interface " + name);
        }
        if (!link.up()) {
            return Optional.of(name + " is down");
        }
        return link.carrier() ? Optional.empty() : Optional.of(name + " has no carrier: cable or switch port");
    }

    /** Whether the interface speaks Ethernet, so that ARP and neighbour discovery make sense. */
    boolean ethernet(Link link) {
        return !link.loopback() && !link.mac().equals(NONE);
    }

    /** Whether this host itself carries the address. */
    boolean carries(IpAddress address) {
        return carried.contains(address);
    }

    /** Whether the address is one that hosts take and give away, and that nobody has for himself. */
    boolean alias(IpAddress address) {
        return aliases.contains(address);
    }

    boolean ownMac(MacAddress mac) {
        return macs.contains(mac);
    }

    /** Whether an address is a neighbour on the interface's own network. */
    boolean onLink(String name, IpAddress address) {
        Link link = links.get(name);
        return link != null
                && (address.v6() && address.isLinkLocal()
                        || networks.get(link.index()).stream().anyMatch(network -> network.contains(address)));
    }

    /** An address of this host's own on the interface, from which a neighbour can be asked. */
    Optional<IpAddress> source(Link link, IpAddress target) {
        for (Cidr own : sources.get(link.index())) {
            boolean reaches = own.contains(target)
                    || target.v6() && own.address().v6() && own.address().isLinkLocal();
            if (reaches && !own.address().equals(target)) {
                return Optional.of(own.address());
            }
        }
        return Optional.empty();
    }
}
