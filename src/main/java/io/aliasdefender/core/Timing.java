package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.Optional;

/** How long is waited for what. */
final class Timing {
    /** A burst or a command that has not come back by then is given up. */
    static final Duration LOST = Duration.ofSeconds(10);

    /** How long the kernel may take to show what a command has added or removed. */
    static final Duration SHOWN = Duration.ofMillis(500);

    /** An answer may be under way for so long: it comes from a host that has let go since. */
    static final Duration UNDER_WAY = Duration.ofMillis(100);

    /** How soon a host that shares its alias asks again. */
    static final Duration CHECK = Duration.ofMillis(50);

    /** How soon a host that nobody answers looks again: on healing it must yield before clients notice. */
    static final Duration LOOK = Duration.ofMillis(20);

    /** How long one node has for taking what is offered to it. A stop is held up no longer than that. */
    static final Duration OFFER = Duration.ofSeconds(1);

    /** The same at a stop, which is to have the time to take off thousands of addresses within its 3.5 s. */
    static final Duration OFFER_AT_STOP = Duration.ofMillis(800);

    /** One that proves to be at work, and has merely not come to it yet, has more time; all in all no more than this. */
    static final Duration MOST_OFFER = Duration.ofSeconds(3);

    /** The same at a stop. */
    static final Duration MOST_OFFER_AT_STOP = Duration.ofMillis(2_200);

    /** So long before its end an offer is extended, or not: the node must hear of it in time. */
    static final Duration OFFER_EXTENDED = Duration.ofMillis(400);

    /** Who has handed the alias over, and says that it has it still, is about to let go of it for so long. */
    static final Duration LETTING_GO = Duration.ofMillis(500);

    /** In all no longer than this: by then its own stop has come to its end, whatever has become of its commands. */
    static final Duration MOST_LETTING_GO = Duration.ofSeconds(4);

    /** The node is told less: what it takes at the last moment is heard of here before another one is offered it. */
    static final Duration OFFER_MARGIN = Duration.ofMillis(150);

    /** So long the word of a holder that only this host cannot hear is worth more than a burst in which it was not heard. */
    static final Duration HELD_UNHEARD = Duration.ofMillis(500);

    /** What arrived here before clients heard of the other host is answered from here: so long a handed-over alias stays. */
    static final Duration LINGER = Duration.ofMillis(4);

    private static final Duration MOST_BACKOFF = Duration.ofSeconds(30);
    /** What is to go is a second holder in waiting. */
    private static final Duration MOST_REMOVAL_BACKOFF = Duration.ofSeconds(2);

    /** Of a conflict with a stranger: longer, and clients would go on sending to one that has gone. */
    private static final Duration MOST_CHECK_WAIT = Duration.ofSeconds(2);
    /** Of a conflict with a node that comes and goes: whether it yields, or is yielded to, is not put off for long. */
    private static final Duration MOST_NODE_CHECK_WAIT = Duration.ofMillis(400);

    private static final Duration START_PATIENCE = Duration.ofSeconds(1);
    private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(2);

    private static final Duration FRESH = Duration.ofMillis(100);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private Timing() {}

    /** A silence that is older than this is asked about again before it is claimed on: 100 ms, or two bursts. */
    static Duration fresh(Duration burst) {
        Duration bursts = burst.multipliedBy(2);
        return bursts.compareTo(FRESH) > 0 ? bursts : FRESH;
    }

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

    /**
     * How long a holder waits between the end of a check and the next one.
     *
     * @param strangers whether nobody but strangers, and nodes without a defender, has the alias too
     */
    static Duration checkAgain(Doubt doubt, boolean strangers, Conflicts.Recurrence recurrence) {
        if (doubt.isolated()) {
            return LOOK;
        }
        boolean patient = strangers || recurrence.many();
        Duration wait = patient ? doubled(CHECK, Math.max(recurrence.checks() - 1, 0)) : CHECK;
        Duration most = strangers ? MOST_CHECK_WAIT : MOST_NODE_CHECK_WAIT;
        return wait.compareTo(most) < 0 ? wait : most;
    }

    /** How long to wait before asking again after so many bursts in a row that heard nobody at all. */
    static Duration lookAgain(int unheard, AliasSpec spec) {
        Duration wait = CHECK.multipliedBy(1L << Math.min(unheard, 20));
        Duration most = spec.policy().interval();
        return wait.compareTo(most) < 0 ? wait : most.compareTo(CHECK) > 0 ? most : CHECK;
    }

    /** When a claim has come to nothing: the kernel tells of an address within a millisecond or two of its command. */
    static Duration claimLostAt(Phase.Claiming claiming) {
        return claiming.addedAt()
                .map(added -> added.plus(SHOWN))
                .orElse(claiming.since().plus(LOST));
    }

    /** Whether the claim of a silent alias may be tried now. */
    static boolean mayClaim(Optional<Vacancy> vacancy, Duration now) {
        return vacancy.filter(silence -> now.compareTo(silence.notBefore()) < 0).isEmpty();
    }

    /** How soon a holder asks whether answers come to the alias when it could not, or should not, ask before. */
    static final Duration FIRST_REACH = Duration.ofSeconds(1);

    /** How soon a holder asks again to whose alias no answers come: 1 s, doubled each time up to the refresh. */
    static Duration reachAgain(ReachCheck reach, AliasSpec spec) {
        Duration wait = FIRST_REACH.multipliedBy(1L << Math.min(Math.max(reach.misses() - 2, 0), 20));
        Duration most = spec.policy().announce().refresh();
        return wait.compareTo(most) < 0 ? wait : most;
    }

    /** Within this time another host that can takes what this one has left to it: the longest grace, and a burst. */
    static Duration othersTakeover(AliasSpec spec) {
        Duration grace = spec.policy()
                .grace()
                .orElse(Policy.autoGrace(spec.policy().interval()))
                .multipliedBy(spec.ranking().size() - 1L);
        return leastTakeover(spec).multipliedBy(2).plus(grace).plus(CLAIM_PATIENCE);
    }

    /** How soon another host can have taken the alias at the earliest: a round that is missed, and a burst. */
    static Duration leastTakeover(AliasSpec spec) {
        return spec.policy()
                .interval()
                .plus(spec.policy().confirmSpacing().multipliedBy(spec.policy().confirmProbes()));
    }

    /**
     * How long a better-ranked holder waits for a worse-ranked one that has announced the alias, and whose defender is at
     * work. One that knows that it is the worse one has long let go by then, if its commands work at all.
     */
    static Duration claimPatience(AliasSpec spec) {
        return patience(spec).multipliedBy(2).plus(CLAIM_PATIENCE);
    }

    /** How long a worse-ranked holder waits for a better-ranked one whose defender has just started, to ask and to yield. */
    static Duration startPatience(AliasSpec spec) {
        return patience(spec).plus(START_PATIENCE);
    }

    /** How long a worse-ranked holder waits for a better-ranked one that may have been cut off and is about to yield. */
    static Duration patience(AliasSpec spec) {
        return spec.policy().interval().plus(CHECK);
    }
}
