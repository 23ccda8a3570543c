package io.aliasdefender.payload;

import io.aliasdefender.core.probe.Question;
import java.util.List;
import java.util.Set;

/**
 * All that is to be probed steadily from now on. A target that was in the plan before keeps its place in the interval
 * and what was measured about it.
 *
 * @param neighbours hosts that are to be asked as neighbours on a link, whether or not its interface has an address in
 *     their network
 */
public record ProbePlan(List<ProbeTarget> targets, Set<Question> neighbours) {
    public ProbePlan {
        targets = List.copyOf(targets);
        neighbours = Set.copyOf(neighbours);
    }

    /** One in which the interfaces' own addresses say who is a neighbour. */
    public ProbePlan(List<ProbeTarget> targets) {
        this(targets, Set.of());
    }
}
