package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.Phase.Suspended;
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

/** This host is in maintenance: it takes nothing. Who has the alias is still shown; why not this host is the reason. */
final class SuspendedHandler extends Handler<Suspended> {
    @Override
    void tick(Step step, Suspended phase) {
        StrayAddresses.remove(step);
    }

    @Override
    void probed(Step step, Suspended phase, ProbeOutcome outcome, boolean round) {
        StrayAddresses.remove(step);
        outcome.<Optional<Answer>>fold(
                        reply -> Optional.of(new Answer(step.now, reply.mac(), reply.rtt())),
                        silence -> Optional.empty(),
                        broken -> Optional.empty())
                .ifPresent(answer -> answered(step, answer));
    }

    private static void answered(Step step, Answer answer) {
        Optional<MacAddress> before = step.answer.flatMap(Answer::mac);
        step.answer = Optional.of(new Answer(answer.at(), answer.mac().or(() -> before), answer.rtt()));
    }

    @Override
    void reachChecked(Step step, Suspended phase, ReachResult result) {
        // Late.
    }

    @Override
    void sighted(Step step, Suspended phase, MacAddress mac, Sighting.Kind kind) {
        switch (kind) {
            case REPLY, ANNOUNCEMENT, USE -> answered(step, new Answer(step.now, Optional.of(mac), Duration.ZERO));
            case PROBE, WATCH, REQUEST, FAREWELL -> {}
        }
    }

    @Override
    void observed(Step step, Suspended phase, boolean linkCameUp) {
        if (step.present()) {
            step.tell(
                    Cause.MAINTENANCE,
                    Level.WARNING,
                    step.spec.role() + ": something put " + step.spec.placement()
                            + " on this host, which is in maintenance; taking it off");
            Release.begin(step, step.spec.placement(), After.SUSPEND);
        } else {
            StrayAddresses.remove(step);
        }
    }

    @Override
    void burstEnded(Step step, Suspended phase, BurstResult result) {
        // Late.
    }

    @Override
    void applied(Step step, Suspended phase, AddressAction action, CommandResult result) {
        StrayAddresses.applied(step, action, result);
    }

    @Override
    void stalled(Step step, Suspended phase, Duration length) {
        // Nothing is to be taken.
    }

    /** Wherever it is placed now, it is not taken here. */
    @Override
    void moved(Step step, Suspended phase, AliasSpec before) {
        step.answer = Optional.empty();
        step.vacancy = Optional.empty();
    }

    @Override
    void ask(Step step, Suspended phase) {
        // It is not to be taken.
    }

    @Override
    void claim(Step step, Suspended phase) {
        // It is not to be taken.
    }

    @Override
    void keepBack(Step step, Suspended phase, String because) {
        // It is not to be taken.
    }

    @Override
    void release(Step step, Suspended phase, String because) {
        // It is not here.
    }

    @Override
    void linked(Step step, Suspended phase, Node node, Word word) {
        Offers.refuseAny(step, node, word, Outcome.MAINTENANCE);
    }

    @Override
    void fitnessChanged(Step step, Suspended phase) {
        // It is not to be taken.
    }

    @Override
    void announced(Step step, Suspended phase) {
        // It is not held.
    }

    @Override
    void handOver(Step step, Suspended phase, Optional<Node> to, String because) {
        refuse(step, step.spec.address() + " is not on this host, which is in maintenance");
    }

    @Override
    void add(Step step, Suspended phase) {
        refuse(step, "this host is in maintenance and takes nothing; end that first");
    }

    @Override
    void remove(Step step, Suspended phase) {
        step.tell(
                Cause.RELEASED,
                Level.INFO,
                step.spec.role() + ": " + step.spec.address() + " is not on this host; nothing to remove");
    }

    @Override
    void suspend(Step step, Suspended phase) {
        // It is.
    }

    @Override
    void resume(Step step, Suspended phase) {
        step.tell(Cause.MAINTENANCE, Level.INFO, step.spec.role() + ": the maintenance of this host is over");
        Transitions.confirms(step, false, 0, false);
    }

    @Override
    void end(Step step, Suspended phase, String because) {
        Transitions.stops(step);
    }

    @Override
    void keep(Step step, Suspended phase, String because) {
        Transitions.stops(step);
    }
}
