package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.AliasState.Tidying;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The same address with another prefix, or on another interface of this host: wrong, and an answer to clients too. */
final class StrayAddresses {
    private static final Duration REST = Duration.ofMillis(200);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    private StrayAddresses() {}

    /** A host that may have the alias found some. */
    static void putRightOrTakeOff(Step step) {
        if (step.linkUsable() && !Leasing.allows(step)) {
            takeOff(step, Leasing.why(step));
        } else if (step.linkUsable()) {
            step.tell(Cause.MISPLACED, Level.WARNING, what(step) + "; putting it right");
            Claim.putRight(step);
        } else {
            takeOffWithoutLink(step);
        }
    }

    /** A host that is not to have the alias now found some. */
    static void takeOff(Step step, String because) {
        if (step.linkUsable()) {
            step.tell(Cause.MISPLACED, Level.WARNING, what(step) + ", and " + because + "; taking it off");
            remove(step);
        } else {
            takeOffWithoutLink(step);
        }
    }

    private static void takeOffWithoutLink(Step step) {
        step.tell(
                Cause.MISPLACED,
                Level.WARNING,
                what(step)
                        + ", which does not exist, is down or has no carrier; taking it off, so that another host can"
                        + " have it");
        remove(step);
    }

    private static String what(Step step) {
        return step.spec.role() + ": this host has " + step.strayAddresses().get(0) + " instead of "
                + step.spec.placement();
    }

    /** What comes again is taken off again, soon, but not as fast as somebody else may put it there. */
    static void seen(Step step) {
        Duration rested = step.now.plus(REST);
        if (step.strayAddresses().isEmpty() && step.tidying.nextAt().compareTo(rested) > 0) {
            step.tidying = new Tidying(1, rested);
        }
    }

    /** Takes them off, and tries again later and later as long as they are there. */
    static void remove(Step step) {
        List<Placement> strayAddresses = step.strayAddresses();
        Tidying tidying = step.tidying;
        if (strayAddresses.isEmpty()) {
            step.tidying = Tidying.NOTHING;
        } else if (step.now.compareTo(tidying.nextAt()) >= 0) {
            strayAddresses.forEach(step::remove);
            step.tidying =
                    new Tidying(tidying.attempts() + 1, step.now.plus(Timing.doubled(FIRST_WAIT, tidying.attempts())));
        }
    }

    /** A silent alias: takes them off unless the next claim is about to put them right. */
    static void removeUnlessClaimed(Step step) {
        if (!awaitClaim(step.linkUsable(), step.vacancy) || !Leasing.allows(step)) {
            remove(step);
        }
    }

    /** Whether the next claim of a silent alias will put them right. */
    static boolean awaitClaim(boolean linkUsable, Optional<Vacancy> vacancy) {
        return linkUsable && vacancy.map(Vacancy::failedClaims).orElse(0) == 0;
    }

    /** A command about one of them has ended. */
    static void applied(Step step, AddressAction action, CommandResult result) {
        boolean ours = action.kind() == AddressAction.Kind.REMOVE
                && step.strayAddresses().stream().anyMatch(action.placement()::sameAddress);
        if (ours && step.tidying.attempts() > 0) {
            Wording.failure(result).ifPresentOrElse(why -> notRemoved(step, why), () -> removed(step));
        }
    }

    /** What is seen of it soon after a command has removed it was put there again meanwhile. */
    private static void removed(Step step) {
        Tidying tidying = step.tidying;
        Duration again = step.now.plus(Timing.doubled(REST, tidying.attempts() - 1));
        step.tidying =
                new Tidying(tidying.attempts(), again.compareTo(tidying.nextAt()) < 0 ? again : tidying.nextAt());
    }

    private static void notRemoved(Step step, String why) {
        int attempts = step.tidying.attempts();
        Duration wait = Timing.removalBackoff(attempts);
        step.tidying = new Tidying(attempts, step.now.plus(wait));
        step.count(Counter.FAILED_COMMAND);
        step.note(
                Cause.COMMAND_FAILED,
                Level.ERROR,
                step.spec.role() + ": could not remove " + step.strayAddresses().get(0) + ": " + why
                        + "; trying again in " + Wording.of(wait));
    }
}
