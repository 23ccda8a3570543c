package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
import java.time.Duration;
import java.util.Optional;

/** Leaving a silent alias to a better-ranked host that is seen to claim it (RFC 5227, section 2.1.1). */
final class Backoff {
    /** A better-ranked host that probes so often and never takes the alias cannot: its network may be down. */
    private static final int MOST = 3;

    private Backoff() {}

    /** @return whether it is left to that host: not where that has come to nothing too often, or the group is here */
    static boolean ifAllowed(Step step, Vacancy vacancy) {
        boolean here = step.evidence.group().filter(GroupView::here).isPresent();
        if (here || vacancy.backoffs() >= MOST) {
            return false;
        }
        // The silence is counted anew: the better one is at work.
        Optional<Duration> grace = step.grace();
        Transitions.leavesVacant(
                step,
                Optional.of(new Vacancy(step.now, 0, vacancy.backoffs() + 1, 0, step.now)),
                grace.map(wait -> step.now.plus(wait.multipliedBy(step.spec.rank() - 1L))));
        step.note(
                Cause.RIVAL,
                Level.INFO,
                step.spec.role() + ": " + step.spec.address()
                        + " is being claimed at this moment by a host that comes before this one; leaving it to that one");
        return true;
    }
}
