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

    /** The one that has the address, as its own or besides. */
    Optional<Node> at(IpAddress address) {
        return nodes.stream()
                .filter(node -> node.address().equals(address)
                        || also.getOrDefault(node.name(), List.of()).contains(address))
                .findFirst();
    }
}
