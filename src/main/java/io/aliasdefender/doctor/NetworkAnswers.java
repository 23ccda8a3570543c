package io.aliasdefender.doctor;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who answered when this host's network was asked.
 *
 * @param asked the aliases that were asked for on their links
 * @param neighbours by ARP or neighbour discovery: the link-layer addresses of others that answered for an address
 * @param spoke where an address was answered for, by ARP or neighbour discovery: who has it on one link may be known by
 *     another link-layer address on the next
 * @param echoes who answered a ping
 * @param problem why nothing, or not all, could be asked; empty: everything was
 */
record NetworkAnswers(
        Set<IpAddress> asked,
        Map<IpAddress, Set<MacAddress>> neighbours,
        Set<Question> spoke,
        Set<IpAddress> echoes,
        Optional<String> problem) {
    static final NetworkAnswers NONE = new NetworkAnswers(Set.of(), Map.of(), Set.of(), Set.of(), Optional.empty());

    Set<MacAddress> neighbour(IpAddress address) {
        return neighbours.getOrDefault(address, Set.of());
    }

    boolean alive(IpAddress address) {
        return echoes.contains(address) || !neighbour(address).isEmpty();
    }
}
