package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts of a file as far as they could be read.
 *
 * @param names every name that was written, whether its address was good or not
 * @param nodes the good ones, the most preferred first
 * @param also further addresses of the nodes, by their names
 * @param self this host; empty when it was not found, which was said then
 */
record NodeTable(Set<String> names, List<Node> nodes, Map<String, List<IpAddress>> also, Optional<Node> self) {
    static final NodeTable NONE = new NodeTable(Set.of(), List.of(), Map.of(), Optional.empty());

    Optional<Node> named(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** Whether a name that was written is one of a node; one that is not is told. */
    boolean knows(String name, At at, Findings findings) {
        if (names.contains(name) || names.isEmpty()) {
            return true;
        }
        findings.error(
                at,
                "there is no node " + Quoted.of(name),
                "write " + Nearest.to(name, names).orElse("one of " + Quoted.list(names)));
        return false;
    }

    /** Whether this is the name of this host. */
    boolean isSelf(String name) {
        return self.filter(node -> node.name().equals(name)).isPresent();
    }

    /** The one that has the address, as its own or besides. */
    Optional<Node> at(IpAddress address) {
        return nodes.stream()
                .filter(node -> node.address().equals(address)
                        || also.getOrDefault(node.name(), List.of()).contains(address))
                .findFirst();
    }
}
