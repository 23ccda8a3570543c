package io.aliasdefender.core.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the kernel of this host really has, at one moment: the truth about what is held. A value. */
public final class KernelView {
    public static final KernelView EMPTY = new KernelView(List.of(), List.of(), List.of());

    /** A link with more of them is told by these whether it works. */
    private static final int MOST_ROUTERS = 8;

    private final List<Link> links;
    private final List<Carried> addresses;
    private final List<DefaultRoute> routes;
    /** A host may carry thousands, and each of its aliases asks at every change. */
    private final Map<IpAddress, List<Carried>> byAddress = new HashMap<>();

    private final Map<Integer, Set<Cidr>> networks = new HashMap<>();

    /**
     * @param links every network interface
     * @param addresses every address that an interface carries
     * @param routes the default routes
     */
    public KernelView(List<Link> links, List<Carried> addresses, List<DefaultRoute> routes) {
        this.links = List.copyOf(links);
        this.addresses = List.copyOf(addresses);
        this.routes = List.copyOf(routes);
        for (Carried carried : addresses) {
            byAddress
                    .computeIfAbsent(carried.address().address(), address -> new ArrayList<>(1))
                    .add(carried);
            Cidr own = carried.address();
            if (own.prefixLength() < own.address().bits()) {
                networks.computeIfAbsent(carried.linkIndex(), link -> new HashSet<>())
                        .add(new Cidr(own.network(), own.prefixLength()));
            }
        }
    }

    public List<Link> links() {
        return links;
    }

    public List<Carried> addresses() {
        return addresses;
    }

    public List<DefaultRoute> routes() {
        return routes;
    }

    /**
     * A network interface.
     *
     * @param up administratively up (IFF_UP)
     * @param carrier the far end is there (IFF_LOWER_UP)
     * @param portOf the index of the bridge, bond or the like that gets all that arrives here; 0: it is no port of another
     */
    public record Link(
            int index, String name, MacAddress mac, boolean up, boolean carrier, boolean loopback, int portOf) {
        /** No port of another interface. */
        public Link(int index, String name, MacAddress mac, boolean up, boolean carrier, boolean loopback) {
            this(index, name, mac, up, carrier, loopback, 0);
        }

        /** Whether another interface gets what arrives here, so that nothing is heard on this one. */
        public boolean port() {
            return portOf != 0;
        }

        /** Whether it has link-layer addresses, so that who has an address can be asked on it. */
        public boolean neighbourly() {
            return !loopback && mac.bits() != 0;
        }

        /** Whether frames can leave, and arrive at this interface. */
        public boolean usable() {
            return up && carrier && !port();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Link that
                    && index == that.index
                    && up == that.up
                    && carrier == that.carrier
                    && loopback == that.loopback
                    && portOf == that.portOf
                    && name.equals(that.name)
                    && mac.equals(that.mac);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + index;
        }
    }

