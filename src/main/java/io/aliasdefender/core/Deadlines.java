package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Restoring;
import io.aliasdefender.core.Phase.StandingAside;
import io.aliasdefender.core.Phase.Starting;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.Phase.Watching;
import java.time.Duration;
import java.util.Optional;

/** When a state wants to be looked at again at the latest. */
final class Deadlines implements Phase.Visitor<Optional<Duration>> {
    private final AliasState state;

    private Deadlines(AliasState state) {
        this.state = state;
    }

    static Optional<Duration> of(AliasState state) {
        return earlier(
                state.phase().accept(new Deadlines(state)), state.filtering().asideUntil());
    }

    /** When what this host has of the alias in the wrong place is taken off next; empty: it has it nowhere. */
    private Optional<Duration> tidying() {
        return state.strayAddresses().isEmpty()
                ? Optional.empty()
                : Optional.of(state.tidying().nextAt());
    }

    /** The same, unless the next claim is about to put it right. */
    private Optional<Duration> tidyingUnlessClaimed() {
        return StrayAddresses.awaitClaim(state.linkUsable(), state.vacancy()) ? Optional.empty() : tidying();
    }

    static Optional<Duration> earlier(Optional<Duration> one, Optional<Duration> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return one.get().compareTo(other.get()) <= 0 ? one : other;
    }

    private static Optional<Duration> whenLost(Phase phase) {
        return Optional.of(phase.since().plus(Timing.LOST));
    }

    @Override
    public Optional<Duration> starting(Starting phase) {
        return tidying();
    }

    @Override
    public Optional<Duration> watching(Watching phase) {
        return tidying();
    }

    @Override
    public Optional<Duration> confirming(Confirming phase) {
        return whenLost(phase);
    }

    @Override
    public Optional<Duration> vacant(Vacant phase) {
        return earlier(phase.retryAt(), tidyingUnlessClaimed());
    }

    /** The group has a deadline for all who wait. */
    @Override
    public Optional<Duration> ready(Ready phase) {
        return tidyingUnlessClaimed();
    }

    @Override
    public Optional<Duration> claiming(Claiming phase) {
        return Optional.of(Timing.claimLostAt(phase));
    }

    @Override
    public Optional<Duration> holding(Holding phase) {
        boolean doubtful = !state.doubt().none() || phase.conflicts().any();
        Optional<Duration> announce =
                doubtful ? Optional.empty() : Optional.of(phase.announcements().nextAt());
        Optional<Duration> check = phase.check().underWay()
                ? Optional.of(phase.check().nextAt().plus(Timing.LOST))
                : doubtful && state.linkUsable() ? Optional.of(phase.check().nextAt()) : Optional.empty();
        Optional<Duration> reach = Reaching.mayAsk(state.doubt(), state.linkUsable(), phase)
                ? Optional.of(phase.reach().dueAt(Timing.LOST))
                : Optional.empty();
        Optional<Duration> move =
                earlier(state.fitness().notBefore(), state.fitness().wakeAt());
        return earlier(earlier(earlier(earlier(announce, check), reach), move), tidying());
    }

    @Override
    public Optional<Duration> handingOver(HandingOver phase) {
        return Optional.of(HandOver.dueAt(phase));
    }

    @Override
    public Optional<Duration> restoring(Restoring phase) {
        return whenLost(phase);
    }

    @Override
    public Optional<Duration> releasing(Releasing phase) {
        return Optional.of(phase.retryAt());
    }

    @Override
    public Optional<Duration> standingAside(StandingAside phase) {
        return earlier(phase.until(), tidying());
    }

    @Override
    public Optional<Duration> suspended(Suspended phase) {
        return tidying();
    }

    @Override
    public Optional<Duration> stopped(Stopped phase) {
        return Optional.empty();
    }
}
