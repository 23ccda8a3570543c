package io.aliasdefender.payload;

import java.util.List;

/**
 * All that is to be probed steadily from now on. A target that was in the plan before keeps its place in the interval
 * and what was measured about it.
 */
public record ProbePlan(List<ProbeTarget> targets) {
    public ProbePlan {
        targets = List.copyOf(targets);
    }
}
