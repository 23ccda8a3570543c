package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code nodes} and finds out which of them is this host. */
final class YamlNodes {
    static final int MAX_NODES = 256;
    private static final String MAP_EXAMPLE = "write web1: {address: 192.0.2.11, also: [198.51.100.11]}";
    private static final String EXAMPLE = "write a name and an address for each host, such as web1: 192.0.2.11";

    private final HostFacts host;
    private final Values values;
    private final Findings findings;

    YamlNodes(HostFacts host, Values values, Findings findings) {
        this.host = host;
        this.values = values;
        this.findings = findings;
    }

    NodeTable read(Yaml value, At nodesAt) {
        Set<String> names = new LinkedHashSet<>();
        Map<IpAddress, Located<Node>> nodes = new LinkedHashMap<>();
        List<Entry> entries = values.entries(value, "nodes", EXAMPLE);
        if (value instanceof Yaml.Entries map && map.entries().isEmpty()) {
            findings.error(value.at(), "nodes is empty", EXAMPLE);
        }
        if (entries.size() > MAX_NODES) {
            findings.error(nodesAt, "there are more than " + MAX_NODES + " nodes", "write fewer");
            return NodeTable.NONE;
        }
        for (Entry entry : entries) {
            names.add(entry.key());
            node(entry).ifPresent(node -> add(new Located<>(node, entry.value().at()), nodes));
        }
        Map<String, List<IpAddress>> also = new YamlAlso(host, values, findings).read(entries, nodes);
        List<Node> good = nodes.values().stream().map(Located::value).toList();
        // Where an address is wrong it may be this very host's: one complaint is enough.
        boolean complete = value instanceof Yaml.Entries map && map.entries().size() == good.size() && !good.isEmpty();
        return new NodeTable(names, good, also, complete ? self(nodes, nodesAt) : Optional.empty());
    }

    private void add(Located<Node> node, Map<IpAddress, Located<Node>> nodes) {
        Located<Node> earlier = nodes.putIfAbsent(node.value().address(), node);
        if (earlier != null) {
            findings.error(
                    node.at(),
                    node.value() + " has the same address as " + earlier.value() + ": "
                            + node.value().address(),
                    "write each host's own address");
        }
    }

    private Optional<Node> node(Entry entry) {
        if (!Names.isNode(entry.key())) {
            findings.error(
                    entry.at(),
                    Quoted.of(entry.key()) + " cannot be the name of a node",
                    "write up to 63 letters, digits, dots, hyphens and underscores");
            values.raw(entry.value(), "node", EXAMPLE);
            return Optional.empty();
        }
        String what = "node " + entry.key();
        return address(entry.value(), what)
                .flatMap(value -> values.raw(value, what, EXAMPLE))
                .flatMap(text ->
                        values.judged(HostAddress.of(text, host), entry.value().at(), what))
                .map(address -> new Node(entry.key(), address));
    }

    /** Of the node's value, which is the address itself or a map that has it. */
    private Optional<Yaml> address(Yaml value, String what) {
        if (!(value instanceof Yaml.Entries)) {
            return Optional.of(value);
        }
        Optional<Yaml> address = Optional.ofNullable(
                values.section(value, what, Keys.NODE, MAP_EXAMPLE).get("address"));
        if (address.isEmpty() && !Values.mentions(value, "address", Keys.NODE)) {
            findings.error(value.at(), what + " has no address", MAP_EXAMPLE);
        }
        return address;
    }

    private Optional<Node> self(Map<IpAddress, Located<Node>> nodes, At nodesAt) {
        List<Located<Node>> own = host.nodeName().isPresent()
                ? nodes.values().stream()
                        .filter(node ->
                                node.value().name().equals(host.nodeName().get()))
                        .toList()
                : nodes.values().stream()
                        .filter(node -> host.kernel().carries(node.value().address()))
                        .toList();
        if (own.size() > 1) {
            findings.errorNow(
                    own.get(1).at(),
                    told(own.get(0).value()) + " and " + told(own.get(1).value()) + " are both this host",
                    "write each host once, or say which one this is with --node "
                            + own.get(0).value());
            return Optional.empty();
        }
        Optional<Located<Node>> remembered = own.isEmpty() ? remembered(nodes) : Optional.empty();
        if (remembered.isPresent()) {
            return remembered.map(Located::value);
        }
        if (own.isEmpty()) {
            notFound(nodes, nodesAt);
            return Optional.empty();
        }
        Located<Node> self = own.get(0);
        if (!host.kernel().carries(self.value().address())) {
            findings.warningNow(
                    self.at(),
                    "this host is to be " + self.value() + " but does not have the address "
                            + self.value().address(),
                    "make sure that --node is right");
        }
        return Optional.of(self.value());
    }

    /** Which node a running defender is does not change because its own address is wiped for a moment. */
    private Optional<Located<Node>> remembered(Map<IpAddress, Located<Node>> nodes) {
        Optional<Located<Node>> self = host.nodeName().isPresent()
                ? Optional.empty()
                : host.before()
                        .flatMap(before ->
                                Optional.ofNullable(nodes.get(before.self().address())));
        self.ifPresent(node -> findings.warningNow(
                node.at(),
                "this host is " + node.value() + ", whose address "
                        + node.value().address() + " is not there at the moment",
                "if it is not about to come back, correct it"));
        return self;
    }

    private void notFound(Map<IpAddress, Located<Node>> nodes, At nodesAt) {
        String known = Quoted.list(
                nodes.values().stream().map(node -> told(node.value())).toList());
        if (host.nodeName().isPresent()) {
            List<String> names =
                    nodes.values().stream().map(node -> node.value().name()).toList();
            String wanted = host.nodeName().get();
            findings.error(
                    nodesAt,
                    "there is no node " + Quoted.of(wanted) + " (from --node) among " + known,
                    Nearest.to(wanted, names)
                            .map(name -> "say --node " + name)
                            .orElse("add it, or say --node with one of these names"));
            return;
        }
        findings.errorNow(
                nodesAt,
                "none of the nodes is this host: it has " + ownAddresses(host.kernel()) + ", the nodes are " + known,
                "correct the address of this host, or say which one it is with --node NAME");
    }

    private static String told(Node node) {
        return node.name() + " " + node.address();
    }

    private static String ownAddresses(KernelView kernel) {
        List<String> own = kernel.addresses().stream()
                .map(carried -> carried.address().address())
                .filter(address -> !address.isLoopback() && !(address.v6() && address.isLinkLocal()))
                .map(IpAddress::toString)
                .toList();
        return own.isEmpty() ? "no address" : Quoted.list(own);
    }
}
