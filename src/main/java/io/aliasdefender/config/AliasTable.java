package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The aliases of a file as far as they could be read.
 *
 * @param written every address that is written as an alias, whether the rest of it was right or not
 * @param terms how the good ones are defended, on whatever host
 * @param here the ones that this host defends
 */
record AliasTable(Set<IpAddress> written, Map<IpAddress, Terms> terms, List<AliasSpec> here) {
    static final AliasTable NONE = new AliasTable(Set.of(), Map.of(), List.of());

    /**
     * Who may hold an alias, and how it is defended.
     *
     * @param ranking the most preferred first
     */
    record Terms(List<Node> ranking, Policy policy) {}

    /** The same aliases, each in its group. */
    List<AliasSpec> grouped(Map<IpAddress, String> groups) {
        return here.stream()
                .map(alias -> alias.in(Optional.ofNullable(groups.get(alias.address()))))
                .toList();
    }
}
