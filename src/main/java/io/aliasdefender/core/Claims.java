package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.Origin;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.Phase.Rivals;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From the verdict that an alias is ours to take to the command that adds it, and what becomes of that. */
final class Claims {
    /** Whoever comes after us in rank has backed off by then, or has the alias and answers. */
    private static final int MOST_RESTARTS = 1;
    /** A better-ranked host that probes so often and never takes the alias cannot: its network may be down. */
    private static final int MOST_BACKOFFS = 3;

    private Claims() {}

    static void takeUnlessRivals(Step step, Confirming confirming, Vacancy vacancy, String because) {
        Rivals rivals = confirming.rivals();
        if (rivals.better() > 0 && !Company.isHere(step) && backOffIfAllowed(step, vacancy)) {
            return;
        }
        if (rivals.others() > 0 && confirming.restarts() < MOST_RESTARTS) {
            Standby.confirm(step, confirming.ordered(), confirming.restarts() + 1);
        } else {
            step.vacancy = Optional.of(vacancy);
            takeWithGroup(step, confirming.ordered(), because);
        }
    }

    /** Leaves the alias to a better-ranked host that is seen to claim it, unless that has come to nothing too often. */
    static boolean backOffIfAllowed(Step step, Vacancy vacancy) {
        boolean allowed = vacancy.backoffs() < MOST_BACKOFFS;
        if (allowed) {
            // The silence is counted anew: the better one is at work.
            Standby.vacant(
                    step,
                    new Vacancy(step.now, 0, vacancy.backoffs() + 1, 0, step.now),
                    Deadlines.grace(step).map(grace -> step.now.plus(grace.multipliedBy(step.spec.rank() - 1L))),
                    Cause.RIVAL,
                    Level.INFO,
                    step.spec.role() + ": " + step.spec.address()
                            + " is being claimed by a better-ranked host at this moment; leaving it to that one");
        }
        return allowed;
    }

    private static void takeWithGroup(Step step, boolean ordered, String because) {
        Optional<String> obstacle = Company.obstacle(step);
        if (obstacle.isPresent()) {
            keptBack(step, ordered, because, obstacle.get());
        } else if (Company.complete(step)) {
            take(step, because);
        } else {
            step.phase = new Ready(step.now, ordered, because);
        }
    }

    /** Silent, and ours to take, but for the others of its group. */
    static void keptBack(Step step, boolean ordered, String because, String obstacle) {
        Cause cause = ordered ? Cause.REFUSED : Cause.GROUP;
        step.phase = new Vacant(step.now, Optional.empty());
        step.note(cause, Level.WARNING, because + ", but " + obstacle + "; not taking it");
    }

    static void take(Step step, String because) {
        step.tell(Cause.TAKING_OVER, Level.INFO, because + "; taking over");
        claim(step, Origin.SILENCE);
    }

    /**
     * Adds the alias; a second burst at the same time tells rivals, and finds out whether one was faster. What was only
     * put right may long be somebody else's: nobody was asked.
     */
    static void claim(Step step, Origin origin) {
        step.act(new Action.Add(step.spec.placement()));
        step.phase = new Claiming(
                step.now, step.confirmingBurst(List.of()), origin != Origin.MISPLACEMENT, origin, Optional.empty());
    }

    static void applied(Step step, AddressAction.Kind kind, CommandResult result) {
        if (kind == AddressAction.Kind.REMOVE) {
            if (result instanceof CommandResult.Done) {
                Strays.removed(step);
            } else {
                Strays.notRemoved(step, result);
            }
        }
        if (kind == AddressAction.Kind.ADD && step.phase instanceof Claiming claiming) {
            if (result instanceof CommandResult.Done) {
                step.phase = claiming.added(step.now);
            } else {
                failed(step, Release.failure(result));
            }
        }
    }

    static void failed(Step step, String why) {
        Vacancy before = step.vacancy.orElse(Vacancy.beginning(step.now));
        int failures = before.failedClaims() + 1;
        Duration wait = Deadlines.backoff(failures);
        Duration retryAt = step.now.plus(wait);
        step.vacancy = Optional.of(new Vacancy(before.since(), failures, before.backoffs(), 0, retryAt));
        step.phase = new Vacant(step.now, Optional.of(retryAt));
        step.count(Counter.FAILED_COMMAND);
        step.tell(
                Cause.COMMAND_FAILED,
                Level.ERROR,
                step.spec.role() + ": could not add " + step.spec.placement() + ": " + why + "; trying again in "
                        + Words.of(wait));
    }
}
