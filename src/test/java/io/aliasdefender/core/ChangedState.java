package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import java.util.Optional;
import java.util.Set;

/** What is remembered of an alias, with something in it that is otherwise: the one place in the tests that names all of it. */
public final class ChangedState {
    private final AliasState before;
    private Phase phase;
    private Optional<AliasState.Taking> taking;
    private Doubt doubt;
    private Set<MacAddress> left;
    private int failedFailbacks;
    private Filtering filtering;
    private FitnessHistory fitness;
    private Reason why;

    private ChangedState(AliasState before) {
        this.before = before;
        phase = before.phase();
        taking = before.taking();
        doubt = before.doubt();
        left = before.left();
        failedFailbacks = before.failedFailbacks();
        filtering = before.filtering();
        fitness = before.fitness();
        why = before.why();
    }

    /** Nothing is otherwise yet. */
    public static ChangedState of(AliasState before) {
        return new ChangedState(before);
    }

    public ChangedState phase(Phase other) {
        phase = other;
        return this;
    }

    public ChangedState taking(Optional<AliasState.Taking> other) {
        taking = other;
        return this;
    }

    public ChangedState doubt(Doubt other) {
        doubt = other;
        return this;
    }

    public ChangedState left(Set<MacAddress> others) {
        left = others;
        return this;
    }

    ChangedState failedFailbacks(int other) {
        failedFailbacks = other;
        return this;
    }

    public ChangedState filtering(Filtering other) {
        filtering = other;
        return this;
    }

    public ChangedState fitness(FitnessHistory other) {
        fitness = other;
        return this;
    }

    public ChangedState why(Reason other) {
        why = other;
        return this;
    }

    /** The state with all that. */
    public AliasState state() {
        return new AliasState(
                phase,
                doubt,
                before.observed(),
                before.answer(),
                before.vacancy(),
                before.loss(),
                before.bursts(),
                before.commands(),
                before.offers(),
                taking,
                left,
                before.tidying(),
                failedFailbacks,
                filtering,
                fitness,
                before.kernelTime(),
                before.counters(),
                why,
                before.told());
    }
}
