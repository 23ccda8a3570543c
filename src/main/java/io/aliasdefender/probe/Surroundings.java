package io.aliasdefender.probe;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kernel's view, prepared for what a prober asks of it at every probe. */
final class Surroundings {
    private static final MacAddress NONE = new MacAddress(0);

    private final boolean known;
    private final Map<String, Near> byName = new HashMap<>();
    private final Map<Integer, Near> byIndex = new HashMap<>();
    private final Set<IpAddress> carried = new HashSet<>();
    private final Set<MacAddress> macs = new HashSet<>();
    private final Set<IpAddress> aliases;

    /** An interface with what is reached over it. */
    private static final class Near {
        private final Optional<Link> link;
        /** Thousands of addresses are mostly in one network. */
        private final Set<Cidr> networks = new LinkedHashSet<>();
        /** Addresses to ask from; link-local ones first (RFC 4861, section 7.2.2). */
        private final List<Cidr> sources = new ArrayList<>();

        /** Hosts that are known to be neighbours although the interface has no address in their network. */
        private final Set<IpAddress> neighbours = new HashSet<>();

        private int linkLocalSources;

        private Near(Link link) {
            this.link = Optional.of(link);
        }

        private boolean contains(IpAddress address) {
            if (neighbours.contains(address)) {
                return true;
            }
            for (Cidr network : networks) {
                if (network.contains(address)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Where the interfaces' own addresses say who is a neighbour. */
    Surroundings(KernelView view, Set<IpAddress> aliases) {
        this(view, aliases, Set.of());
    }

    /**
     * @param aliases addresses that may move away and so are no good to ask from
     * @param neighbours hosts that are to be asked on a link, whether or not the interface has an address in their network
     */
    Surroundings(KernelView view, Set<IpAddress> aliases, Set<Question> neighbours) {
        this.aliases = Set.copyOf(aliases);
        known = !view.links().isEmpty();
        for (Link link : view.links()) {
            Near near = new Near(link);
            byName.put(link.name(), near);
            byIndex.put(link.index(), near);
            macs.add(link.mac());
        }
        macs.remove(NONE);
        for (Question neighbour : neighbours) {
            Near near = byName.get(neighbour.linkName().orElse(""));
            if (near != null) {
                near.neighbours.add(neighbour.address());
            }
        }
        view.addresses().forEach(this::add);
    }

    private void add(Carried address) {
        Cidr own = address.address();
        carried.add(own.address());
        Near near = byIndex.get(address.linkIndex());
        if (near == null) {
            return;
        }
        if (aliases.contains(own.address())) {
            // It comes and goes, and may lie in the network of another link, over which its hosts are reached.
            return;
        }
        near.networks.add(new Cidr(own.network(), own.prefixLength()));
        if (!address.tentative()) {
            near.sources.add(own.address().isLinkLocal() ? near.linkLocalSources++ : near.sources.size(), own);
        }
    }

    Optional<Link> link(String name) {
        Near near = byName.get(name);
        return near == null ? Optional.empty() : near.link;
    }

    /** Whether this is the index of the interface of that name. */
    boolean isLink(String name, int index) {
        Near near = byIndex.get(index);
        return near != null && near.link.get().name().equals(name);
    }

    /** Why nothing can be sent over an interface, with what to look at. */
    Optional<String> obstacle(String name) {
        if (!known) {
            return Optional.of("the interfaces of this host are not known yet");
        }
        Near near = byName.get(name);
        if (near == null) {
            return Optional.of("there is no interface " + name);
        }
        Link link = near.link.get();
        if (!link.up()) {
            return Optional.of(name + " is down");
        }
        if (link.port()) {
            return Optional.of(name + " is a port of " + name(link.portOf()) + ", which hears in its place");
        }
        return link.carrier() ? Optional.empty() : Optional.of(name + " has no carrier: cable or switch port");
    }

    private String name(int index) {
        Near near = byIndex.get(index);
        return near == null ? "another interface" : near.link.get().name();
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
        Near near = byName.get(name);
        return near != null && (linkLocal(address) || near.contains(address));
    }

    /** Whether an address is in the network of some interface. */
    boolean onSomeLink(IpAddress address) {
        if (linkLocal(address)) {
            return true;
        }
        for (Near near : byIndex.values()) {
            if (near.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** There is one such network on each link. */
    private static boolean linkLocal(IpAddress address) {
        return address.v6() && address.isLinkLocal();
    }

    /** Whether a neighbour can be asked only from nowhere: the interface has no address of this host's own in its network. */
    boolean strayNeighbour(Link link, IpAddress address) {
        Near near = byIndex.get(link.index());
        return near != null
                && near.neighbours.contains(address)
                && source(link, address).isEmpty();
    }

    /** An address of this host's own on the interface, from which a neighbour can be asked. */
    Optional<IpAddress> source(Link link, IpAddress target) {
        Near near = byIndex.get(link.index());
        if (near == null) {
            return Optional.empty();
        }
        for (Cidr own : near.sources) {
            boolean reaches = own.contains(target) || target.v6() && linkLocal(own.address());
            if (reaches && !own.address().equals(target)) {
                return Optional.of(own.address());
            }
        }
        return Optional.empty();
    }
}
