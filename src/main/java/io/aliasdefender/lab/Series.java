package io.aliasdefender.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All runs of one trouble at one interval.
 *
 * @param failures what went wrong in the runs that did not end well
 */
record Series(Trouble trouble, Duration interval, List<Outcome> outcomes, List<String> failures) {
    Series {
        outcomes = List.copyOf(outcomes);
        failures = List.copyOf(failures);
    }

    Map<Figure, Long> bars() {
        return trouble.bars(interval);
    }

    int runs() {
        return outcomes.size() + failures.size();
    }

    /** Whether every run ended well, with both third hosts knowing the holder, and none was over a bar. */
    boolean met() {
        Map<Figure, Long> bars = bars();
        return failures.isEmpty() && outcomes.stream().allMatch(outcome -> outcome.meets(bars));
    }

    /** The values of the runs that ended well, the smallest first. */
    List<Long> values(Family family, Figure figure) {
        return outcomes.stream()
                .map(outcome -> outcome.value(family, figure))
                .sorted()
                .toList();
    }
}
