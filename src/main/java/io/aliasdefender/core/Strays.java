package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.AliasState.Tidying;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The same address with another prefix, or on another interface of this host: wrong, and an answer to clients too. */
final class Strays {
    private static final Duration REST = Duration.ofMillis(200);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    private Strays() {}

    /** A standby host found some. */
    static void found(Step step) {
        List<Placement> strays = step.strays();
        String what = step.spec.role() + ": this host has " + strays.get(0) + " instead of " + step.spec.placement();
        if (!step.linkUsable()) {
            step.tell(
                    Cause.MISPLACED,
                    Level.WARNING,
                    what + ", which does not exist, is down or has no carrier; taking it off, so that another host can"
                            + " have it");
            remove(step);
        } else if (step.phase instanceof Phase.Watching) {
            step.tell(Cause.MISPLACED, Level.WARNING, what + ", and another host has the alias; taking it off");
            remove(step);
        } else if (notOurs(step)) {
            step.tell(Cause.MISPLACED, Level.WARNING, what + ", and is not to have it now; taking it off");
            remove(step);
        } else {
            step.tell(Cause.MISPLACED, Level.WARNING, what + "; putting it right");
            Claims.claim(step, Phase.Origin.MISPLACEMENT);
        }
    }

    /** Whether this host is not to have the alias now. */
    static boolean notOurs(Step step) {
        return step.phase instanceof Phase.Watching
                || step.phase instanceof Phase.StandingAside
                || step.phase instanceof Phase.Suspended;
    }

    /** What comes again is taken off again, soon, but not as fast as somebody else may put it there. */
    static void seen(Step step) {
        Duration rested = step.now.plus(REST);
        if (step.strays().isEmpty() && step.tidying.nextAt().compareTo(rested) > 0) {
            step.tidying = new Tidying(1, rested);
        }
    }

    /** Takes them off, and tries again later and later as long as they are there. */
    static void remove(Step step) {
        List<Placement> strays = step.strays();
        Tidying tidying = step.tidying;
        if (strays.isEmpty()) {
            step.tidying = Tidying.NOTHING;
        } else if (step.now.compareTo(tidying.nextAt()) >= 0) {
            strays.forEach(stray -> step.act(new Action.Remove(stray)));
            step.tidying = new Tidying(
                    tidying.attempts() + 1, step.now.plus(Deadlines.doubled(FIRST_WAIT, tidying.attempts())));
        }
    }

    /** A host that does not hold the alias takes off what it has of it, unless a claim is about to put it right. */
    static void removeUnlessClaiming(Step step) {
        boolean claimFailed = step.failedClaims() > 0;
        boolean vacant = step.phase instanceof Phase.Vacant || step.phase instanceof Phase.Ready;
        if (!step.strays().isEmpty() && (notOurs(step) || vacant && (claimFailed || !step.linkUsable()))) {
            remove(step);
        }
    }

    /** A command has removed one: what is seen of it soon afterwards was put there again meanwhile. */
    static void removed(Step step) {
        Tidying tidying = step.tidying;
        if (tidying.attempts() > 0 && !step.strays().isEmpty()) {
            Duration again = step.now.plus(Deadlines.doubled(REST, tidying.attempts() - 1));
            step.tidying =
                    new Tidying(tidying.attempts(), again.compareTo(tidying.nextAt()) < 0 ? again : tidying.nextAt());
        }
    }

    /** A command to remove them failed. */
    static void notRemoved(Step step, CommandResult result) {
        int attempts = step.tidying.attempts();
        if (attempts > 0 && !step.strays().isEmpty()) {
            Duration wait = Deadlines.removalBackoff(attempts);
            step.tidying = new Tidying(attempts, step.now.plus(wait));
            step.count(Counter.FAILED_COMMAND);
            step.note(
                    Cause.COMMAND_FAILED,
                    Level.ERROR,
                    step.spec.role() + ": could not remove " + step.strays().get(0) + ": " + Release.failure(result)
                            + "; trying again in " + Words.of(wait));
        }
    }

    /** When to try again; empty: there are none, or they will be put right by a claim. */
    static Optional<Duration> nextAt(AliasState state) {
        boolean removing = !state.strays().isEmpty() && state.tidying().attempts() > 0;
        return removing ? Optional.of(state.tidying().nextAt()) : Optional.empty();
    }
}
