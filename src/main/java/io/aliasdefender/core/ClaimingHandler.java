package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;

/** The command that adds the alias is under way: whoever answers for the alias now was faster. */
final class ClaimingHandler extends Handler<Claiming> {
    @Override
    void tick(Step step, Claiming phase) {
        if (step.now.compareTo(Timing.claimLostAt(phase)) >= 0) {
            Claim.failed(step, "the kernel does not show it, or something else took it off at once");
        }
    }

    @Override
    void probed(Step step, Claiming phase, ProbeOutcome outcome, boolean round) {
        // An echo may have been answered by our own new address; an ARP answer never is.
        outcome.mac().ifPresent(mac -> another(step, mac));
    }

    private static void another(Step step, MacAddress mac) {
        if (!Takings.expects(step, mac)) {
            doubt(step);
        }
    }

    private static void doubt(Step step) {
        Transitions.doubts(step, Doubt.unproven(step.now));
    }

    @Override
    void burstEnded(Step step, Claiming phase, BurstResult result) {
        if (phase.burst() == result.id()) {
            result.alias().mac().filter(mac -> result.alias().alive()).ifPresent(mac -> another(step, mac));
            Transitions.claimProceeds(step, phase.burstEnded());
        }
    }

    @Override
    void reachChecked(Step step, Claiming phase, ReachResult result) {
        // Of an earlier time here.
    }

    @Override
    void sighted(Step step, Claiming phase, MacAddress mac, Sighting.Kind kind) {
        switch (kind) {
            case REPLY, ANNOUNCEMENT, USE -> another(step, mac);
            case PROBE, WATCH, REQUEST, FAREWELL -> {}
        }
    }

    @Override
    void observed(Step step, Claiming phase, boolean linkCameUp) {
        if (step.present()) {
            arrived(step, phase);
        }
    }

    /** The claim has reached the kernel. */
    private static void arrived(Step step, Claiming phase) {
        if (!step.linkUsable()) {
            Release.carrierLost(step);
            return;
        }
        boolean late = Takings.open(step)
                ? !Takings.stands(step)
                : step.now.minus(phase.since()).compareTo(Timing.patience(step.spec)) > 0;
        if (late) {
            // Long enough for another host to find the alias silent and take it: what was asked is too old.
            doubt(step);
            Takings.tooLate(step);
        }
        boolean proven = step.doubt().none();
        // The burst beside the claim goes on, and is the first check of the new holder.
        Check check = proven && phase.burst() != 0 ? new Check(phase.burst(), step.now, true) : Check.none(step.now);
        step.arrival = Optional.of(Arrivals.of(step, phase));
        Transitions.holds(step, check);
        String took = Wording.of(step.now.minus(phase.since()));
        step.count(phase.restoring() ? Counter.RESTORE : Counter.TAKEOVER);
        step.tell(
                phase.restoring() ? Cause.RESTORED : Cause.TOOK_OVER,
                Level.INFO,
                step.spec.role() + ": " + step.spec.placement() + " is on this host (" + took + " after the decision)"
                        + (proven ? "; announcing it" : "; asking whether anybody was faster"));
        Holding holding = Holding.beginning(step.now, check);
        if (proven) {
            Announcing.series(step, holding, Action.Urgency.CLAIM);
        } else {
            Adoption.check(step, holding, true);
        }
        StrayAddresses.remove(step);
    }

    @Override
    void applied(Step step, Claiming phase, AddressAction action, CommandResult result) {
        if (action.kind() != AddressAction.Kind.ADD || action.id() != phase.command()) {
            StrayAddresses.applied(step, action, result);
            return;
        }
        Optional<String> failure = Wording.failure(result);
        if (failure.isPresent()) {
            Claim.failed(step, failure.get());
        } else {
            Transitions.claimProceeds(step, phase.added(step.now));
        }
    }

    /** What was claimed before a pause may long be somebody else's; what is offered still is not. */
    @Override
    void stalled(Step step, Claiming phase, Duration length) {
        if (!Takings.stands(step)) {
            doubt(step);
        }
    }

    @Override
    void moved(Step step, Claiming phase, AliasSpec before) {
        moveTo(step, before);
    }

    @Override
    void ask(Step step, Claiming phase) {
        // Its burst is asking.
    }

    @Override
    void claim(Step step, Claiming phase) {
        // It is being claimed.
    }

    @Override
    void keepBack(Step step, Claiming phase, String because) {
        // Too late: what the kernel has is what the group will hear of.
    }

    @Override
    void release(Step step, Claiming phase, String because) {
        // What the kernel has is what the group will hear of.
    }

    @Override
    void linked(Step step, Claiming phase, Node node, Word word) {
        Offers.extended(step, node, word);
        boolean offerer =
                step.taking.filter(taking -> taking.from().equals(node)).isPresent();
        if (word.said().has() == Known.YES && !offerer) {
            doubt(step);
        } else if (word.said().has() == Known.NO && offerer && word.provedAt().compareTo(phase.since()) >= 0) {
            // It has lost the alias before this host has it: by the time that it is here, anybody may have taken it.
            Takings.expectNoMore(step);
            doubt(step);
        }
    }

    @Override
    void fitnessChanged(Step step, Claiming phase) {
        // What it means for a holder is decided when the alias is here.
    }

    @Override
    void announced(Step step, Claiming phase) {
        // It is not held.
    }

    @Override
    void handOver(Step step, Claiming phase, Optional<Node> to, String because) {
        refuse(step, step.spec.address() + " is just being added; try again in a moment");
    }

    @Override
    void add(Step step, Claiming phase) {
        step.tell(
                Cause.TAKING_OVER,
                Level.INFO,
                step.spec.role() + ": " + step.spec.placement() + " is being added already");
    }

    @Override
    void remove(Step step, Claiming phase) {
        takeOffForOperator(step);
    }

    @Override
    void suspend(Step step, Claiming phase) {
        takeOffForMaintenance(step);
    }

    @Override
    void resume(Step step, Claiming phase) {
        // It is in service.
    }

    @Override
    void end(Step step, Claiming phase, String because) {
        takeOff(step, because, After.STOP);
    }

    @Override
    void keep(Step step, Claiming phase, String because) {
        keepInPlace(step, because);
    }
}
