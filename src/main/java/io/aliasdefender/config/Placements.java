package io.aliasdefender.config;

import io.aliasdefender.config.Subnets.Subnet;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides where each alias goes on this host, and finds what is wrong with that; both formats share these rules. */
final class Placements {
    private final HostFacts host;
    private final KernelView kernel;
    private final Subnets subnets;
    private final Findings findings;
    private final InterfaceChooser chooser;
    private final Map<IpAddress, At> addresses = new HashMap<>();
    private final Map<String, At> labels = new HashMap<>();
    /** Interfaces with nodes that were told of: once, and not for each of a thousand aliases. */
    private final Set<String> nodesOnOtherLinks = new HashSet<>();

    /** @param own this host's address of the configuration; empty where every interface is named */
    Placements(HostFacts host, Subnets subnets, Findings findings, Optional<IpAddress> own) {
        this.host = host;
        this.kernel = host.kernel();
        this.subnets = subnets;
        this.findings = findings;
        this.chooser = new InterfaceChooser(kernel, own);
    }

    /**
     * Checks an alias's address by itself and against the aliases before it.
     *
     * @param onNamedInterface whether the configuration says where it goes
     * @return whether it is good
     */
    boolean accepts(Located<Cidr> alias, boolean onNamedInterface) {
        IpAddress address = alias.value().address();
        At earlier = addresses.putIfAbsent(address, alias.at());
        if (earlier != null) {
            findings.error(
                    alias.at(), address + " is already an alias in line " + earlier.line(), "keep one of the two");
            return false;
        }
        Optional<String> why = AddressText.whyNoHostAddress(address);
        if (why.isPresent()) {
            findings.error(alias.at(), address + " " + why.get(), "write a free address of the hosts' own subnet");
            return false;
        }
        if (linkLocalV6(address) && !onNamedInterface) {
            withoutInterface(alias);
            return false;
        }
        return hasHostBits(alias.value(), alias.at(), false);
    }

    /** Of the same prefix on every link, so that no subnet tells where it belongs. */
    private static boolean linkLocalV6(IpAddress address) {
        return address.v6() && address.isLinkLocal();
    }

    private void withoutInterface(Located<Cidr> alias) {
        findings.error(
                alias.at(),
                alias.value().address() + " is a link-local address, which is no address without its interface",
                "write interface: with the name of the interface");
    }

    /**
     * Whether it is neither the network's own address nor its broadcast address.
     *
     * @param passing whether the network is that of an address of this host
     */
    private boolean hasHostBits(Cidr network, At at, boolean passing) {
        IpAddress address = network.address();
        // RFC 3021 and RFC 6164: the last two lengths have neither.
        if (network.prefixLength() >= address.bits() - 1) {
            return true;
        }
        if (address.equals(network.network())) {
            findings.error(
                    at, address + " is the address of the network " + network + " itself", freeAddress(), passing);
            return false;
        }
        if (!address.v6() && address.equals(network.broadcast())) {
            findings.error(at, address + " is the broadcast address of its network", freeAddress(), passing);
            return false;
        }
        return true;
    }

    private static String freeAddress() {
        return "write an address between the first and the last of the network";
    }

    /**
     * The place of an alias on this host.
     *
     * @param interfaceName a valid name; empty: the interface that carries the alias's subnet
     * @param label a valid label
     */
    Optional<Placement> place(
            Located<Cidr> alias, Optional<Located<String>> interfaceName, Optional<Located<String>> label) {
        Optional<String> found = interfaceName.isPresent() ? named(alias, interfaceName.get()) : detected(alias);
        if (found.isEmpty()
                || label.isPresent()
                        && !found.get().equals(Placement.NOWHERE)
                        && !labelFits(label.get(), found.get(), alias.value().address(), interfaceName.isPresent())) {
            return Optional.empty();
        }
        return Optional.of(new Placement(alias.value(), found.get(), label.map(Located::value)));
    }

    private Optional<String> named(Located<Cidr> alias, Located<String> interfaceName) {
        String name = interfaceName.value();
        Optional<Link> link = kernel.link(name);
        if (link.isEmpty()) {
            findings.warningNow(
                    interfaceName.at(),
                    "this host has no interface " + name + " at the moment",
                    "if it is not about to appear, write one of " + interfaceNames());
            return Optional.of(name);
        }
        if (link.get().loopback()) {
            findings.error(
                    interfaceName.at(),
                    name + " is the loopback interface, which no client can reach",
                    "write one of " + interfaceNames());
            return Optional.empty();
        }
        if (linkLocalV6(alias.value().address())) {
            return Optional.of(name);
        }
        List<Subnet> own = subnets.on(name, alias.value().address().v6());
        if (own.isEmpty()) {
            findings.warningNow(
                    alias.at(),
                    name + " has no " + (alias.value().address().v6() ? "IPv6" : "IPv4") + " subnet that "
                            + alias.value() + " could be compared with",
                    "make sure that the prefix is right");
            return Optional.of(name);
        }
        List<Subnet> around = own.stream()
                .filter(subnet -> subnet.own().contains(alias.value().address()))
                .toList();
        if (around.isEmpty()) {
            // A provider's failover address, for example, which the network sends to whoever answers for it.
            findings.warningNow(
                    alias.at(),
                    alias.value().address() + " is outside every subnet of its interface: " + Subnets.list(own),
                    insteadOf(alias.value().address()));
            return Optional.of(name);
        }
        return matching(alias, around).stream().findFirst().map(Subnet::interfaceName);
    }

