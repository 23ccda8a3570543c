package io.aliasdefender.core;

import io.aliasdefender.core.Companion.Standing;
import io.aliasdefender.core.Phase.After;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * Aliases of a group are on one host together, or not at all. Each is still decided on its own; here is what it waits
 * for before it is claimed, and when it follows the others off this host.
 */
final class Company {
    /** A silence that is older than this, or than two bursts, is asked about again before it is claimed on. */
    private static final Duration FRESH = Duration.ofMillis(100);
    /** Who is ready waits so long for the others before it asks again. */
    private static final Duration MOST_PATIENCE = Duration.ofMillis(500);
    /** A holder gives the others up when one of them could not be added so often. */
    private static final int MOST_FAILURES = 3;

    private Company() {}

    /** Why it must not be claimed here now, whatever else is found out; empty: nothing is in the way. */
    static Optional<String> obstacle(Step step) {
        return step.evidence.companions().stream()
                .flatMap(companion -> obstacle(step, companion).stream())
                .findFirst()
                .map(why -> because(step, why));
    }

    private static String because(Step step, String why) {
        return "its group " + step.spec.group().orElse("") + " moves together, and " + why;
    }

    private static Optional<String> obstacle(Step step, Companion companion) {
        String address = companion.address().toString();
        return switch (companion.standing()) {
            case ELSEWHERE ->
                Optional.of(address + " answers"
                        + companion
                                .holder()
                                .map(mac -> " from " + Words.of(mac, step.spec, step.evidence))
                                .orElse(" from another host"));
            case LEAVING -> Optional.of(address + " is being kept off this host");
            case BLOCKED -> Optional.of(address + " cannot be here: its interface has no carrier or does not exist");
            case OUT -> Optional.of(address + " is not defended on this host now");
            case HERE, READY, ASKING, OPEN ->
                companion.failedClaims() > 0 && step.failedClaims() == 0
                        ? Optional.of(address + " could not be added to this host")
                        : Optional.empty();
        };
    }

    /**
     * Whether every other alias of the group is here, or as certainly silent as this one. What could not be added the
     * last time is tried by itself: the others wait for just that.
     */
    static boolean complete(Step step) {
        boolean goesFirst = step.failedClaims() > 0;
        return step.evidence.companions().stream().allMatch(companion -> switch (companion.standing()) {
            case HERE -> true;
            case READY -> goesFirst || isFresh(step, companion.since());
            case ASKING, OPEN -> goesFirst;
            case ELSEWHERE, LEAVING, BLOCKED, OUT -> false;
        });
    }

    /** Whether others of the group are here: then no other host may take this one, whatever its rank. */
    static boolean isHere(Step step) {
        return step.evidence.companions().stream().anyMatch(companion -> companion.standing() == Standing.HERE);
    }

    /** Something may have changed for an alias that waits for its group. */
    static void tick(Step step, Ready ready) {
        Optional<String> obstacle = obstacle(step);
        if (obstacle.isPresent()) {
            Claims.keptBack(step, ready.ordered(), ready.because(), obstacle.get());
        } else if (complete(step) && isFresh(step, ready.since())) {
            Claims.take(step, ready.because());
        } else if (complete(step) || step.now.compareTo(askAgainAt(ready, step.spec)) >= 0) {
            Standby.join(step, ready.ordered());
        }
    }

    /** The others have time for a burst or two, which may be long where packets get lost. */
    static Duration askAgainAt(Ready ready, AliasSpec spec) {
        Duration interval = spec.policy().interval();
        return ready.since().plus(interval.compareTo(MOST_PATIENCE) > 0 ? interval : MOST_PATIENCE);
    }

    /** Another alias of the group missed a round: what is found out about all of them should be of one age. */
    static boolean asksForUs(Step step) {
        // The group first: most aliases are in none, and this is asked at every turn.
        return step.evidence.companions().stream()
                        .anyMatch(companion -> companion.standing() == Standing.ASKING
                                && companion.since().compareTo(step.phase.since()) > 0)
                && !isFresh(step, step.phase.since());
    }

    private static boolean isFresh(Step step, Duration since) {
        Duration bursts = step.spec.policy().confirmSpacing().multipliedBy(2L * step.confirmingRounds());
        Duration fresh = bursts.compareTo(FRESH) > 0 ? bursts : FRESH;
        return step.now.minus(since).compareTo(fresh) <= 0;
    }

    /** A holder follows the others of its group off this host. */
    static void followIfDue(Step step, Holding holding) {
        for (Companion companion : step.evidence.companions()) {
            Optional<String> why = whyToFollow(step, holding, companion);
            if (why.isPresent()) {
                step.tell(
                        Cause.GROUP,
                        Level.WARNING,
                        step.spec.role() + ": releasing " + step.spec.placement() + ": " + because(step, why.get()));
                Announcing.lastWord(step, holding);
                Release.begin(step, step.spec.placement(), After.WATCH);
                return;
            }
        }
    }

    private static Optional<String> whyToFollow(Step step, Holding holding, Companion companion) {
        String address = companion.address().toString();
        return switch (companion.standing()) {
            case LEAVING -> Optional.of(address + " leaves this host");
            case BLOCKED -> Optional.of(address + " cannot be here: its interface has no carrier or does not exist");
            case ELSEWHERE ->
                companion
                        .holder()
                        .flatMap(mac -> step.evidence.nodeOf(mac, step.spec.better()))
                        .filter(node -> isOver(step, holding.since()) && isOver(step, companion.since()))
                        .map(node -> address + " is on " + Words.of(node, step.spec) + ", which has the better rank");
            case HERE, READY, ASKING, OPEN, OUT ->
                companion.failedClaims() >= MOST_FAILURES
                        ? Optional.of(address + " could not be added to this host")
                        : Optional.empty();
        };
    }

    private static boolean isOver(Step step, Duration since) {
        return step.now.minus(since).compareTo(Deadlines.patience(step.spec)) >= 0;
    }
}
