package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Since when the checks have said what they say, here and on the other nodes, and what has been done about it. A service that
 * flaps must not make the alias flap: after each move because of checks the next one needs a host whose checks have passed for
 * longer. It belongs to the alias and not to a phase.
 *
 * @param own what the checks of this host say
 * @param since since when
 * @param lasted for how long they passed the last time before now
 * @param heard what the other nodes say and since when; one that is not among them has not said anything
 * @param moves how often in a row the alias came here or left this host because of checks
 * @param movedAt when it did so last
 * @param flaps where this host lets go of it when the checks fail: how often in a row they had not passed for long
 * @param refusals how often in a row nobody took it that was offered because of checks
 * @param notBefore it is not offered again before this
 * @param wakeAt when something that is waited for may have come about
 * @param ordered an operator put it here although the checks fail: it stays until they have passed
 */
public record FitnessHistory(
        Known own,
        Duration since,
        Duration lasted,
        Map<Node, Heard> heard,
        int moves,
        Duration movedAt,
        int flaps,
        int refusals,
        Optional<Duration> notBefore,
        Optional<Duration> wakeAt,
        boolean ordered) {
    /** After two moves in a row the checks of the host that is to have it must have passed for so long; then doubled. */
    static final Duration FIRST = Duration.ofSeconds(10);

    static final Duration MOST = Duration.ofMinutes(10);
    /** Moves that are so far apart have nothing to do with each other; longer than what is ever waited for. */
    static final Duration FORGET = MOST.multipliedBy(2);

    private static final Duration FIRST_AGAIN = Duration.ofSeconds(1);
    private static final Duration MOST_AGAIN = Duration.ofSeconds(30);

    public FitnessHistory {
        heard = Map.copyOf(heard);
    }

    /** @param service what the checks of a node say */
    record Heard(Known service, Duration since) {}

    /** Before the first word of a check, or of an alias without any. */
    static FitnessHistory beginning(Duration now) {
        return new FitnessHistory(
                Known.YES,
                now,
                Duration.ZERO,
                Map.of(),
                0,
                Duration.ZERO,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /**
     * The same at a later time.
     *
     * @param follows this host has the alias, and lets go of it when the checks fail
     */
    FitnessHistory at(Known checked, Duration now, boolean follows) {
        FitnessHistory next = at(checked, now);
        return follows && own == Known.YES && checked == Known.NO ? next.failed() : next;
    }

    private FitnessHistory at(Known checked, Duration now) {
        boolean same = checked == own;
        Optional<Duration> later = notBefore.filter(at -> now.compareTo(at) < 0);
        Optional<Duration> wake = wakeAt.filter(at -> now.compareTo(at) < 0);
        if (same && later.equals(notBefore) && wake.equals(wakeAt)) {
            return this;
        }
        boolean passes = checked == Known.YES;
        return new FitnessHistory(
                checked,
                same ? since : now,
                own == Known.YES && !same ? now.minus(since) : lasted,
                heard,
                moves,
                movedAt,
                flaps,
                passes ? 0 : refusals,
                passes ? Optional.empty() : later,
                passes ? Optional.empty() : wake,
                ordered && !passes);
    }

    /**
     * A node says this of its checks.
     *
     * @param checked this host has some
     */
    FitnessHistory heard(Node node, Known service, boolean checked, Duration now) {
        Heard before = heard.get(node);
        if (before == null ? service == Known.UNKNOWN && !checked : before.service() == service) {
            return this;
        }
        Map<Node, Heard> more = new HashMap<>(heard);
        more.put(node, new Heard(service, now));
        return with(more, moves, movedAt, flaps);
    }

    /** The alias has moved to this host, or from it, because of checks. */
    FitnessHistory moved(Duration now) {
        return with(heard, movesLately(now) + 1, now, flaps);
    }

    /** All aliases of a group count alike: which of them lets go first is chance. */
    private FitnessHistory failed() {
        Duration steady = needed(flaps).multipliedBy(3);
        boolean flapped = lasted.compareTo(steady.compareTo(FIRST) > 0 ? steady : FIRST) < 0;
        return with(heard, moves, movedAt, flapped ? flaps + 1 : 1);
    }

    private FitnessHistory with(Map<Node, Heard> others, int newMoves, Duration at, int newFlaps) {
        return new FitnessHistory(
                own, since, lasted, others, newMoves, at, newFlaps, refusals, notBefore, wakeAt, ordered);
    }

    /** Nobody took it. */
    FitnessHistory refused(Duration now) {
        Duration wait = FIRST_AGAIN.multipliedBy(1L << Math.min(refusals, 10));
        Duration again = now.plus(wait.compareTo(MOST_AGAIN) < 0 ? wait : MOST_AGAIN);
        return new FitnessHistory(
                own, since, lasted, heard, moves, movedAt, flaps, refusals + 1, Optional.of(again), wakeAt, ordered);
    }

    /** @param at when something that is waited for may have come about */
    FitnessHistory waiting(Optional<Duration> at) {
        return at.equals(wakeAt)
                ? this
                : new FitnessHistory(
                        own, since, lasted, heard, moves, movedAt, flaps, refusals, notBefore, at, ordered);
    }

    /**
     * Nothing is waited for any more.
     *
     * @param byOperator an operator wants it here although the checks fail
     */
    FitnessHistory settled(boolean byOperator) {
        return new FitnessHistory(
                own, since, lasted, heard, moves, movedAt, flaps, 0, Optional.empty(), Optional.empty(), byOperator);
    }

    private int movesLately(Duration now) {
        return now.minus(movedAt).compareTo(FORGET) < 0 ? moves : 0;
    }

    /** For how long without a break the checks of another host must have passed before the alias moves to it. */
    Duration needed(Duration now) {
        return needed(movesLately(now));
    }

    private static Duration needed(int times) {
        if (times < 2) {
            return Duration.ZERO;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(times - 2, 10));
        return wait.compareTo(MOST) < 0 ? wait : MOST;
    }

    /** How long until a node has been as it is for as long as it must; zero: it has. */
    Duration untilSteady(Node node, Duration now) {
        Heard said = heard.get(node);
        if (said == null) {
            return Duration.ZERO;
        }
        Duration needed = needed(now);
        // One that has just begun knows how its checks stand in a moment. One whose version does not tell of them never
        // does.
        Duration least = said.service() == Known.UNKNOWN && needed.compareTo(FIRST) < 0 ? FIRST : needed;
        Duration left = least.minus(now.minus(said.since()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** How long until this host, which let go of it because of its checks, may have it again; zero: it may. */
    Duration untilAgain(Duration now) {
        Duration left = needed(flaps).minus(now.minus(since));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether a node has been as it is for as long as it must. */
    public boolean mayMoveTo(Node node, Duration now) {
        return untilSteady(node, now).isZero();
    }

    /** How long a host at the most waits, after it let go because of checks that flapped, until it may have it again. */
    public Duration mostWait() {
        return needed(flaps);
    }

    /** How long a node has said that its checks fail; empty: it does not. */
    public Optional<Duration> failingFor(Node node, Duration now) {
        return Optional.ofNullable(heard.get(node))
                .filter(said -> said.service() == Known.NO)
                .map(said -> now.minus(said.since()));
    }
}
