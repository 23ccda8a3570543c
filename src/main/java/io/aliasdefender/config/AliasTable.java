package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.OnFailure;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
     * @param onFailure what is written for this alias itself
     */
    record Terms(List<Node> ranking, Policy policy, Optional<OnFailure> onFailure) {}

    /**
     * A group of aliases.
     *
     * @param checks those of the group itself that hold for this host
     * @param onFailure what is written for the group
     */
    record Group(String name, List<String> checks, Optional<OnFailure> onFailure) {}

    /** The same aliases, each in its group: what one of them needs to pass, all need that move together. */
    List<AliasSpec> grouped(Map<IpAddress, Group> groups) {
        Map<String, Set<String>> checks = new HashMap<>();
        for (AliasSpec alias : here) {
            Group group = groups.get(alias.address());
            if (group != null) {
                checks.computeIfAbsent(group.name(), name -> new LinkedHashSet<>(group.checks()))
                        .addAll(alias.checks());
            }
        }
        return here.stream()
                .map(alias -> {
                    Group group = groups.get(alias.address());
                    return group == null ? alias : in(group, alias, List.copyOf(checks.get(group.name())));
                })
                .toList();
    }

    private static AliasSpec in(Group group, AliasSpec alias, List<String> checks) {
        Policy policy = group.onFailure().map(alias.policy()::with).orElse(alias.policy());
        return alias.in(Optional.of(group.name())).under(policy).fitBy(checks);
    }
}
