package io.aliasdefender.check;

import io.aliasdefender.check.CheckState.Verdict;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.told.Known;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether a host is fit for an alias, out of what is known of the alias's checks. */
final class Fit {
    private static final int MOST_TOLD = 3;

    private Fit() {}

    /** @param states in the order in which the alias names its checks */
    static Fitness of(Map<String, CheckState> states) {
        List<String> failing = failing(states);
        if (!failing.isEmpty()) {
            String told = failing.stream()
                    .limit(MOST_TOLD)
                    .map(name -> name + " fails: " + states.get(name).sentence())
                    .collect(Collectors.joining("; "));
            return new Fitness(Known.NO, told + more(failing.size()));
        }
        List<String> unknown = names(states, Verdict.UNKNOWN);
        if (!unknown.isEmpty()) {
            String told = unknown.stream().limit(MOST_TOLD).collect(Collectors.joining(", "));
            return new Fitness(
                    Known.UNKNOWN,
                    told + more(unknown.size()) + (unknown.size() == 1 ? " has" : " have") + " no result yet");
        }
        return Fitness.FIT;
    }

    /** Their names, in that order. */
    static List<String> failing(Map<String, CheckState> states) {
        return names(states, Verdict.FAILING);
    }

    private static String more(int count) {
        return count > MOST_TOLD ? " and " + (count - MOST_TOLD) + " more" : "";
    }

    private static List<String> names(Map<String, CheckState> states, Verdict verdict) {
        return states.entrySet().stream()
                .filter(state -> state.getValue().verdict() == verdict)
                .map(Map.Entry::getKey)
                .toList();
    }
}
