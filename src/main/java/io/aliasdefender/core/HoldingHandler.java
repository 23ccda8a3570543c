package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
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
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.Optional;

/** The kernel of this host has the alias: it announces it, watches who else has it, and notices when it is cut off. */
final class HoldingHandler extends Handler<Holding> {
    @Override
    void tick(Step step, Holding phase) {
        if (UnfitHolder.leaves(step, phase)) {
            return;
        }
        Holding holding = Reaching.ifDue(step, phase);
        if (!Checks.ifDue(step, holding)) {
            Announcing.ifDue(step, holding);
        }
        StrayAddresses.remove(step);
    }

    @Override
    void probed(Step step, Holding phase, ProbeOutcome outcome, boolean round) {
        // Our own kernel never answers our own ARP probe: an answer with a link-layer address is somebody else's.
        Optional<MacAddress> another = outcome.mac();
        if (another.isEmpty() || !Checks.anotherHolder(step, phase, another.get(), Sighting.Kind.REPLY)) {
            tick(step, phase);
        }
    }

    @Override
    void burstEnded(Step step, Holding phase, BurstResult result) {
        if (phase.check().burst() == result.id()) {
            Checks.ended(step, phase, result);
        }
    }

    @Override
    void reachChecked(Step step, Holding phase, ReachResult result) {
        Reaching.ended(step, phase, result);
    }

    @Override
    void sighted(Step step, Holding phase, MacAddress mac, Sighting.Kind kind) {
        switch (kind) {
            case REPLY, USE, ANNOUNCEMENT -> Checks.anotherHolder(step, phase, mac, kind);
            case WATCH -> watched(step, Reaching.watched(step, Checks.defenderSeen(step, phase, mac), mac), mac);
            // Any host's kernel asks so; it says nothing about a defender.
            case PROBE, REQUEST, FAREWELL -> {}
        }
    }

    private static void watched(Step step, Holding phase, MacAddress mac) {
        // A holder whose frames are dropped leaves the alias to others in its own time.
        if (step.spec.policy().failback().isEmpty() || step.filtering.since().isPresent()) {
            return;
        }
        step.evidence.nodeOf(mac, step.spec.better()).ifPresent(node -> {
            if (NodeFitness.isUnfit(step, node)) {
                // Its health begins anew when its checks pass.
                Transitions.goesOnHolding(
                        step, phase.with(phase.preferredStandbys().without(node)));
                return;
            }
            PreferredStandbys preferredStandbys =
                    phase.preferredStandbys().and(node, step.now, Failback.gap(step.spec));
            Transitions.goesOnHolding(step, phase.with(preferredStandbys));
            if (phase.conflicts().any() || !step.doubt().none() || Takings.expects(step, mac)) {
                // Another host has it, or may have it, and may be about to let go: then nobody would have it.
                return;
            }
            int failures = GroupView.failedFailbacks(step.evidence.group(), step.failedFailbacks);
            Failback.judge(
                            step.spec,
                            step.evidence,
                            preferredStandbys,
                            failures,
                            step.fitness.needed(step.now),
                            step.now)
                    .ifPresent(due -> giveBack(step, phase, due));
        });
    }

    private static void giveBack(Step step, Holding phase, Failback.Due due) {
        MovePlan plan = MovePlan.ifTaken(
                Optional.of(due.node()),
                "it has the better rank, and has been healthy for " + Wording.of(due.healthy()));
        if (HandOver.begin(step, phase, plan) || HandOver.declines(step, due.node())) {
            return;
        }
        step.failedFailbacks++;
        step.tell(
                Cause.FAILING_BACK,
                Level.INFO,
                step.spec.role() + ": " + Wording.of(due.node(), step.spec) + " has been healthy for "
                        + Wording.of(due.healthy()) + " and watches " + step.spec.address() + "; giving it back");
        Release.begin(step, step.spec.placement(), After.WATCH);
    }

    @Override
    void observed(Step step, Holding phase, boolean linkCameUp) {
        if (!step.present()) {
            deleted(step, phase);
            return;
        }
        StrayAddresses.remove(step);
        if (!step.linkUsable()) {
            Release.carrierLost(step);
        } else if (linkCameUp) {
            Adoption.check(step, phase, true);
        } else if (step.linkAddressChanged) {
            Announcing.newLinkAddress(step, phase);
        }
    }

