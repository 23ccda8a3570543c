package io.aliasdefender.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What is asked steadily: the questions of the plan, each with what was measured since it is in there. */
final class SteadyEntries {
    private Map<Question, SteadyEntry> entries = new LinkedHashMap<>();
    /** The same; mostly one for an address. */
    private Map<IpAddress, List<SteadyEntry>> byAddress = new HashMap<>();

    private final SteadyHosts hosts = new SteadyHosts();

    /**
     * Takes a new plan. What is in it no more is stopped.
     *
     * @param make an entry for a target that was not there before
     * @param redefine told of each entry that was there before, with what it is in the new plan
     * @return what is new, those first whose answers say how long to wait for the others
     */
    List<SteadyEntry> apply(
            ProbePlan plan, Function<ProbeTarget, SteadyEntry> make, BiConsumer<SteadyEntry, ProbeTarget> redefine) {
        Map<Question, SteadyEntry> before = entries;
        forgetAll();
        List<SteadyEntry> added = new ArrayList<>();
        for (ProbeTarget definition : plan.targets()) {
            if (entries.containsKey(definition.question())) {
                continue;
            }
            SteadyEntry entry = before.remove(definition.question());
            if (entry == null) {
                entry = make.apply(definition);
                added.add(entry);
            } else {
                redefine.accept(entry, definition);
            }
            add(entry, definition);
        }
        before.values().forEach(SteadyEntry::stop);
        // The hosts first: how long they need says how long to wait for an alias that nobody may have.
        added.sort(Comparator.comparing(entry -> entry.target.target().alias()));
        return added;
    }

    private void add(SteadyEntry entry, ProbeTarget definition) {
        entries.put(definition.question(), entry);
        byAddress
                .computeIfAbsent(definition.address(), address -> new ArrayList<>(1))
                .add(entry);
        switch (definition.purpose()) {
            case HOST, WITNESS -> hosts.add(entry.target);
            case TAKE, SHOW, IDENTITY -> {}
        }
    }

    private void forgetAll() {
        entries = new LinkedHashMap<>();
        byAddress = new HashMap<>();
        hosts.clear();
    }

    void stop() {
        entries.values().forEach(SteadyEntry::stop);
        forgetAll();
    }

    Optional<SteadyEntry> find(Question question) {
        return Optional.ofNullable(entries.get(question));
    }

    /** What is asked of an address, on whatever links; stays as it is when the plan changes. */
    List<SteadyEntry> at(IpAddress address) {
        return byAddress.getOrDefault(address, List.of());
    }

    /** A copy: whoever is told something may change the plan. */
    List<SteadyEntry> all() {
        return List.copyOf(entries.values());
    }

    SteadyHosts hosts() {
        return hosts;
    }
}
