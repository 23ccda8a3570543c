package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import java.time.Duration;

/** The alias is silent, and this host has a reason not to take it now: it asks again when that may have changed. */
final class VacantHandler extends Standby<Vacant> {
    @Override
    void tick(Step step, Vacant phase) {
        StrayAddresses.removeUnlessClaimed(step);
        if (Offers.taken(step, 0)) {
            return;
        }
        boolean due = phase.retryAt().filter(at -> at.compareTo(step.now) <= 0).isPresent();
        if (barred(step)) {
            if (due) {
                leaveToOthers(step);
            }
            return;
        }
        if (due || betterFellSilent(step, phase) && Timing.mayClaim(step.vacancy, step.now)) {
            Transitions.confirms(step, false, 0, false);
        }
    }

    /** A better-ranked host, for which this one left the alias, has just missed a round too. */
    private static boolean betterFellSilent(Step step, Vacant phase) {
        return step.spec.better().stream()
                .map(node -> step.evidence.of(node.address()))
                .anyMatch(hostEvidence ->
                        hostEvidence.missesInRow() == 1 && hostEvidence.at().compareTo(phase.since()) > 0);
    }

    @Override
    void missed(Step step, Vacant phase) {
        StrayAddresses.removeUnlessClaimed(step);
        if (barred(step)) {
            leaveToOthers(step);
        } else if (Timing.mayClaim(step.vacancy, step.now)) {
            Transitions.confirms(step, false, 0, false);
        }
    }

    @Override
    void absent(Step step, Vacant phase, boolean linkCameUp) {
        if (!step.strayAddresses().isEmpty()) {
            StrayAddresses.putRightOrTakeOff(step);
        } else if (linkCameUp) {
            Transitions.confirms(step, false, 0, false);
        }
    }

    @Override
    void leftByAnother(Step step, Vacant phase) {
        if (!barred(step) && Timing.mayClaim(step.vacancy, step.now)) {
            Transitions.confirms(step, false, 0, false);
        }
    }

    @Override
    void linked(Step step, Vacant phase, Node node, Word word) {
        super.linked(step, phase, node, word);
        // The word of a holder kept this host from taking it; now that one has it no more, or is cut off itself.
        boolean free = step.cause() == Cause.UNHEARD && !word.said().keepsOthersAway();
        if (free && !Takings.open(step)) {
            leftByAnother(step, phase);
        }
    }

    /** What kept this host from taking it, or another one, may be over. */
    @Override
    void fitnessChanged(Step step, Vacant phase) {
        leftByAnother(step, phase);
    }

    @Override
    void rivalSeen(Step step, Vacant phase, MacAddress mac) {
        // This host has left it to others for now.
    }

    @Override
    void burstEnded(Step step, Vacant phase, BurstResult result) {
        // Late.
    }

    @Override
    void stalled(Step step, Vacant phase, Duration length) {
        // The next round asks.
    }

    @Override
    void ask(Step step, Vacant phase) {
        if (Timing.mayClaim(step.vacancy, step.now)) {
            Transitions.confirms(step, false, 0, true);
        }
    }

    /** It might be taken at any moment. */
    @Override
    void remove(Step step, Vacant phase) {
        standAside(step);
    }
}
