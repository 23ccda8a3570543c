package io.aliasdefender.failover;

import io.aliasdefender.core.Companion;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.payload.ProbePlan;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the failover verticle keeps: the aliases, and what was heard of the hosts around them. */
final class Ledger {
    private final Duration started;
    private final Map<IpAddress, Defended> aliases = new LinkedHashMap<>();
    private final Map<LinkFamily, Evidence> evidence = new HashMap<>();
    /** The usable ones, each with its index: one that was made again is another. */
    private final Map<String, Integer> usableLinks = new HashMap<>();
    /** The hosts that are asked, each with the interface on whose link. */
    private final Map<IpAddress, Optional<String>> asked = new HashMap<>();

    private Map<LinkFamily, Set<IpAddress>> hosts = Map.of();

    private boolean suspended;

    Ledger(Duration started) {
        this.started = started;
    }

    Duration started() {
        return started;
    }

    void add(Defended defended) {
        aliases.put(defended.spec.address(), defended);
    }

    /** This host is in maintenance: what is added meanwhile is not defended either. */
    boolean suspended() {
        return suspended;
    }

    void suspend(boolean now) {
        suspended = now;
    }

    /** @return whether it was there */
    boolean remove(Defended defended) {
        return aliases.remove(defended.spec.address(), defended);
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
        Set<LinkFamily> families = new HashSet<>();
        aliases.values().forEach(defended -> families.add(LinkFamily.of(defended.spec)));
        return families;
    }

    String names(Predicate<Defended> which) {
        return aliases.values().stream()
                .filter(which)
                .map(defended -> defended.spec.address().toString())
                .collect(Collectors.joining(", "));
    }

    /** What was heard over an alias's interface, and how the others of its group stand. */
    Evidence evidence(Defended defended) {
        Evidence heard = evidence(LinkFamily.of(defended.spec));
        return defended.spec.group().isEmpty()
                ? heard
                : heard.beside(groupOf(defended).stream()
                        .map(other -> Companion.of(other.spec.address(), other.state))
                        .toList());
    }

    /** The other aliases that move together with one. */
    List<Defended> groupOf(Defended defended) {
        if (defended.spec.group().isEmpty()) {
            return List.of();
        }
        return aliases.values().stream()
                .filter(other -> other != defended && !other.retiring)
                .filter(other -> other.spec.group().equals(defended.spec.group()))
                .toList();
    }

    Evidence evidence(LinkFamily family) {
        return evidence.computeIfAbsent(family, ignored -> Evidence.none(started));
    }

    void witnesses(LinkFamily family, Map<IpAddress, String> witnesses) {
        evidence.put(family, evidence(family).with(witnesses));
    }

    Map<LinkFamily, Map<IpAddress, String>> witnesses() {
        return evidence.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().witnesses()));
    }

    /** What was heard before a link came up says nothing about the link. */
    void look(KernelView kernel, Duration now) {
        Set<LinkFamily> families = families();
        evidence.keySet().retainAll(families);
        for (String name : families.stream().map(LinkFamily::linkName).collect(Collectors.toSet())) {
            Optional<Link> link = kernel.link(name).filter(Link::usable);
            Integer before = link.isPresent() ? usableLinks.put(name, link.get().index()) : usableLinks.remove(name);
            if (link.isPresent() && !Integer.valueOf(link.get().index()).equals(before)) {
                evidence.replaceAll((family, heard) -> family.linkName().equals(name) ? heard.voided(now) : heard);
            }
        }
    }

    void voidEvidence(Duration now) {
        evidence.replaceAll((family, heard) -> heard.voided(now));
    }

    /**
     * From now on only these are asked; what is heard of others is late.
     *
     * @param concerned whose answers are evidence for which aliases
     */
    void asksOnly(ProbePlan plan, Map<LinkFamily, Set<IpAddress>> concerned) {
        asked.clear();
        plan.targets().forEach(target -> asked.put(target.address(), target.linkName()));
        hosts = concerned;
        evidence.replaceAll((family, heard) -> heard.onlyAbout(hostsOf(family)));
    }

    private Set<IpAddress> hostsOf(LinkFamily family) {
        return hosts.getOrDefault(family, Set.of());
    }

    /**
     * Takes note of the outcome of a steady round.
     *
     * @return whether the host began or ceased to answer by this
     */
    boolean heard(IpAddress host, ProbeOutcome outcome, Duration now) {
        return heard(host, asked.getOrDefault(host, Optional.empty()), outcome, now);
    }

    /**
     * Takes note of what was heard on an interface's link. Of a host that is not asked any more it comes late and would
     * never be corrected. A link-local address is another host on every link.
     */
    boolean heard(IpAddress host, Optional<String> linkName, ProbeOutcome outcome, Duration now) {
        boolean flipped = false;
        if (!asked.containsKey(host)) {
            return flipped;
        }
        boolean oneLinkOnly = host.v6() && host.isLinkLocal();
        for (Map.Entry<LinkFamily, Evidence> entry : evidence.entrySet()) {
            LinkFamily family = entry.getKey();
            if (!hostsOf(family).contains(host) || oneLinkOnly && !linkName.equals(Optional.of(family.linkName()))) {
                continue;
            }
            boolean before = entry.getValue().of(host).answers();
            entry.setValue(entry.getValue().heard(host, outcome, now));
            flipped |= before != entry.getValue().of(host).answers();
        }
        return flipped;
    }
}
