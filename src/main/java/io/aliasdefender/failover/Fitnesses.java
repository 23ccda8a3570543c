package io.aliasdefender.failover;

import io.aliasdefender.core.Input;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.AliasFitness;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the checks say about this host and each alias. The aliases of a group move together, so what fails for one of them
 * fails for all. An alias with checks of which nothing was told yet is not known to be fit.
 */
final class Fitnesses {
    private static final Fitness UNKNOWN = new Fitness(Known.UNKNOWN, "");

    private final Roster roster;
    /** Also of aliases that are not defended yet: the checks may know of a new configuration first. */
    private final Map<IpAddress, Fitness> told = new HashMap<>();

    private final Map<String, Members> groups = new HashMap<>();

    Fitnesses(Roster roster) {
        this.roster = roster;
    }

    /** The aliases of a group that are not known to be fit, so that none of the others has to be looked at. */
    private static final class Members {
        private final Map<IpAddress, Fitness> failing = new LinkedHashMap<>();
        private final Set<IpAddress> unknown = new LinkedHashSet<>();

        private void file(IpAddress alias, Fitness fitness) {
            failing.remove(alias);
            unknown.remove(alias);
            switch (fitness.fit()) {
                case NO -> failing.put(alias, fitness);
                case UNKNOWN -> unknown.add(alias);
                case YES -> {}
            }
        }

        private Fitness together() {
            return failing.isEmpty()
                    ? unknown.isEmpty() ? Fitness.FIT : UNKNOWN
                    : failing.values().iterator().next();
        }
    }

    /** What an alias is decided on. */
    Fitness of(Defended defended) {
        return defended.spec
                .group()
                .filter(name -> !defended.retiring)
                .map(groups::get)
                .map(Members::together)
                .orElseGet(() -> own(defended));
    }

    private Fitness own(Defended defended) {
        return defended.spec.checks().isEmpty() ? Fitness.FIT : told.getOrDefault(defended.address(), UNKNOWN);
    }

    /** The alias belongs to its group from now on. */
    void join(Defended defended) {
        defended.spec
                .group()
                .ifPresent(name ->
                        groups.computeIfAbsent(name, any -> new Members()).file(defended.address(), own(defended)));
    }

    /** The alias is about to leave its group. */
    void forget(Defended defended) {
        defended.spec.group().map(groups::get).ifPresent(members -> members.file(defended.address(), Fitness.FIT));
    }

    /** Of all others nothing is remembered. */
    void retain(Collection<IpAddress> aliases) {
        told.keySet().retainAll(aliases);
        groups.keySet().retainAll(roster.groups());
    }

    /**
     * The checks say something.
     *
     * @param feed gives it to those for whom it is news
     */
    void heard(AliasFitness news, BiConsumer<Defended, Input> feed) {
        Optional<Defended> concerned = roster.find(news.alias());
        Optional<Fitness> before = concerned.map(this::of);
        told.put(news.alias(), news.fitness());
        concerned.ifPresent(defended -> {
            if (!defended.retiring) {
                join(defended);
            }
            if (of(defended).fit() != before.orElseThrow().fit()) {
                roster.withGroup(defended).forEach(member -> feed.accept(member, new Input.FitnessChanged()));
            }
        });
    }
}
