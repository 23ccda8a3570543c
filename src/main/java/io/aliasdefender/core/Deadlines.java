package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** When a state wants to be looked at again at the latest. */
final class Deadlines {
    /** As long as a cold start takes on a busy machine. */
    private static final Duration START = Duration.ofSeconds(1);

    /** A burst or a command that has not come back by then is given up. */
    static final Duration LOST = Duration.ofSeconds(10);

    /** How long the kernel may take to show what a command has added. */
    private static final Duration SHOWN = Duration.ofMillis(500);

    /** How soon a host that shares its alias asks again. */
    static final Duration CHECK = Duration.ofMillis(50);

    /** How soon a host that nobody answers looks again: on healing it must yield before clients notice. */
    static final Duration LOOK = Duration.ofMillis(20);

    private static final Duration MOST_BACKOFF = Duration.ofSeconds(30);
    /** What is to go is a second holder in waiting. */
    private static final Duration MOST_REMOVAL_BACKOFF = Duration.ofSeconds(2);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private Deadlines() {}

    /** How long to wait after so many failures in a row: 100 ms, doubled each time, 30 s at the most. */
    static Duration backoff(int failures) {
        return doubled(FIRST_BACKOFF, failures - 1);
    }

    /** How long to wait after so many removals that failed in a row: 100 ms, doubled each time, 2 s at the most. */
    static Duration removalBackoff(int failures) {
        Duration wait = backoff(failures);
        return wait.compareTo(MOST_REMOVAL_BACKOFF) < 0 ? wait : MOST_REMOVAL_BACKOFF;
    }

    /** A wait that is doubled so many times, 30 s at the most. */
    static Duration doubled(Duration first, int times) {
        Duration wait = first.multipliedBy(1L << Math.min(times, 20));
        return wait.compareTo(MOST_BACKOFF) < 0 ? wait : MOST_BACKOFF;
    }

    /** How long a holder waits between the end of a check and the next one. */
    static Duration checkAgain(Holding holding) {
        return holding.isolatedSince().isPresent() ? LOOK : CHECK;
    }

    static Optional<Duration> of(AliasState state, AliasSpec spec) {
        return Stream.of(ofPhase(state, spec), Strays.nextAt(state))
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    private static Optional<Duration> ofPhase(AliasState state, AliasSpec spec) {
        Phase phase = state.phase();
        if (phase instanceof Holding holding) {
            return holding(holding, state);
        }
        if (phase instanceof Phase.Releasing releasing) {
            return Optional.of(releasing.retryAt());
        }
        if (phase instanceof Phase.Vacant vacant) {
            return vacant.retryAt();
        }
        if (phase instanceof Phase.Ready ready) {
            return Optional.of(Company.askAgainAt(ready, spec));
        }
        if (phase instanceof Phase.Claiming claiming) {
            return Optional.of(claimLostAt(claiming));
        }
        if (phase instanceof Phase.Confirming || phase instanceof Phase.Restoring) {
            return Optional.of(phase.since().plus(LOST));
        }
        return Optional.empty();
    }

    /** When a claim has come to nothing: the kernel tells of an address within a millisecond or two of its command. */
    static Duration claimLostAt(Phase.Claiming claiming) {
        return claiming.addedAt()
                .map(added -> added.plus(SHOWN))
                .orElse(claiming.since().plus(LOST));
    }

    /** How long to wait before asking again after so many bursts in a row that heard nobody at all. */
    static Duration lookAgain(int unheard, AliasSpec spec) {
        Duration wait = CHECK.multipliedBy(1L << Math.min(unheard, 20));
        Duration most = spec.policy().interval();
        return wait.compareTo(most) < 0 ? wait : most.compareTo(CHECK) > 0 ? most : CHECK;
    }

    /**
     * The grace in force. Whoever gave the alias back and saw that nobody took it may take it again; whoever has never
     * heard it since its own start may have started together with the better one, which is slow at it.
     */
    static Optional<Duration> grace(Step step) {
        Policy policy = step.spec.policy();
        Optional<Duration> grace = policy.grace()
                .or(() ->
                        step.failedFailbacks > 0 ? Optional.of(Policy.autoGrace(policy.interval())) : Optional.empty());
        return step.answer.isPresent() ? grace : grace.map(wait -> wait.compareTo(START) < 0 ? START : wait);
    }

    /** Whether the claim of a silent alias may be tried now. */
    static boolean mayClaim(Optional<Vacancy> vacancy, Duration now) {
        return vacancy.filter(silence -> now.compareTo(silence.notBefore()) < 0).isEmpty();
    }

    /** How long a worse-ranked holder waits for a better-ranked one that may have been cut off and is about to yield. */
    static Duration patience(AliasSpec spec) {
        return spec.policy().interval().plus(CHECK);
    }

    private static Optional<Duration> holding(Holding holding, AliasState state) {
        boolean checkWanted = holding.doubtful();
        Optional<Duration> announce = checkWanted
                ? Optional.empty()
                : Optional.of(holding.announcements().nextAt());
        Optional<Duration> check = holding.check().underWay()
                ? Optional.of(holding.check().nextAt().plus(LOST))
                : checkWanted && state.linkUsable()
                        ? Optional.of(holding.check().nextAt())
                        : Optional.empty();
        return Stream.of(announce, check).flatMap(Optional::stream).min(Duration::compareTo);
    }
}
