package io.aliasdefender.core;

import io.aliasdefender.core.Phase.HandingOver;
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

/**
 * The alias is here, and offered to another node. Only what that node says ends it well; that this node has the alias, too, is
 * what is to be expected now. That a third one has it is not.
 */
final class HandingOverHandler extends Handler<HandingOver> {
    @Override
    void tick(Step step, HandingOver phase) {
        if (phase.takenAt().isPresent()) {
            if (step.now.compareTo(HandOver.dueAt(phase)) >= 0) {
                HandOver.letGo(step, phase);
            }
        } else if (step.now.compareTo(phase.until()) < 0) {
            HandOver.extendIfAtWork(step, phase);
        } else {
            HandOver.unanswered(step, phase);
        }
    }

    @Override
    void linked(Step step, HandingOver phase, Node node, Word word) {
        if (!node.equals(phase.to())) {
            HandOverSightings.told(step, phase, node, word);
            return;
        }
        if (phase.takenAt().isPresent()) {
            return;
        }
        word.reply().filter(reply -> reply.id() == phase.offer()).ifPresent(reply -> {
            if (reply.outcome() == Word.Outcome.TAKEN) {
                // And has it still.
                if (word.said().has() == Known.YES) {
                    HandOver.taken(step, phase);
                }
            } else if (reply.outcome() == Word.Outcome.TOO_LATE && word.said().has() == Known.YES) {
                HandOver.again(step, phase);
            } else if (word.said().has() != Known.YES) {
                // One that has it, and not for good, says so again when it has let go of it.
                HandOver.refused(step, phase, reply.outcome().words());
            }
        });
    }

    @Override
    void observed(Step step, HandingOver phase, boolean linkCameUp) {
        if (!step.present()) {
            gone(step, phase);
        } else if (!step.linkUsable()) {
            step.tell(
                    Cause.ISOLATED,
                    Level.WARNING,
                    step.spec.role() + ": " + step.spec.placement().interfaceName()
                            + " is down or has no carrier; letting go of " + step.spec.address()
                            + " so that another host can have it");
            Release.begin(step, step.spec.placement(), phase.plan().then());
        }
    }

    /** Something else was faster than we are: what was to follow the release follows. */
    private static void gone(Step step, HandingOver phase) {
        Release.begin(step, step.spec.placement(), phase.plan().then());
    }

    /**
     * While the offer stands, it is still true that the alias is here, and what the node says about it counts. After that
     * another host may have it.
     */
    @Override
    void stalled(Step step, HandingOver phase, Duration length) {
        if (phase.takenAt().isPresent() || step.now.compareTo(phase.until()) < 0) {
            return;
        }
        if (phase.plan().anyway()) {
            Release.begin(step, step.spec.placement(), phase.plan().then());
        } else {
            HandOver.keep(step, phase, false);
        }
    }

    @Override
    void moved(Step step, HandingOver phase, AliasSpec before) {
        Transitions.doubts(step, Doubt.unproven(step.now));
        if (phase.plan().anyway()) {
            Release.begin(step, before.placement(), phase.plan().then());
        } else {
            moveTo(step, before);
        }
    }

    @Override
    void probed(Step step, HandingOver phase, ProbeOutcome outcome, boolean round) {
        outcome.mac()
                .map(mac -> HandOverSightings.seen(step, phase, mac, Sighting.Kind.REPLY))
                .orElse(Optional.of(phase))
                .ifPresent(now -> tick(step, now));
    }

    @Override
    void burstEnded(Step step, HandingOver phase, BurstResult result) {
        // A check of the time before.
    }

    @Override
    void reachChecked(Step step, HandingOver phase, ReachResult result) {
        // It is leaving, whether answers come to it or not.
    }

    @Override
    void sighted(Step step, HandingOver phase, MacAddress mac, Sighting.Kind kind) {
        switch (kind) {
            case REPLY, ANNOUNCEMENT, USE -> HandOverSightings.seen(step, phase, mac, kind);
            case PROBE, WATCH, REQUEST, FAREWELL -> {}
        }
    }

    @Override
    void applied(Step step, HandingOver phase, AddressAction action, CommandResult result) {
        StrayAddresses.applied(step, action, result);
    }

    @Override
    void fitnessChanged(Step step, HandingOver phase) {
        // The offer stands. What follows where nobody takes it is decided then.
    }

    @Override
    void announced(Step step, HandingOver phase) {
        // Of the time before.
    }

    @Override
    void ask(Step step, HandingOver phase) {
        // It is here.
    }

    @Override
    void claim(Step step, HandingOver phase) {
        // It is here.
    }

    @Override
    void keepBack(Step step, HandingOver phase, String because) {
        // It is here.
    }

    /** The group is leaving one by one. */
    @Override
    void release(Step step, HandingOver phase, String because) {
        // What becomes of it, the group will hear.
    }

    @Override
    void handOver(Step step, HandingOver phase, Optional<Node> to, String because) {
        // It is being handed over.
    }

    @Override
    void add(Step step, HandingOver phase) {
        refuse(step, step.spec.address() + " is being handed over; try again in a moment");
    }

    @Override
    void remove(Step step, HandingOver phase) {
        leaving(step, phase, After.STAND_ASIDE, "an operator takes it off this host");
    }

    @Override
    void suspend(Step step, HandingOver phase) {
        leaving(step, phase, After.SUSPEND, "this host goes into maintenance");
    }

    @Override
    void end(Step step, HandingOver phase, String because) {
        leaving(step, phase, After.STOP, because);
    }

    /** The offer stands; from now on the alias leaves even if it is not taken. */
    private static void leaving(Step step, HandingOver phase, After then, String because) {
        Transitions.handOverProceeds(step, phase.with(phase.plan().andThen(then, because)));
    }

    @Override
    void resume(Step step, HandingOver phase) {
        if (phase.plan().then() == After.SUSPEND) {
            Transitions.handOverProceeds(step, phase.with(phase.plan().staying()));
        }
    }

    @Override
    void keep(Step step, HandingOver phase, String because) {
        keepInPlace(step, because);
    }
}
