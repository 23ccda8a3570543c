package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts of a file as far as they could be read.
 *
 * @param names every name that was written, whether its address was good or not
 * @param nodes the good ones, the most preferred first
 * @param self this host; empty when it was not found, which was said then
 */
record NodeTable(Set<String> names, List<Node> nodes, Optional<Node> self) {
    Optional<Node> named(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    Optional<Node> at(IpAddress address) {
        return nodes.stream().filter(node -> node.address().equals(address)).findFirst();
    }
}