    /**
     * An address on an interface.
     *
     * @param label the IPv4 label as {@code ifconfig -a} shows it ({@code eth0:1}); empty when it is the plain name
     * @param tentative IPv6 only: duplicate address detection is under way or has failed; until that has ended well, the
     *     kernel neither answers for the address nor uses it
     * @param duplicate IPv6 only: duplicate address detection has failed: another host has the address
     * @param secondary IPv4 on Linux only: there was an address of the same subnet on the interface before, and this one
     *     is removed together with that one unless the interface promotes secondaries (sysctl promote_secondaries)
     * @param validSeconds after so many the kernel removes it by itself, or {@link #FOREVER}; as of when it was read
     */
    public record Carried(
            int linkIndex,
            Cidr address,
            Optional<String> label,
            boolean tentative,
            boolean duplicate,
            boolean secondary,
            int validSeconds) {
        /** As a {@code validSeconds}: the kernel never removes it by itself. */
        public static final int FOREVER = -1;

        /** An address that stays. */
        public Carried(
                int linkIndex,
                Cidr address,
                Optional<String> label,
                boolean tentative,
                boolean duplicate,
                boolean secondary) {
            this(linkIndex, address, label, tentative, duplicate, secondary, FOREVER);
        }

        /** The same without a label that only repeats its interface's name. */
        public Carried withoutPlainLabel(String interfaceName) {
            return label.isPresent() && label.get().equals(interfaceName)
                    ? new Carried(linkIndex, address, Optional.empty(), tentative, duplicate, secondary, validSeconds)
                    : this;
        }

        /** The first of its subnet. */
        public Carried(int linkIndex, Cidr address, Optional<String> label, boolean tentative, boolean duplicate) {
            this(linkIndex, address, label, tentative, duplicate, false);
        }

        /** An address of which no duplicate was found. */
        public Carried(int linkIndex, Cidr address, Optional<String> label, boolean tentative) {
            this(linkIndex, address, label, tentative, false, false);
        }

        /** Whether it has a lifetime is a difference; how much is left of it changes all the time, and is none. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Carried that
                    && linkIndex == that.linkIndex
                    && tentative == that.tentative
                    && duplicate == that.duplicate
                    && secondary == that.secondary
                    && validSeconds == FOREVER == (that.validSeconds == FOREVER)
                    && address.equals(that.address)
                    && label.equals(that.label);
        }

        @Override
        public int hashCode() {
            return 31 * address.hashCode() + linkIndex;
        }
    }

    /**
     * A default route.
     *
     * @param metric lower is preferred
     * @param v6 the family of what goes this way, which may be another one than the gateway's (RFC 8950)
     */
    public record DefaultRoute(IpAddress gateway, int linkIndex, int metric, boolean v6) {
        /** Of the gateway's family. */
        public DefaultRoute(IpAddress gateway, int linkIndex, int metric) {
            this(gateway, linkIndex, metric, gateway.v6());
        }
    }

    public Optional<Link> link(String name) {
        for (Link link : links) {
            if (link.name().equals(name)) {
                return Optional.of(link);
            }
        }
        return Optional.empty();
    }

    public Optional<Link> link(int index) {
        for (Link link : links) {
            if (link.index() == index) {
                return Optional.of(link);
            }
        }
        return Optional.empty();
    }

    /** Where this host carries the address, and with which prefix: mostly nowhere, or once. */
    public List<Carried> carried(IpAddress address) {
        return Collections.unmodifiableList(byAddress.getOrDefault(address, List.of()));
    }

    /** The address with exactly this prefix, on this interface. */
    public Optional<Carried> carried(String interfaceName, Cidr address) {
        return link(interfaceName)
                .flatMap(link -> carried(address.address()).stream()
                        .filter(carried -> carried.linkIndex() == link.index()
                                && carried.address().equals(address))
                        .findFirst());
    }

    /** Whether any interface of this host carries the address, with whatever prefix. */
    public boolean carries(IpAddress address) {
        return byAddress.containsKey(address);
    }

    /**
     * Whether the two are the same but for which addresses the interfaces carry in their networks: hosts are reached in
     * the same ways.
     */
    public boolean sameWays(KernelView other) {
        return links.equals(other.links) && routes.equals(other.routes) && networks.equals(other.networks);
    }

    /**
     * The default routers of a family that are reached over an interface, the preferred one first: gateways of one route,
     * routes of different metrics, and routers that advertise themselves. The family is the route's: an IPv4 route may
     * lead over an IPv6 next hop (RFC 8950), which then is an IPv4 router, and no IPv6 one.
     */
    public List<IpAddress> defaultRouters(String interfaceName, boolean v6) {
        return link(interfaceName).stream()
                .flatMap(link -> routes.stream().filter(route -> route.linkIndex() == link.index() && route.v6() == v6))
                .sorted(Comparator.comparingInt(DefaultRoute::metric))
                .map(DefaultRoute::gateway)
                .distinct()
                .limit(MOST_ROUTERS)
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelView view
                && links.equals(view.links)
                && addresses.equals(view.addresses)
                && routes.equals(view.routes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(links, addresses, routes);
    }

    @Override
    public String toString() {
        return "KernelView[links=" + links + ", addresses=" + addresses + ", routes=" + routes + "]";
    }
}