    private static void deleted(Step step, Holding phase) {
        if (step.linkUsable() && !step.strayAddresses().isEmpty()) {
            // It is here all the same, but with another prefix or on another interface.
            StrayAddresses.putRightOrTakeOff(step);
            return;
        }
        String what = step.spec.role() + ": " + step.spec.placement() + " was deleted by something else";
        if (step.linkUsable()) {
            step.tell(Cause.DELETED, Level.WARNING, what + "; asking whether anybody has it, then putting it back");
            Adoption.restore(step, phase.since());
            return;
        }
        step.tell(Cause.DELETED, Level.WARNING, what + " while the interface is down or has no carrier");
        Transitions.leavesVacant(step, Optional.of(Vacancy.beginning(step.now)), Optional.empty());
        if (!step.strayAddresses().isEmpty()) {
            // It went away together with its interface, which has another name now.
            StrayAddresses.putRightOrTakeOff(step);
        }
    }

    @Override
    void applied(Step step, Holding phase, AddressAction action, CommandResult result) {
        StrayAddresses.applied(step, action, result);
    }

    @Override
    void stalled(Step step, Holding phase, Duration length) {
        step.note(
                Cause.STALLED,
                Level.WARNING,
                step.spec.role() + ": this process did not run for " + Wording.of(length)
                        + "; asking whether anybody else took " + step.spec.address() + " meanwhile");
        Transitions.doubts(step, Doubt.unproven(step.now));
        Adoption.check(
                step, phase.with(PreferredStandbys.NONE).with(phase.reach().forgotten(step.now)), true);
    }

    @Override
    void moved(Step step, Holding phase, AliasSpec before) {
        boolean sameLink =
                before.placement().interfaceName().equals(step.spec.placement().interfaceName());
        if (sameLink && step.doubt().none() && !phase.conflicts().any()) {
            Claim.replace(step, before.placement());
            return;
        }
        if (!sameLink) {
            // What was asked on the other link says nothing about this one.
            Transitions.doubts(step, Doubt.unproven(step.now));
        }
        // Where another host may have it, nothing is added before somebody was asked.
        moveTo(step, before);
    }

    @Override
    void ask(Step step, Holding phase) {
        // It is here.
    }

    @Override
    void claim(Step step, Holding phase) {
        // It is here.
    }

    @Override
    void keepBack(Step step, Holding phase, String because) {
        // It is here.
    }

    @Override
    void release(Step step, Holding phase, String because) {
        step.tell(
                Cause.GROUP, Level.WARNING, step.spec.role() + ": releasing " + step.spec.placement() + ": " + because);
        Announcing.lastWord(step, phase);
        Release.begin(step, step.spec.placement(), After.WATCH);
    }

    @Override
    void linked(Step step, Holding phase, Node node, Word word) {
        LinkedHolders.heard(step, phase, node, word);
        if (step.phase().equals(phase)) {
            Holding holding = word.said().service() == Known.NO
                    ? phase.with(phase.preferredStandbys().without(node))
                    : phase;
            Transitions.goesOnHolding(step, holding);
            UnfitHolder.leaves(step, holding);
        }
    }

    @Override
    void fitnessChanged(Step step, Holding phase) {
        tick(step, phase);
    }

    @Override
    void announced(Step step, Holding phase) {
        // From now on clients come here: the node that handed it over can let go of it.
        Takings.end(step, Outcome.TAKEN);
    }

    @Override
    void handOver(Step step, Holding phase, Optional<Node> to, String because) {
        HandOver.ifTaken(step, phase, to, because);
    }

    @Override
    void add(Step step, Holding phase) {
        step.tell(
                Cause.TOOK_OVER,
                Level.INFO,
                step.spec.role() + ": " + step.spec.placement() + " is on this host already");
    }

    @Override
    void remove(Step step, Holding phase) {
        if (!HandOver.begins(step, phase, After.STAND_ASIDE, "an operator takes it off this host")) {
            takeOffForOperator(step);
        }
    }

    @Override
    void suspend(Step step, Holding phase) {
        if (!HandOver.begins(step, phase, After.SUSPEND, "this host goes into maintenance")) {
            takeOffForMaintenance(step);
        }
    }

    @Override
    void resume(Step step, Holding phase) {
        // It is in service.
    }

    @Override
    void end(Step step, Holding phase, String because) {
        if (!HandOver.begins(step, phase, After.STOP, because)) {
            takeOff(step, because, After.STOP);
        }
    }

    @Override
    void keep(Step step, Holding phase, String because) {
        keepInPlace(step, because);
    }
}
