package io.aliasdefender.core;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides for one alias on one host what to do next. Pure: no clock, no I/O, no memory of its own.
 *
 * <p>Where to read on: the rule for taking over is {@link Takeover}; what leads to it, {@link Standby}; how a holder
 * keeps, shares and defends the alias, {@link Holder}; how it lets go, {@link Release}; what operators may order,
 * {@link Orders}.
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
        input.accept(new Dispatch(step));
        return step.decision();
    }

    /** Whether this host has the alias or had it until a moment ago: then {@link Holder} knows what to do. */
    private static boolean holds(Phase phase) {
        return phase instanceof Phase.Holding || phase instanceof Phase.Restoring;
    }

    private record Dispatch(Step step) implements Input.Visitor {
        @Override
        public void tick() {
            if (holds(step.phase)) {
                Holder.tick(step);
            } else if (step.phase instanceof Phase.Releasing releasing) {
                Release.tick(step, releasing);
            } else {
                Standby.tick(step);
            }
        }

        @Override
        public void probed(ProbeOutcome outcome) {
            if (holds(step.phase)) {
                Holder.probed(step, outcome);
            } else {
                Standby.probed(step, outcome);
            }
        }

        @Override
        public void burstEnded(BurstResult result) {
            if (holds(step.phase)) {
                Holder.burstEnded(step, result);
            } else {
                Standby.burstEnded(step, result);
            }
        }

        @Override
        public void sighted(MacAddress mac, Sighting.Kind kind) {
            if (holds(step.phase)) {
                Holder.sighted(step, mac, kind);
            } else {
                Standby.sighted(step, mac, kind);
            }
        }

        @Override
        public void observed(Observed observed) {
            boolean linkCameUp = observed.linkUsable() && !step.linkUsable();
            step.observed = Optional.of(observed);
            Strays.seen(step);
            if (holds(step.phase)) {
                Holder.observed(step, linkCameUp);
            } else if (step.phase instanceof Phase.Releasing releasing) {
                Release.observed(step, releasing);
            } else {
                Standby.observed(step, linkCameUp);
            }
        }

        @Override
        public void applied(AddressAction action, CommandResult result) {
            AddressAction.Kind kind = action.kind();
            if (step.phase instanceof Phase.Releasing releasing) {
                Release.applied(step, releasing, kind, result);
            } else {
                Claims.applied(step, kind, result);
            }
        }

        @Override
        public void stalled(Duration length) {
            if (holds(step.phase)) {
                Holder.stalled(step, length);
            } else {
                Standby.stalled(step);
            }
        }

        @Override
        public void ordered(Order order) {
            Orders.obey(step, order);
        }

        @Override
        public void reconfigured(AliasSpec before) {
            Orders.reconfigured(step, before);
        }
    }
}
