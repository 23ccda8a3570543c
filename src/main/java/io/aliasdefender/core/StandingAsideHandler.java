package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.StandingAside;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.Optional;

/** The alias was taken off this host on purpose: it stays off until another host has had it, or an operator adds it. */
final class StandingAsideHandler extends Standby<StandingAside> {
    @Override
    void tick(Step step, StandingAside phase) {
        StrayAddresses.remove(step);
        if (isOver(step, phase)) {
            step.note(
                    Cause.LEAVING_FILTERED,
                    Level.WARNING,
                    step.spec.role() + ": nobody has taken " + step.spec.address() + " within "
                            + Wording.of(step.now.minus(phase.since())) + "; asking for it, to have it again");
            // It has been silent since it was taken off here: others have had their time.
            step.vacancy = Optional.of(Vacancy.beginning(phase.since()));
            Transitions.confirms(step, false, 0, false);
        }
    }

    /** Whether this host has waited long enough for others: rather one whose frames are dropped than none. */
    private static boolean isOver(Step step, StandingAside phase) {
        return phase.until().filter(until -> step.now.compareTo(until) >= 0).isPresent();
    }

    @Override
    void missed(Step step, StandingAside phase) {
        tick(step, phase);
    }

    @Override
    void couldNotAsk(Step step, StandingAside phase, String why) {
        // It is not to be taken anyway.
    }

    @Override
    void absent(Step step, StandingAside phase, boolean linkCameUp) {
        StrayAddresses.remove(step);
    }

    @Override
    void rivalSeen(Step step, StandingAside phase, MacAddress mac) {
        // It is left to others.
    }

    /** Another host has it, and the operator's order has come to its end. */
    @Override
    void watch(Step step) {
        if (step.now.minus(step.phase().since()).compareTo(Timing.UNDER_WAY) > 0) {
            super.watch(step);
        }
    }

    @Override
    void burstEnded(Step step, StandingAside phase, BurstResult result) {
        // Late.
    }

    @Override
    void stalled(Step step, StandingAside phase, Duration length) {
        // Nothing was to be taken.
    }

    @Override
    void linked(Step step, StandingAside phase, Node node, Word word) {
        Offers.refuseAny(step, node, word, Outcome.KEPT_OFF);
    }

    /** Wherever it is placed now, the operator's order stands. */
    @Override
    void moved(Step step, StandingAside phase, AliasSpec before) {
        step.answer = Optional.empty();
        step.vacancy = Optional.empty();
    }

    @Override
    void remove(Step step, StandingAside phase) {
        standAside(step);
    }
}
