package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Taking the alias off this host, until the kernel shows that it is off. */
final class ReleasingHandler extends Handler<Releasing> {
    @Override
    void tick(Step step, Releasing phase) {
        if (step.now.compareTo(phase.retryAt()) >= 0) {
            Transitions.releaseProceeds(
                    step,
                    new Releasing(
                            phase.since(),
                            phase.placement(),
                            step.remove(phase.placement()),
                            phase.attempt() + 1,
                            step.now.plus(Timing.LOST),
                            phase.then()));
        }
    }

    @Override
    void observed(Step step, Releasing phase, boolean linkCameUp) {
        if (isGone(step, phase)) {
            done(step, phase);
        }
    }

    /** Where the placement was reconfigured meanwhile, the old one is seen as a stray. */
    private static boolean isGone(Step step, Releasing phase) {
        return phase.placement().sameAddress(step.spec.placement())
                ? !step.present()
                : step.strayAddresses().stream().noneMatch(phase.placement()::sameAddress);
    }

    @Override
    void applied(Step step, Releasing phase, AddressAction action, CommandResult result) {
        boolean ours =
                action.kind() == AddressAction.Kind.REMOVE && action.placement().sameAddress(phase.placement());
        if (!ours) {
            StrayAddresses.applied(step, action, result);
            return;
        }
        Optional<String> failure = Wording.failure(result);
        if (failure.isEmpty()) {
            if (isGone(step, phase)) {
                done(step, phase);
            } else if (action.id() == phase.command()) {
                // What is still seen of it in a moment was put there again meanwhile.
                Transitions.releaseProceeds(step, phase.retryingAt(step.now.plus(Timing.SHOWN)));
            }
        } else if (action.id() == phase.command()) {
            Duration wait = Timing.removalBackoff(phase.attempt());
            step.count(Counter.FAILED_COMMAND);
            Transitions.releaseProceeds(step, phase.retryingAt(step.now.plus(wait)));
            step.tell(
                    Cause.COMMAND_FAILED,
                    Level.ERROR,
                    step.spec.role() + ": could not remove " + phase.placement() + ": " + failure.get()
                            + "; trying again in " + Wording.of(wait));
        }
    }

    private static void done(Step step, Releasing phase) {
        step.count(Counter.RELEASE);
        // It was here until now: whatever silence there was before has ended.
        step.vacancy = Optional.empty();
        step.fitness = step.fitness.settled(false);
        step.tell(
                Cause.RELEASED,
                Level.INFO,
                step.spec.role() + ": " + phase.placement() + " is off this host ("
                        + Wording.of(step.now.minus(phase.since())) + ")");
        if (phase.then() != After.RESTORE && !yielded(step, phase)) {
            step.farewell(phase.placement());
        }
        switch (phase.then()) {
            case WATCH -> {
                Transitions.watches(step);
                leftElsewhere(step, "another host can have it");
            }
            case STAND_ASIDE -> {
                standAside(step);
                leftElsewhere(step, "is not to have it now");
            }
            case LEAVE -> {
                Transitions.leavesToOthers(step);
                leftElsewhere(step, "is to have it now");
            }
            case SUSPEND -> {
                Transitions.suspends(step);
                leftElsewhere(step, "is not to have it now");
            }
            case RESTORE -> restore(step, phase);
            case STOP -> Transitions.stops(step);
        }
    }

    /** Another host has it already. */
    private static boolean yielded(Step step, Releasing phase) {
        return step.answer
                .filter(answer -> answer.at().compareTo(phase.since()) >= 0)
                .isPresent();
    }

    private static void restore(Step step, Releasing phase) {
        if (step.present()) {
            // The new placement was here all the while beside the old one.
            Adoption.adopt(step, "was put here by something else");
        } else {
            Adoption.restore(step, phase.since());
        }
    }

    /** It went off with its interface, which has another name now: there it still answers. */
    private static void leftElsewhere(Step step, String because) {
        if (!step.strayAddresses().isEmpty()) {
            StrayAddresses.takeOff(step, because);
        }
    }

    @Override
    void probed(Step step, Releasing phase, ProbeOutcome outcome, boolean round) {
        // It is leaving, whoever has it.
    }

    @Override
    void burstEnded(Step step, Releasing phase, BurstResult result) {
        // Late.
    }

    @Override
    void reachChecked(Step step, Releasing phase, ReachResult result) {
        // Late.
    }

    @Override
    void sighted(Step step, Releasing phase, MacAddress mac, Sighting.Kind kind) {
        // It is leaving, whoever has it.
    }

    @Override
    void stalled(Step step, Releasing phase, Duration length) {
        Transitions.doubts(step, Doubt.unproven(step.now));
    }

    @Override
    void moved(Step step, Releasing phase, AliasSpec before) {
        Transitions.doubts(step, Doubt.unproven(step.now));
    }

    @Override
    void ask(Step step, Releasing phase) {
        // It is leaving.
    }

    @Override
    void claim(Step step, Releasing phase) {
        // It is leaving.
    }

    @Override
    void keepBack(Step step, Releasing phase, String because) {
        // It is leaving.
    }

    @Override
    void release(Step step, Releasing phase, String because) {
        // It is leaving.
    }

    @Override
    void linked(Step step, Releasing phase, Node node, Word word) {
        Offers.refuseAny(step, node, word, Outcome.KEPT_OFF);
    }

    @Override
    void fitnessChanged(Step step, Releasing phase) {
        // It is leaving.
    }

    @Override
    void announced(Step step, Releasing phase) {
        // It is not held.
    }

    @Override
    void handOver(Step step, Releasing phase, Optional<Node> to, String because) {
        // It is leaving.
    }

    @Override
    void add(Step step, Releasing phase) {
        refuse(step, step.spec.address() + " is being released; try again in a moment");
    }

    @Override
    void remove(Step step, Releasing phase) {
        switch (phase.then()) {
            case WATCH, LEAVE, RESTORE -> Transitions.releaseProceeds(step, phase.andThen(After.STAND_ASIDE));
            case STAND_ASIDE, SUSPEND, STOP -> {}
        }
    }

    @Override
    void suspend(Step step, Releasing phase) {
        switch (phase.then()) {
            case WATCH, LEAVE, RESTORE, STAND_ASIDE -> Transitions.releaseProceeds(step, phase.andThen(After.SUSPEND));
            case SUSPEND, STOP -> {}
        }
    }

    @Override
    void resume(Step step, Releasing phase) {
        switch (phase.then()) {
            case SUSPEND -> Transitions.releaseProceeds(step, phase.andThen(After.WATCH));
            case WATCH, LEAVE, RESTORE, STAND_ASIDE, STOP -> {}
        }
    }

    @Override
    void end(Step step, Releasing phase, String because) {
        Transitions.releaseProceeds(step, phase.andThen(After.STOP));
    }

    @Override
    void keep(Step step, Releasing phase, String because) {
        Transitions.releaseProceeds(step, phase.andThen(After.STOP));
    }
}
