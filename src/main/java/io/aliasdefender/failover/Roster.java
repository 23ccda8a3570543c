package io.aliasdefender.failover;

import io.aliasdefender.core.net.IpAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The aliases that are defended on this host, in the order of the configuration. */
final class Roster {
    private final Map<IpAddress, Defended> aliases = new LinkedHashMap<>();
    /** The aliases of each group. */
    private final Map<String, Set<Defended>> groups = new LinkedHashMap<>();

    private boolean suspended;

    void add(Defended defended) {
        aliases.put(defended.address(), defended);
        join(defended);
    }

    /** @return whether it was there */
    boolean remove(Defended defended) {
        leave(defended);
        return aliases.remove(defended.address(), defended);
    }

    /** To be called when an alias has got its new specification. */
    void join(Defended defended) {
        defended.spec
                .group()
                .ifPresent(name -> groups.computeIfAbsent(name, any -> new LinkedHashSet<>())
                        .add(defended));
    }

    /** To be called before an alias gets another specification, and when it is on its way out. */
    void leave(Defended defended) {
        defended.spec
                .group()
                .ifPresent(name -> groups.computeIfPresent(name, (same, members) -> {
                    members.remove(defended);
                    return members.isEmpty() ? null : members;
                }));
    }

    /** The aliases that move together with one, and itself; none of those that are on their way out. */
    Collection<Defended> withGroup(Defended defended) {
        Set<Defended> members =
                new LinkedHashSet<>(defended.spec.group().map(groups::get).orElse(Set.of()));
        members.add(defended);
        return members;
    }

    /** The aliases of a group; none of those that are on their way out. */
    Collection<Defended> group(String name) {
        return List.copyOf(groups.getOrDefault(name, Set.of()));
    }

    /** The names of all groups. */
    Set<String> groups() {
        return groups.keySet();
    }

    Optional<Defended> find(IpAddress alias) {
        return Optional.ofNullable(aliases.get(alias));
    }

    int size() {
        return aliases.size();
    }

    /** A copy, because deciding about one may remove it. */
    Collection<Defended> all() {
        return List.copyOf(aliases.values());
    }

    /** What the aliases are on. */
    Set<LinkFamily> families() {
        Set<LinkFamily> families = new LinkedHashSet<>();
        aliases.values().forEach(defended -> families.add(defended.family()));
        return families;
    }

    String names(Predicate<Defended> which) {
        return aliases.values().stream()
                .filter(which)
                .map(defended -> defended.address().toString())
                .collect(Collectors.joining(", "));
    }

    /** This host is in maintenance: what is added meanwhile is not defended either. */
    boolean suspended() {
        return suspended;
    }

    void suspend(boolean now) {
        suspended = now;
    }
}
