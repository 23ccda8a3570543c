package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Optional;

/** The alias is silent and ours to take, and waits for what its group decides, or for its lease. */
final class ReadyHandler extends Standby<Ready> {
    @Override
    void tick(Step step, Ready phase) {
        StrayAddresses.removeUnlessClaimed(step);
        if (Offers.taken(step, 0)) {
            return;
        }
        noteLease(step, phase.ordered(), phase.ground());
        if (step.spec.group().isEmpty() && Leasing.allows(step)) {
            leaseGranted(step, phase);
        }
    }

    /** The lease is here. What was found out before it was asked for may be too old by now. */
    private static void leaseGranted(Step step, Ready phase) {
        if (step.now.minus(phase.since()).compareTo(Timing.fresh(phase.length())) <= 0) {
            Claim.takeOver(step, phase.ground());
        } else {
            Transitions.confirms(step, phase.ordered(), 0, false);
        }
    }

    /** What is known of the lease only now, because it was asked for only now. */
    static void noteLease(Step step, boolean ordered, Ground ground) {
        Permit permit = step.evidence.permit();
        boolean known = permit.granted() == Known.NO || !permit.reached();
        if (Leasing.needed(step) && known) {
            Leasing.noteMissing(step, ground.because(), ordered);
        }
    }

    @Override
    void missed(Step step, Ready phase) {
        StrayAddresses.removeUnlessClaimed(step);
    }

    @Override
    void couldNotAsk(Step step, Ready phase, String why) {
        // What was found out stands.
    }

    @Override
    void absent(Step step, Ready phase, boolean linkCameUp) {
        if (!step.strayAddresses().isEmpty()) {
            StrayAddresses.putRightOrTakeOff(step);
        }
    }

    @Override
    void rivalSeen(Step step, Ready phase, MacAddress mac) {
        if (comesAfter(step, mac)) {
            Backoff.ifAllowed(step, step.vacancy.orElse(Vacancy.beginning(step.now)));
        }
    }

    @Override
    void burstEnded(Step step, Ready phase, BurstResult result) {
        // Late.
    }

    @Override
    void stalled(Step step, Ready phase, Duration length) {
        Transitions.confirms(step, phase.ordered(), 0, true);
    }

    /** What was found out is too old by now. */
    @Override
    void ask(Step step, Ready phase) {
        Transitions.confirms(step, phase.ordered(), 0, true);
    }

    /** It was found to be this host's to take while the checks said something else. */
    @Override
    void fitnessChanged(Step step, Ready phase) {
        Transitions.confirms(step, phase.ordered(), 0, true);
    }

    @Override
    void claim(Step step, Ready phase) {
        if (Leasing.allows(step)) {
            Claim.takeOver(step, phase.ground());
        } else {
            // What is left of the lease is too short by now; with the next renewal it is asked about anew.
            Transitions.confirms(step, phase.ordered(), 0, true);
        }
    }

    @Override
    void keepBack(Step step, Ready phase, String because) {
        Transitions.leavesVacant(step, step.vacancy, Optional.empty());
        step.note(
                phase.ordered() ? Cause.REFUSED : Cause.GROUP,
                Level.WARNING,
                phase.ground().because() + ", but " + because + "; not taking it");
    }

    /** It was about to be claimed. */
    @Override
    void remove(Step step, Ready phase) {
        standAside(step);
    }
}
