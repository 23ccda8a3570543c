package io.aliasdefender.core;

import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;

/**
 * Decides for one alias on one host what to do next. Pure: no clock, no I/O, no memory of its own.
 *
 * <p>Where to read on: the rule for taking over is {@link Takeover}. The other rules are {@link Conflict}, {@link
 * Failback}, {@link Isolation}, {@link Reach}, {@link Restore}, {@link Leasing} and {@link Grace}. Each phase has a handler of its own;
 * {@link Transitions} has every step between phases; {@link Claim} is the one place where an address is added.
 */
public final class Failover {
    private Failover() {}

    /**
     * One step.
     *
     * @param state what is remembered of this alias
     * @param input what happened
     * @param spec how the alias is to be defended on this host
     * @param evidence what is heard of the nodes and witnesses over the alias's interface
     * @param now monotonic uptime, never less than at the step before
     */
    public static Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
        Step step = new Step(state, spec, evidence, now);
        Handlers.handle(step, input);
        AliasState next = step.state();
        return step.decision(next, Deadlines.earlier(Deadlines.of(next), Leasing.dueAt(step)));
    }
}
