package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.spec.Policy.OnFailure;
import java.time.Duration;

/** Somebody else answers for the alias. One miss decides nothing; it only makes this host ask again, quickly. */
final class WatchingHandler extends Standby<Watching> {
    @Override
    void tick(Step step, Watching phase) {
        StrayAddresses.remove(step);
        if (!Offers.taken(step, 0) && holderFellSilent(step, phase) && !barred(step)) {
            Transitions.confirms(step, false, 0, false);
        }
    }

    /** The host that answers for the alias has just missed a round at its own address: no need to wait for ours. */
    private static boolean holderFellSilent(Step step, Watching phase) {
        return step.answer
                .flatMap(Answer::mac)
                .flatMap(mac -> step.evidence.nodeOf(mac, step.spec.others()))
                .map(node -> step.evidence.of(node.address()))
                .filter(hostEvidence ->
                        hostEvidence.missesInRow() == 1 && hostEvidence.at().compareTo(phase.since()) > 0)
                .isPresent();
    }

    @Override
    void missed(Step step, Watching phase) {
        StrayAddresses.remove(step);
        if (barred(step)) {
            leaveToOthers(step);
            return;
        }
        Transitions.confirms(step, false, 0, false);
        step.loss = HostEvidence.average(step.loss, 1);
    }

    @Override
    void absent(Step step, Watching phase, boolean linkCameUp) {
        if (!step.strayAddresses().isEmpty()) {
            StrayAddresses.takeOff(step, "another host has the alias");
        } else if (linkCameUp) {
            // What was heard before is old, and a round may be an interval away.
            Transitions.confirms(step, false, 0, false);
        }
    }

    @Override
    void leftByAnother(Step step, Watching phase) {
        if (!barred(step)) {
            Transitions.confirms(step, false, 0, false);
        }
    }

    /** Who follows its checks is the one to have it as soon as they pass: whoever had it before lets go, or has. */
    @Override
    void fitnessChanged(Step step, Watching phase) {
        if (step.spec.policy().onFailure() == OnFailure.RELEASE) {
            leftByAnother(step, phase);
        }
    }

    @Override
    void rivalSeen(Step step, Watching phase, MacAddress mac) {
        // Somebody else has it.
    }

    @Override
    void watch(Step step) {
        // As before.
    }

    @Override
    void burstEnded(Step step, Watching phase, BurstResult result) {
        // It has been answered meanwhile.
    }

    @Override
    void stalled(Step step, Watching phase, Duration length) {
        // The next round asks.
    }

    @Override
    void ask(Step step, Watching phase) {
        Transitions.confirms(step, false, 0, true);
    }

    @Override
    void remove(Step step, Watching phase) {
        step.tell(
                Cause.RELEASED,
                Level.INFO,
                step.spec.role() + ": " + step.spec.address() + " is not on this host; nothing to remove");
    }
}
