package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Restoring;
import io.aliasdefender.core.Phase.Rivals;
import io.aliasdefender.core.Phase.StandingAside;
import io.aliasdefender.core.Phase.Starting;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every step from one phase to another, by its name. Nothing else writes the phase or the doubt. A step that {@link
 * #MAY_FOLLOW} does not have is a mistake of this program and is refused loudly.
 */
final class Transitions {
    /** What may come after what; a phase may always be renewed by one of its own kind. */
    private static final Map<Class<? extends Phase>, Set<Class<? extends Phase>>> MAY_FOLLOW = Map.ofEntries(
            Map.entry(
                    Starting.class,
                    Set.of(
                            Watching.class,
                            Confirming.class,
                            Vacant.class,
                            Claiming.class,
                            Holding.class,
                            Releasing.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(
                    Watching.class,
                    Set.of(
                            Starting.class,
                            Confirming.class,
                            Vacant.class,
                            Claiming.class,
                            Holding.class,
                            Releasing.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(
                    Confirming.class,
                    Set.of(
                            Starting.class,
                            Watching.class,
                            Vacant.class,
                            Ready.class,
                            Claiming.class,
                            Holding.class,
                            Releasing.class,
                            StandingAside.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(
                    Vacant.class,
                    Set.of(
                            Starting.class,
                            Watching.class,
                            Confirming.class,
                            Claiming.class,
                            Holding.class,
                            Releasing.class,
                            StandingAside.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(
                    Ready.class,
                    Set.of(
                            Starting.class,
                            Watching.class,
                            Confirming.class,
                            Vacant.class,
                            Claiming.class,
                            Holding.class,
                            Releasing.class,
                            StandingAside.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(
                    Claiming.class,
                    Set.of(Watching.class, Vacant.class, Holding.class, Releasing.class, Stopped.class)),
            Map.entry(
                    Holding.class,
                    Set.of(
                            Vacant.class,
                            Claiming.class,
                            HandingOver.class,
                            Restoring.class,
                            Releasing.class,
                            Stopped.class)),
            Map.entry(HandingOver.class, Set.of(Holding.class, Releasing.class, Stopped.class)),
            Map.entry(
                    Restoring.class,
                    Set.of(
                            Watching.class,
                            Vacant.class,
                            Claiming.class,
                            Holding.class,
                            Releasing.class,
                            StandingAside.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(
                    Releasing.class,
                    Set.of(
                            Watching.class,
                            Holding.class,
                            Restoring.class,
                            StandingAside.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(
                    StandingAside.class,
                    Set.of(
                            Watching.class,
                            Confirming.class,
                            Holding.class,
                            Releasing.class,
                            Suspended.class,
                            Stopped.class)),
            Map.entry(Suspended.class, Set.of(Confirming.class, Releasing.class, Stopped.class)),
            Map.entry(Stopped.class, Set.of()));

    private Transitions() {}

    private static void enter(Step step, Phase next) {
        Class<? extends Phase> from = step.phase().getClass();
        Class<? extends Phase> to = next.getClass();
        if (from != to && !MAY_FOLLOW.getOrDefault(from, Set.of()).contains(to)) {
            throw new IllegalStateException(to.getSimpleName() + " cannot follow " + from.getSimpleName());
        }
        if (to != Claiming.class && to != Holding.class) {
            Takings.end(step, Outcome.KEPT_OFF);
        }
        step.enter(next);
    }

    /** Not here any more: whatever was asked until now says nothing about the next time. */
    private static void leave(Step step, Phase next) {
        enter(step, next);
        step.kernelTime = Optional.empty();
        step.doubt(step.doubt().and(Doubt.unproven(step.now)));
    }

    // What is certain.

    /** Somebody else may have it by now: nothing is announced until a burst says otherwise. */
    static void doubts(Step step, Doubt doubt) {
        if (step.present() && step.doubt().none() && !doubt.none()) {
            step.withhold();
        }
        if (!Takings.open(step)) {
            // The one that handed it over may have let go, and taken it again since.
            Takings.expectNoMore(step);
        }
        step.doubt(step.doubt().and(doubt));
    }

    /** Somebody was heard, and nobody else has it. */
    static void proves(Step step) {
        step.doubt(Doubt.NONE);
    }

    // Not here.

    /** Nothing that is known is about the placement that the configuration has now. */
    static void startsAnew(Step step) {
        leave(step, new Starting(step.now));
    }

    static void watches(Step step) {
        leave(step, new Watching(step.now));
    }

    /** Begins a burst at the alias, the witnesses and the better-ranked hosts. */
    static void confirms(Step step, boolean ordered, int restarts, boolean joined) {
        int rounds = step.confirmingRounds();
        long burst = step.burst(rounds, step.askedForProof());
        Duration length = step.spec.policy().confirmSpacing().multipliedBy(rounds - 1L);
        leave(step, new Confirming(step.now, burst, ordered, Rivals.NONE, restarts, joined, length));
    }

    static void seesRival(Step step, Confirming confirming, boolean better) {
        enter(step, confirming.withRival(better));
    }

    /** @param vacancy empty: that it is silent is not certain */
    static void leavesVacant(Step step, Optional<Vacancy> vacancy, Optional<Duration> retryAt) {
        step.vacancy = vacancy;
        leave(step, new Vacant(step.now, retryAt));
    }

    /** It waits for its group, or for its lease. */
    static void isReady(Step step, Confirming confirming, Ground ground) {
        leave(step, new Ready(step.now, confirming.ordered(), ground, confirming.length()));
    }

    static void standsAside(Step step) {
        leave(step, new StandingAside(step.now, Optional.empty()));
    }

    /** Leaves it to others for as long as they need to take it. */
    static void leavesToOthers(Step step) {
        leave(step, new StandingAside(step.now, Optional.of(step.now.plus(Timing.othersTakeover(step.spec)))));
    }

    static void suspends(Step step) {
        leave(step, new Suspended(step.now));
    }

    static void stops(Step step) {
        leave(step, new Stopped(step.now));
    }

    // On the way here.

    /** @param ground why the address is being added; what only was put right may long be somebody else's */
    static void claims(Step step, long burst, long command, Ground ground) {
        Claiming claiming =
                new Claiming(step.now, burst, command, ground, Arrivals.isPlanned(step, ground), Optional.empty());
        enter(step, claiming);
        if (ground.proves()) {
            proves(step);
        } else if (!claiming.restoring()) {
            doubts(step, Doubt.unproven(step.now));
        }
    }

    static void claimProceeds(Step step, Claiming claiming) {
        enter(step, claiming);
    }

    // Here.

    /** @param check a burst that is under way, whose result counts as the first check; or none */
    static void holds(Step step, Check check) {
        step.answer = Optional.empty();
        step.vacancy = Optional.empty();
        enter(step, Holding.beginning(step.now, check));
    }

    static void goesOnHolding(Step step, Holding holding) {
        enter(step, holding);
    }

    static void restores(Step step, long burst, Duration heldSince) {
        enter(step, new Restoring(step.now, burst, heldSince));
    }

    // On the way off.

    static void handsOver(Step step, HandingOver handing) {
        enter(step, handing);
    }

    static void handOverProceeds(Step step, HandingOver handing) {
        enter(step, handing);
    }

    static void releases(Step step, Placement placement, long command, After then) {
        enter(step, new Releasing(step.now, placement, command, 1, step.now.plus(Timing.LOST), then));
    }

    static void releaseProceeds(Step step, Releasing releasing) {
        enter(step, releasing);
    }
}
