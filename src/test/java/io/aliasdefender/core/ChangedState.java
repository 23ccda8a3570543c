package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import java.util.Set;

/** What is remembered of an alias, with something in it that is otherwise: the one place in the tests that names all of it. */
public final class ChangedState {
    private final AliasState before;
    private Doubt doubt;
    private Set<MacAddress> left;
    private int failedFailbacks;
    private Filtering filtering;
    private Reason why;

    private ChangedState(AliasState before) {
        this.before = before;
        doubt = before.doubt();
        left = before.left();
        failedFailbacks = before.failedFailbacks();
        filtering = before.filtering();
        why = before.why();
    }

    /** Nothing is otherwise yet. */
    public static ChangedState of(AliasState before) {
        return new ChangedState(before);
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

    public ChangedState why(Reason other) {
        why = other;
        return this;
    }

    /** The state with all that. */
    public AliasState state() {
        return new AliasState(
                before.phase(),
                doubt,
                before.observed(),
                before.answer(),
                before.vacancy(),
                before.loss(),
                before.bursts(),
                before.commands(),
                before.offers(),
                before.taking(),
                left,
                before.tidying(),
                failedFailbacks,
                filtering,
                before.counters(),
                why,
                before.told());
    }
}
