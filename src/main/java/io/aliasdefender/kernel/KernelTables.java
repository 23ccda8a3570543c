package io.aliasdefender.kernel;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.os.KernelChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The kernel's tables as they are after all changes that it told of, in its own order: by interface, IPv4 first. To set
 * something that is there already, and to remove what is not, changes nothing, so that changes may be told again that a
 * table was read after.
 */
final class KernelTables {
    private final SortedMap<Integer, Link> links = new TreeMap<>();
    private final SortedMap<Integer, Map<Cidr, Carried>> v4 = new TreeMap<>();
    private final SortedMap<Integer, Map<Cidr, Carried>> v6 = new TreeMap<>();
    private final List<DefaultRoute> routes;

    KernelTables() {
        this(List.of(), List.of(), List.of());
    }

    KernelTables(List<Link> links, List<Carried> addresses, List<DefaultRoute> routes) {
        links.forEach(link -> this.links.put(link.index(), link));
        addresses.forEach(this::put);
        this.routes = List.copyOf(routes);
    }

    /** @return whether that made a difference; of routes and losses it cannot */
    boolean apply(KernelChange change) {
        if (change instanceof KernelChange.LinkIs now) {
            return !now.link().equals(links.put(now.link().index(), now.link()));
        }
        if (change instanceof KernelChange.LinkGone gone) {
            boolean hadV4 = v4.remove(gone.index()) != null;
            boolean hadV6 = v6.remove(gone.index()) != null;
            return links.remove(gone.index()) != null || hadV4 || hadV6;
        }
        if (change instanceof KernelChange.AddressIs now) {
            return !now.address().equals(put(now.address()));
        }
        if (change instanceof KernelChange.AddressGone gone) {
            Carried address = gone.address();
            Map<Cidr, Carried> there = of(address).get(address.linkIndex());
            return there != null && there.remove(address.address()) != null;
        }
        return false;
    }

    private Carried put(Carried address) {
        Map<Cidr, Carried> there = of(address).computeIfAbsent(address.linkIndex(), any -> new LinkedHashMap<>(4));
        return there.put(address.address(), address);
    }

    private SortedMap<Integer, Map<Cidr, Carried>> of(Carried address) {
        return address.address().address().v6() ? v6 : v4;
    }

    Optional<Link> link(int index) {
        return Optional.ofNullable(links.get(index));
    }

    /** The IPv4 addresses of an interface. */
    Collection<Carried> v4(int index) {
        return v4.getOrDefault(index, Map.of()).values();
    }

    /** The IPv6 addresses of an interface. */
    Collection<Carried> v6(int index) {
        return v6.getOrDefault(index, Map.of()).values();
    }

    /** Whether both have the same, in whatever order. */
    boolean sameAs(KernelTables other) {
        return links.equals(other.links)
                && withoutEmpty(v4).equals(withoutEmpty(other.v4))
                && withoutEmpty(v6).equals(withoutEmpty(other.v6))
                && Set.copyOf(routes).equals(Set.copyOf(other.routes));
    }

    private static Map<Integer, Map<Cidr, Carried>> withoutEmpty(SortedMap<Integer, Map<Cidr, Carried>> addresses) {
        SortedMap<Integer, Map<Cidr, Carried>> some = new TreeMap<>(addresses);
        some.values().removeIf(Map::isEmpty);
        return some;
    }

    KernelView view() {
        List<Carried> addresses = new ArrayList<>();
        v4.forEach((index, there) -> addAll(index, there, addresses));
        v6.forEach((index, there) -> addAll(index, there, addresses));
        return new KernelView(List.copyOf(links.values()), addresses, routes);
    }

    private void addAll(int index, Map<Cidr, Carried> there, List<Carried> addresses) {
        Link link = links.get(index);
        if (link != null) {
            there.values().forEach(carried -> addresses.add(carried.withoutPlainLabel(link.name())));
        }
    }
}
