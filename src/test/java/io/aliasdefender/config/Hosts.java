package io.aliasdefender.config;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts that the tests' configurations are for. */
final class Hosts {
    private static final Map<String, IpAddress> NAMES = Map.of(
            "web1.example.net", IpAddress.of("192.0.2.11"),
            "web2.example.net", IpAddress.of("192.0.2.12"),
            "web3.example.net", IpAddress.of("198.51.100.12"),
            "localhost", IpAddress.of("127.0.0.1"),
            "web2", IpAddress.of("192.0.2.12"));

    private Hosts() {}

    /** web1: 192.0.2.11/24 and 2001:db8::11/64 on eth0, 198.51.100.11/24 on eth1. */
    static HostFacts web1() {
        return host("web1", "192.0.2.11/24", "198.51.100.11/24", "2001:db8::11/64");
    }

    /** web2, in the same networks. */
    static HostFacts web2() {
        return host("web2", "192.0.2.12/24", "198.51.100.12/24", "2001:db8::12/64");
    }

    private static HostFacts host(String name, String eth0, String eth1, String eth0v6) {
        return withAddresses(
                name,
                List.of(
                        carried(1, "127.0.0.1/8"),
                        carried(1, "::1/128"),
                        carried(2, eth0),
                        carried(2, eth0v6),
                        carried(2, "fe80::1/64"),
                        carried(3, eth1)));
    }

    static HostFacts withAddresses(String name, List<Carried> addresses) {
        KernelView kernel = new KernelView(
                List.of(link(1, "lo", true), link(2, "eth0", false), link(3, "eth1", false)),
                addresses,
                List.of(
                        new DefaultRoute(IpAddress.of("192.0.2.1"), 2, 0),
                        new DefaultRoute(IpAddress.of("198.51.100.1"), 3, 1),
                        new DefaultRoute(IpAddress.of("fe80::fe"), 2, 0),
                        new DefaultRoute(IpAddress.of("fe80::fe"), 3, 1)));
        return new HostFacts(kernel, name, Optional.empty(), Hosts::resolve);
    }

    /** The same without a router. */
    static HostFacts withoutRoutes(HostFacts host) {
        KernelView kernel = new KernelView(host.kernel().links(), host.kernel().addresses(), List.of());
        return new HostFacts(kernel, host.hostName(), host.nodeName(), host.resolver());
    }

    static HostFacts as(HostFacts host, String nodeName) {
        return new HostFacts(host.kernel(), host.hostName(), Optional.of(nodeName), host.resolver());
    }

    static Optional<IpAddress> resolve(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    static Carried carried(int link, String address) {
        return carried(link, address, Optional.empty());
    }

    static Carried carried(int link, String address, Optional<String> label) {
        return new Carried(link, Cidr.of(address), label, false);
    }

    private static Link link(int index, String name, boolean loopback) {
        return new Link(index, name, new MacAddress(index), true, true, loopback);
    }
}
