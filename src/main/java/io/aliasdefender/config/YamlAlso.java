package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entries;
import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code also:} of the nodes: further addresses, by which the defenders can talk. */
final class YamlAlso {
    /** A path each, to be sent to all the time. */
    static final int MOST = 7;

    private static final String EXAMPLE = "write also: [198.51.100.11]";

    private final HostFacts host;
    private final Values values;
    private final Findings findings;

    YamlAlso(HostFacts host, Values values, Findings findings) {
        this.host = host;
        this.values = values;
        this.findings = findings;
    }

    /**
     * By the nodes' names.
     *
     * @param nodes by their own addresses
     */
    Map<String, List<IpAddress>> read(List<Entry> entries, Map<IpAddress, Located<Node>> nodes) {
        Map<IpAddress, String> taken = new HashMap<>();
        nodes.forEach((address, node) -> taken.put(address, node.value().name()));
        Map<String, List<IpAddress>> all = new LinkedHashMap<>();
        for (Entry entry : entries) {
            List<IpAddress> also = written(entry.value())
                    .map(value -> addresses(entry.key(), value, taken))
                    .orElse(List.of());
            if (!also.isEmpty()) {
                all.put(entry.key(), also);
            }
        }
        return all;
    }

    /** Whoever reads the address complains of what else is wrong with the map. */
    private static Optional<Yaml> written(Yaml node) {
        return node instanceof Entries map
                ? map.entries().stream()
                        .filter(entry -> entry.key().equals("also"))
                        .map(Entry::value)
                        .filter(value -> !(value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.NOTHING))
                        .findFirst()
                : Optional.empty();
    }

    private List<IpAddress> addresses(String node, Yaml value, Map<IpAddress, String> taken) {
        String what = "node " + node + ": also";
        List<IpAddress> addresses = new ArrayList<>();
        List<Yaml> items = values.list(value, what, EXAMPLE);
        if (items.size() > MOST) {
            findings.error(value.at(), what + " has more than " + MOST + " addresses", "write fewer");
            return addresses;
        }
        for (Yaml item : items) {
            Optional<IpAddress> address = values.raw(item, what, EXAMPLE)
                    .flatMap(text -> values.judged(HostAddress.of(text, host), item.at(), what));
            if (address.isEmpty()) {
                continue;
            }
            String owner = taken.putIfAbsent(address.get(), node);
            if (owner != null) {
                findings.error(
                        item.at(),
                        what + " " + address.get() + " is an address of " + owner + " already",
                        "write each address once");
            } else {
                addresses.add(address.get());
            }
        }
        return addresses;
    }
}
