package io.aliasdefender.config;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The networks that this host is part of by addresses of its own: aliases and link-local addresses do not count. */
final class Subnets {
    /**
     * An own address on an interface.
     *
     * @param own the address with its prefix
     */
    record Subnet(String interfaceName, Cidr own) {
        /** The network on the interface: {@code 192.0.2.0/24 on eth0}. */
        @Override
        public String toString() {
            return new Cidr(own.network(), own.prefixLength()) + " on " + interfaceName;
        }
    }

    private final List<Subnet> subnets;

    Subnets(KernelView kernel, Set<IpAddress> aliases) {
        subnets = kernel.addresses().stream()
                .filter(carried -> !aliases.contains(carried.address().address()))
                .filter(carried -> !linkLocalV6(carried.address().address()))
                // A single address has no neighbours that an alias could be among.
                .filter(carried -> carried.address().prefixLength()
                        < carried.address().address().bits())
                .flatMap(carried -> subnet(kernel, carried).stream())
                .toList();
    }

    private static Optional<Subnet> subnet(KernelView kernel, Carried carried) {
        return kernel.link(carried.linkIndex())
                .filter(link -> !link.loopback())
                .map(Link::name)
                .map(name -> new Subnet(name, carried.address()));
    }

    private static boolean linkLocalV6(IpAddress address) {
        return address.v6() && address.isLinkLocal();
    }

    /** What only one of the two has. */
    List<Subnet> differenceTo(Subnets other) {
        if (subnets.equals(other.subnets)) {
            return List.of();
        }
        Set<Subnet> mine = new HashSet<>(subnets);
        Set<Subnet> others = new HashSet<>(other.subnets);
        return Stream.concat(
                        subnets.stream().filter(subnet -> !others.contains(subnet)),
                        other.subnets.stream().filter(subnet -> !mine.contains(subnet)))
                .toList();
    }

    /** Every subnet that an address lies in. */
    List<Subnet> around(IpAddress address) {
        return subnets.stream().filter(subnet -> subnet.own().contains(address)).toList();
    }

    /** The subnets of one interface in the address's family. */
    List<Subnet> on(String interfaceName, boolean v6) {
        return subnets.stream()
                .filter(subnet -> subnet.interfaceName().equals(interfaceName))
                .filter(subnet -> subnet.own().address().v6() == v6)
                .toList();
    }

    /** The prefix length that an address without one probably has. */
    int probablePrefix(IpAddress address) {
        return around(address).stream()
                .map(subnet -> subnet.own().prefixLength())
                .findFirst()
                .orElse(address.v6() ? 64 : 24);
    }

    static String list(List<Subnet> subnets) {
        return Quoted.list(subnets.stream().map(Subnet::toString).distinct().toList());
    }

    @Override
    public String toString() {
        return subnets.isEmpty() ? "none" : list(subnets);
    }
}
