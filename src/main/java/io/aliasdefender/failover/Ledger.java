package io.aliasdefender.failover;

import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
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
import java.util.stream.Stream;

/** What the failover verticle keeps: the aliases, and what was heard over each interface. */
final class Ledger {
    private final Duration started;
    private final Map<IpAddress, Defended> aliases = new LinkedHashMap<>();
    private final Map<String, Evidence> evidence = new HashMap<>();
    private final Set<String> usableLinks = new HashSet<>();
    private final Set<IpAddress> asked = new HashSet<>();

    Ledger(Duration started) {
        this.started = started;
    }

    Duration started() {
        return started;
    }

    void add(Defended defended) {
        aliases.put(defended.spec.address(), defended);
    }

    /** @return whether it was there */
    boolean remove(Defended defended) {
        return aliases.remove(defended.spec.address(), defended);
    }

    Optional<Defended> find(IpAddress alias) {
        return Optional.ofNullable(aliases.get(alias));
    }

    /** A copy, because deciding about one may remove it. */
    Collection<Defended> all() {
        return List.copyOf(aliases.values());
    }

    Set<String> links() {
        return aliases.values().stream()
                .map(defended -> defended.spec.placement().interfaceName())
                .collect(Collectors.toSet());
    }

    Stream<Defended> onLink(String link) {
        return aliases.values().stream()
                .filter(defended -> defended.spec.placement().interfaceName().equals(link));
    }

    String names(Predicate<Defended> which) {
        return aliases.values().stream()
                .filter(which)
                .map(defended -> defended.spec.address().toString())
                .collect(Collectors.joining(", "));
    }

    Evidence evidence(Defended defended) {
        return evidence(defended.spec.placement().interfaceName());
    }

    Evidence evidence(String link) {
        return evidence.computeIfAbsent(link, name -> Evidence.none(started));
    }

    void witnesses(String link, Map<IpAddress, String> witnesses) {
        evidence.put(link, evidence(link).with(witnesses));
    }

    Map<String, Map<IpAddress, String>> witnesses() {
        return evidence.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().witnesses()));
    }

    /** What was heard before a link came up says nothing about the link. */
    void linkIs(String link, boolean usable, Duration now) {
        if (usable && usableLinks.add(link)) {
            evidence.put(link, evidence(link).voided(now));
        } else if (!usable) {
            usableLinks.remove(link);
        }
    }

    void voidEvidence(Duration now) {
        evidence.replaceAll((link, heard) -> heard.voided(now));
    }

    /** From now on only these are asked; what is heard of others is late. */
    void asksOnly(Collection<IpAddress> wanted) {
        asked.clear();
        asked.addAll(wanted);
        evidence.replaceAll((link, heard) -> heard.onlyAbout(wanted));
    }

    /**
     * Takes note of an outcome. One of a host that is not asked any more comes late and would never be corrected.
     *
     * @return whether the host began or ceased to answer by this
     */
    boolean heard(IpAddress host, ProbeOutcome outcome, Duration now) {
        boolean flipped = false;
        if (!asked.contains(host)) {
            return flipped;
        }
        for (Map.Entry<String, Evidence> entry : evidence.entrySet()) {
            boolean before = entry.getValue().of(host).answers();
            entry.setValue(entry.getValue().heard(host, outcome, now));
            flipped |= before != entry.getValue().of(host).answers();
        }
        return flipped;
    }
}
