package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads who is meant in a line of a scenario. */
final class ScenarioNames {
    private final Scenario scenario;
    private final ScenarioLine line;

    ScenarioNames(Scenario scenario, ScenarioLine line) {
        this.scenario = scenario;
        this.line = line;
    }

    /** The alias that is named, or the only one. */
    IpAddress alias() {
        IpAddress alias = line.addressOr(() -> {
            if (scenario.aliases.size() != 1) {
                throw line.error("which of the aliases?");
            }
            return scenario.aliases.keySet().iterator().next();
        });
        if (!scenario.aliases.containsKey(alias)) {
            throw line.error(alias + " is no alias of this scenario");
        }
        return alias;
    }

    String host() {
        return line.word(Set.copyOf(scenario.hosts));
    }

    String station() {
        Set<String> known = new HashSet<>(scenario.hosts);
        known.addAll(ScenarioRun.STATIONS);
        return line.word(known);
    }

    List<String> hosts() {
        List<String> hosts = new ArrayList<>(List.of(host()));
        while (!line.atEnd()) {
            hosts.add(host());
        }
        return hosts;
    }

    List<String> rest() {
        List<String> names = new ArrayList<>(List.of(line.any("a name")));
        while (!line.atEnd()) {
            names.add(line.any("a name"));
        }
        return names;
    }
}
