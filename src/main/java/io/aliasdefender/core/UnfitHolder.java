package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * The rule for a holder whose checks fail: the alias moves to a node that is fit, before this host lets go of it. Where there
 * is none, the policy decides. Checks without a result yet move nothing.
 */
final class UnfitHolder {
    private UnfitHolder() {}

    /** Whether the checks of this host allow that it is given the alias. */
    static boolean mayTake(Step step) {
        boolean follows = step.spec.policy().onFailure() == OnFailure.RELEASE;
        return switch (step.evidence.fitness().fit()) {
            case YES ->
                !follows
                        || groupIsHere(step.evidence)
                        || step.fitness.untilAgain(step.now).isZero();
            case NO -> false;
            // One that follows a leader must know that it is the leader.
            case UNKNOWN -> !follows;
        };
    }

    /** Whether this host follows its checks, and they do not pass: whatever is found out, it does not take the alias. */
    static boolean neverTakes(Step step) {
        return step.spec.policy().onFailure() == OnFailure.RELEASE
                && step.evidence.fitness().fit() != Known.YES;
    }

    /** Then no other host may take this alias. */
    static boolean groupIsHere(Evidence evidence) {
        return evidence.group().filter(GroupView::here).isPresent();
    }

    /** @return whether the alias is about to leave this host because of the checks */
    static boolean leaves(Step step, Holding holding) {
        return switch (step.evidence.fitness().fit()) {
            case NO -> fails(step, holding);
            case YES -> passes(step);
            case UNKNOWN -> false;
        };
    }

    private static boolean passes(Step step) {
        if (step.cause() == Cause.UNFIT) {
            step.tell(
                    Cause.FIT_AGAIN,
                    Level.INFO,
                    step.spec.role() + ": the checks of this host pass again; holding " + step.spec.placement());
        }
        return false;
    }

    private static boolean fails(Step step, Holding holding) {
        OnFailure policy = step.spec.policy().onFailure();
        if (step.fitness.ordered()) {
            keeps(step, "keeping " + step.spec.address() + ", which an operator put here");
            return false;
        }
        if (policy == OnFailure.HOLD) {
            keeps(step, "keeping " + step.spec.address() + " (on-failure: hold)");
            return false;
        }
        if (policy == OnFailure.RELEASE) {
            return begin(step, holding, true) || release(step, holding);
        }
        if (step.evidence.group().filter(group -> !group.leads()).isPresent()) {
            // One of the group decides for all of it.
            return false;
        }
        if (step.fitness.notBefore().isEmpty() && begin(step, holding, false)) {
            return true;
        }
        step.fitness = step.fitness.waiting(
                takenUntil(step, holding).or(() -> soonest(step).map(step.now::plus)));
        keeps(
                step,
                whatIsWaitedFor(step, holding) + "; keeping " + step.spec.address()
                        + ": rather a host whose service fails than none");
        return false;
    }

    private static boolean begin(Step step, Holding holding, boolean anyway) {
        return takenUntil(step, holding).isEmpty()
                && HandOver.begin(
                        step,
                        holding,
                        MovePlan.unfit(anyway, step.evidence.fitness().why()));
    }

    /** What was taken a moment ago another host has as well, and is about to let go of; of a group, one after the other. */
    private static Optional<Duration> takenUntil(Step step, Holding holding) {
        return Takings.handsOverUntil(step)
                .or(() -> Optional.of(holding.since().plus(Timing.OFFER))
                        .filter(until -> step.evidence.group().isPresent() && step.now.compareTo(until) < 0));
    }

    private static boolean release(Step step, Holding holding) {
        step.tell(
                Cause.RELEASING,
                Level.WARNING,
                step.spec.role() + ": " + failure(step) + ", and "
                        + HandOver.whyNobody(step, holding, Optional.empty()) + "; releasing " + step.spec.placement()
                        + " (on-failure: release)");
        Release.begin(step, step.spec.placement(), After.WATCH);
        return true;
    }

    private static void keeps(Step step, String what) {
        note(step, step.spec.role() + ": " + failure(step) + "; " + what);
    }

    /** Told when it is new, and each time that the checks have said something else in between. */
    static void note(Step step, String sentence) {
        Duration length = step.now.minus(step.fitness.since());
        if (step.toldWithin(Cause.UNFIT, length.plusNanos(1))) {
            step.note(Cause.UNFIT, Level.WARNING, sentence);
        } else {
            step.tell(Cause.UNFIT, Level.WARNING, sentence);
        }
    }

    private static String failure(Step step) {
        Duration length = step.now.minus(step.fitness.since());
        return step.evidence.fitness().why()
                + (length.compareTo(Duration.ofSeconds(1)) < 0 ? "" : ", for " + Wording.of(length));
    }

    private static String whatIsWaitedFor(Step step, Holding holding) {
        if (step.fitness.notBefore().isPresent()) {
            return "who could have it did not take it, and is offered it again in "
                    + Wording.of(step.fitness.notBefore().get().minus(step.now));
        }
        Duration needed = step.fitness.needed(step.now);
        return soonest(step)
                .filter(wait -> HandOver.certain(step, holding))
                .map(wait -> needed.isZero()
                        ? "the checks of another node have no result yet"
                        : "it may move again in " + Wording.of(wait)
                                + ", when the checks of another node have passed for " + Wording.of(needed)
                                + " after they flapped")
                .orElseGet(() -> HandOver.whyNobody(step, holding, Optional.empty()));
    }

    /** How long until a node that could be given it has been fit for as long as it must; empty: there is none. */
    private static Optional<Duration> soonest(Step step) {
        return step.spec.others().stream()
                .filter(node -> NodeFitness.canBeGivenIt(step, node))
                .map((Node node) -> step.fitness.untilSteady(node, step.now))
                .filter(wait -> !wait.isZero())
                .min(Comparator.naturalOrder());
    }
}