    private String insteadOf(IpAddress address) {
        List<Subnet> elsewhere = subnets.around(address);
        return elsewhere.isEmpty()
                ? "make sure that the network sends it to this link, or correct the address"
                : "correct the address, or write interface " + elsewhere.get(0).interfaceName();
    }

    private Optional<String> detected(Located<Cidr> alias) {
        IpAddress address = alias.value().address();
        if (linkLocalV6(address)) {
            withoutInterface(alias);
            return Optional.empty();
        }
        Optional<String> before = host.interfaceBefore(address);
        if (before.isPresent()) {
            return before;
        }
        List<Subnet> around = subnets.around(address);
        if (around.isEmpty()) {
            findings.warningNow(
                    alias.at(),
                    "no interface of this host carries the subnet of " + address + " at the moment; its subnets are "
                            + subnets,
                    "if it is not about to appear, correct the address, or write interface: with one of "
                            + interfaceNames());
            return Optional.of(Placement.NOWHERE);
        }
        List<String> names = matching(alias, around).stream()
                .map(Subnet::interfaceName)
                .distinct()
                .toList();
        if (names.size() > 1) {
            InterfaceChooser.Chosen chosen = chooser.among(names, address);
            findings.warningNow(
                    alias.at(),
                    "several interfaces of this host carry the subnet of " + address + ", which goes to "
                            + chosen.interfaceName() + ", because that one " + chosen.why(),
                    "write interface: with one of " + String.join(", ", names));
            return Optional.of(chosen.interfaceName());
        }
        return names.stream().findFirst();
    }

    /**
     * Tells of nodes that the defender could take for strangers: by their link-layer addresses they become known on a link
     * only where they answer there for an address of their own.
     */
    void warnOfNodesOnOtherLinks(At alias, AliasSpec spec) {
        String name = spec.placement().interfaceName();
        List<Subnet> own = Stream.of(false, true)
                .flatMap(v6 -> subnets.on(name, v6).stream())
                .toList();
        if (own.isEmpty()) {
            return;
        }
        for (Node node : spec.others()) {
            boolean there = own.stream().anyMatch(subnet -> subnet.own().contains(node.address()));
            if (!there && nodesOnOtherLinks.add(name + " " + node.name())) {
                findings.warningNow(
                        alias,
                        "the address of " + node + " (" + node.address() + ") is in no network of " + name
                                + ", so that " + node
                                + " can be told from a stranger there only if it answers ARP for that address",
                        "on " + node + " keep net.ipv4.conf.*.arp_ignore at 0 for the interface of " + spec.address());
            }
        }
    }

    /** The subnets that the alias's prefix agrees with: theirs, or that of a single address (/32, /128). */
    private List<Subnet> matching(Located<Cidr> alias, List<Subnet> around) {
        Cidr cidr = alias.value();
        if (cidr.prefixLength() == cidr.address().bits()) {
            boolean good = around.stream()
                    .allMatch(subnet ->
                            hasHostBits(new Cidr(cidr.address(), subnet.own().prefixLength()), alias.at(), true));
            return good ? around : List.of();
        }
        List<Subnet> matching = around.stream()
                .filter(subnet -> subnet.own().prefixLength() == cidr.prefixLength())
                .toList();
        if (matching.isEmpty()) {
            // Of the subnets as they are now: the address that has the right one may be yet to come.
            findings.errorNow(
                    alias.at(),
                    "prefix /" + cidr.prefixLength() + " is not that of the subnet " + Subnets.list(around),
                    "write " + new Cidr(cidr.address(), around.get(0).own().prefixLength()));
        }
        return matching;
    }

    private boolean labelFits(Located<String> label, String interfaceName, IpAddress address, boolean named) {
        if (address.v6()) {
            findings.error(label.at(), "IPv6 addresses have no labels", "remove the label " + label.value());
            return false;
        }
        if (!label.value().startsWith(interfaceName + ":")) {
            findings.error(
                    label.at(),
                    "label " + label.value() + " does not begin with its interface " + interfaceName,
                    "write " + interfaceName
                            + label.value().substring(label.value().indexOf(':')),
                    !named);
            return false;
        }
        At earlier = labels.putIfAbsent(label.value(), label.at());
        if (earlier != null) {
            findings.error(
                    label.at(),
                    "label " + label.value() + " is already used in line " + earlier.line(),
                    "write another number");
            return false;
        }
        warnOfForeignLabel(label, address);
        return true;
    }

    private void warnOfForeignLabel(Located<String> label, IpAddress address) {
        kernel.addresses().stream()
                .filter(carried -> carried.label().equals(Optional.of(label.value())))
                .map(carried -> carried.address().address())
                .filter(carried -> !carried.equals(address) && !addresses.containsKey(carried))
                .findFirst()
                .ifPresent(carried -> findings.warningNow(
                        label.at(),
                        "label " + label.value() + " belongs to " + carried + " now, which ifconfig would replace",
                        "write another number"));
    }

    private String interfaceNames() {
        return Quoted.list(kernel.links().stream()
                .filter(link -> !link.loopback())
                .map(Link::name)
                .toList());
    }
}
