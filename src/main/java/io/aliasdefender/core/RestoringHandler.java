package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Restoring;
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
import java.time.Duration;
import java.util.Optional;

/** Something else deleted the alias of this holder; a short burst asks whether somebody has it now. */
final class RestoringHandler extends Handler<Restoring> {
    @Override
    void tick(Step step, Restoring phase) {
        if (step.now.minus(phase.since()).compareTo(Timing.LOST) >= 0) {
            Adoption.restore(step, phase.heldSince());
        }
    }

    @Override
    void probed(Step step, Restoring phase, ProbeOutcome outcome, boolean round) {
        // An echo may have been answered by our own kernel a moment ago; an ARP answer never is.
        outcome.mac().ifPresent(mac -> lost(step, new Answer(step.now, Optional.of(mac), Duration.ZERO)));
    }

    @Override
    void reachChecked(Step step, Restoring phase, ReachResult result) {
        // Of the time before it was deleted.
    }

    @Override
    void sighted(Step step, Restoring phase, MacAddress mac, Sighting.Kind kind) {
        switch (kind) {
            case REPLY, ANNOUNCEMENT, USE -> lost(step, new Answer(step.now, Optional.of(mac), Duration.ZERO));
            case PROBE, WATCH, REQUEST, FAREWELL -> {}
        }
    }

    private static void lost(Step step, Answer answer) {
        step.answer = Optional.of(answer);
        Transitions.watches(step);
        step.tell(
                Cause.ANSWERS,
                Level.WARNING,
                step.spec.role() + ": " + step.spec.address() + " " + Wording.of(answer, step.spec, step.evidence)
                        + " meanwhile; leaving it there");
    }

    @Override
    void burstEnded(Step step, Restoring phase, BurstResult result) {
        if (phase.burst() != result.id()) {
            return;
        }
        Restore.judge(step.spec, step.evidence, step.doubt(), result, step.neighbourly(), step.now)
                .accept(new Restore.Verdict.Visitor() {
                    @Override
                    public void putBack(Restore.Verdict.PutBack verdict) {
                        Claim.add(step, verdict.ground());
                    }

                    @Override
                    public void lost(Restore.Verdict.Lost verdict) {
                        RestoringHandler.lost(step, verdict.answer());
                    }

                    @Override
                    public void notKnown(Restore.Verdict.NotKnown verdict) {
                        Transitions.leavesVacant(step, Optional.of(Vacancy.beginning(step.now)), Optional.empty());
                        step.note(Cause.CANNOT_PROBE, Level.WARNING, verdict.because());
                    }
                });
    }

    @Override
    void observed(Step step, Restoring phase, boolean linkCameUp) {
        if (step.present()) {
            Adoption.adopt(step, "was put here by something else");
        }
    }

    @Override
    void applied(Step step, Restoring phase, AddressAction action, CommandResult result) {
        StrayAddresses.applied(step, action, result);
    }

    @Override
    void stalled(Step step, Restoring phase, Duration length) {
        Transitions.doubts(step, Doubt.unproven(step.now));
        Adoption.restore(step, phase.heldSince());
    }

    /** It was here a moment ago, and is to be here in another place. */
    @Override
    void moved(Step step, Restoring phase, AliasSpec before) {
        Transitions.doubts(step, Doubt.unproven(step.now));
        Adoption.restore(step, phase.heldSince());
    }

    @Override
    void ask(Step step, Restoring phase) {
        // Its burst is asking.
    }

    @Override
    void claim(Step step, Restoring phase) {
        // It is being put back.
    }

    @Override
    void keepBack(Step step, Restoring phase, String because) {
        // Once it is back, the group hears of it.
    }

    @Override
    void release(Step step, Restoring phase, String because) {
        // Once it is back, the group hears of it.
    }

    @Override
    void linked(Step step, Restoring phase, Node node, Word word) {
        // Its burst is asking.
    }

    @Override
    void fitnessChanged(Step step, Restoring phase) {
        // What it means for a holder is decided when the alias is here again.
    }

    @Override
    void announced(Step step, Restoring phase) {
        // Of the time before it was deleted.
    }

    @Override
    void handOver(Step step, Restoring phase, Optional<Node> to, String because) {
        refuse(step, step.spec.address() + " is just being put back; try again in a moment");
    }

    @Override
    void add(Step step, Restoring phase) {
        step.tell(
                Cause.TAKING_OVER,
                Level.INFO,
                step.spec.role() + ": " + step.spec.placement() + " is being added already");
    }

    /** It is off, and was about to be put back. */
    @Override
    void remove(Step step, Restoring phase) {
        standAside(step);
    }

    @Override
    void suspend(Step step, Restoring phase) {
        suspendHere(step);
    }

    @Override
    void resume(Step step, Restoring phase) {
        // It is in service.
    }

    @Override
    void end(Step step, Restoring phase, String because) {
        Transitions.stops(step);
    }

    @Override
    void keep(Step step, Restoring phase, String because) {
        Transitions.stops(step);
    }
}
