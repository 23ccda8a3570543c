package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where this host stands towards one alias. All times are monotonic uptime.
 *
 * <pre>
 *   Starting ──▶ Confirming ──▶ Claiming ──▶ Holding ◀──▶ Restoring
 *                 ▲      │                      │
 *                 │      ▼                      ▼
 *   Watching ─────┘   Vacant | Ready        Releasing ──▶ Watching | StandingAside | Suspended | Stopped
 * </pre>
 */
public sealed interface Phase {
    /** Since when. */
    Duration since();

    /** Nothing is known yet: neither what the kernel has nor whether anybody answers. */
    record Starting(Duration since) implements Phase {}

    /** Somebody else answers for the alias. */
    record Watching(Duration since) implements Phase {}

    /**
     * The alias missed a round; a burst finds out whether it is silent.
     *
     * @param burst the id of the burst; results of others are late and do not count
     * @param ordered an operator wants the alias here, whatever the rank
     * @param rivals who else asked "who has it?" meanwhile
     * @param restarts how often the burst was begun anew because of rivals
     * @param joined it is asked only because another alias of its group missed a round
     */
    record Confirming(Duration since, long burst, boolean ordered, Rivals rivals, int restarts, boolean joined)
            implements Phase {
        Confirming withRival(boolean better) {
            return new Confirming(since, burst, ordered, rivals.and(better), restarts, joined);
        }
    }

    /**
     * The alias is silent, and this host has a reason not to take it now: {@link AliasState#why()}.
     *
     * @param retryAt when to ask again at the latest; every missed steady round asks again anyway
     */
    record Vacant(Duration since, Optional<Duration> retryAt) implements Phase {}

    /**
     * The alias is silent and ours to take, and waits for the others of its group.
     *
     * @param ordered an operator wants the alias here
     * @param because why it is ours to take
     */
    record Ready(Duration since, boolean ordered, String because) implements Phase {}

    /**
     * The command that adds the alias is under way, with a second burst beside it.
     *
     * @param burst tells rivals that the alias is being claimed, and us whether somebody was faster
     * @param proof why nobody else can have it; lost by a stall
     * @param origin what led here
     * @param addedAt when the command ended well, if the kernel has not shown the alias by then
     */
    record Claiming(Duration since, long burst, boolean proof, Origin origin, Optional<Duration> addedAt)
            implements Phase {
        /** Somebody may have been faster. */
        Claiming doubted() {
            return new Claiming(since, burst, false, origin, addedAt);
        }

        Claiming added(Duration now) {
            return new Claiming(since, burst, proof, origin, Optional.of(now));
        }
    }

    /**
     * The kernel of this host has the alias.
     *
     * @param proven nobody else has answered for it since the start, the last stall and the last isolation; without
     *     that nothing is announced
     * @param check the burst that is to prove it, or that looks whether we are cut off
     * @param announcements what is still to be told to the network
     * @param isolatedSince since when nobody answers us; empty: somebody does
     * @param conflicts who else has it
     * @param suitor a better-ranked host whose defender is seen to watch the alias
     */
    record Holding(
            Duration since,
            boolean proven,
            Check check,
            Announcements announcements,
            Optional<Duration> isolatedSince,
            Conflicts conflicts,
            Optional<Suitor> suitor)
            implements Phase {
        static Holding beginning(Duration now, boolean proven) {
            return new Holding(
                    now,
                    proven,
                    Check.none(now),
                    new Announcements(0, now, now),
                    Optional.empty(),
                    Conflicts.NONE,
                    Optional.empty());
        }

        Holding with(Check other) {
            return new Holding(since, proven, other, announcements, isolatedSince, conflicts, suitor);
        }

        Holding with(Announcements other) {
            return new Holding(since, proven, check, other, isolatedSince, conflicts, suitor);
        }

        Holding with(Conflicts other) {
            return new Holding(since, proven, check, announcements, isolatedSince, other, suitor);
        }

        Holding with(Suitor other) {
            return new Holding(since, proven, check, announcements, isolatedSince, conflicts, Optional.of(other));
        }

        /** Nobody else has it, and we hear the network. */
        Holding asProven() {
            return new Holding(since, true, check, announcements, Optional.empty(), conflicts.over(), suitor);
        }

        /** Somebody else may have it by now: nothing is announced until a check says otherwise; then it goes on. */
        Holding asDoubted() {
            return new Holding(since, false, check, announcements, isolatedSince, conflicts, Optional.empty());
        }

        /** Nobody answers us, and whatever others do meanwhile is not known. */
        Holding asIsolated(Duration now) {
            return new Holding(
                    since, false, check, announcements.none(), Optional.of(now), conflicts, Optional.empty());
        }

        /** Somebody else may have it, or may have had it: it must be asked again and again. */
        public boolean doubtful() {
            return !proven || isolatedSince.isPresent() || conflicts.any();
        }
    }

    /**
     * A burst of a holder.
     *
     * @param burst its id; 0: none is under way
     * @param nextAt no further one before this
     * @param thorough it asks so often that silence means something; else it only looks whether anybody is heard
     */
    record Check(long burst, Duration nextAt, boolean thorough) {
        static Check none(Duration nextAt) {
            return new Check(0, nextAt, false);
        }

        boolean underWay() {
            return burst != 0;
        }
    }

    /**
     * What a holder tells the network.
     *
     * @param left still to be sent after the claim
     * @param nextAt when the next one is due
     * @param lastAt when the last one was sent, or this host began to hold
     */
    record Announcements(int left, Duration nextAt, Duration lastAt) {
        Announcements none() {
            return new Announcements(0, nextAt, lastAt);
        }
    }

    /**
     * Something else deleted the alias of this holder; a short burst asks whether somebody has it now.
     *
     * @param heldSince since when it was held before
     */
    record Restoring(Duration since, long burst, Duration heldSince) implements Phase {}

    /**
     * The command that removes the alias is under way.
     *
     * @param placement what is being removed
     * @param attempt counts up from 1
     * @param retryAt when to try again if the kernel still has it
     * @param then what comes after
     */
    record Releasing(Duration since, Placement placement, int attempt, Duration retryAt, After then) implements Phase {
        Releasing andThen(After other) {
            return new Releasing(since, placement, attempt, retryAt, other);
        }
    }

    /** An operator took the alias off this host: it stays off until another host has had it, or an operator adds it. */
    record StandingAside(Duration since) implements Phase {}

    /** This host is in maintenance: it takes nothing until that is over. */
    record Suspended(Duration since) implements Phase {}

    /** The defender of this alias has ended. */
    record Stopped(Duration since) implements Phase {}

    /** What led to a claim. */
    enum Origin {
        SILENCE,
        DELETION,
        MISPLACEMENT
    }

    /** What follows a release. */
    enum After {
        WATCH,
        STAND_ASIDE,
        SUSPEND,
        RESTORE,
        STOP
    }

    /**
     * Who else probes for the alias during our burst, and so thinks of taking it (RFC 5227, section 2.1.1).
     *
     * @param better probes seen of better-ranked hosts
     * @param others probes seen of anybody else
     */
    record Rivals(int better, int others) {
        static final Rivals NONE = new Rivals(0, 0);

        Rivals and(boolean fromBetter) {
            return fromBetter ? new Rivals(better + 1, others) : new Rivals(better, others + 1);
        }
    }

    /**
     * Other hosts have the alias too.
     *
     * @param seen who, and since when
     * @param defendedAt when this host last announced against any of them (RFC 5227 limits that for an address, not for
     *     an opponent); empty: not yet
     */
    record Conflicts(Map<MacAddress, Duration> seen, Optional<Duration> defendedAt) {
        static final Conflicts NONE = new Conflicts(Map.of(), Optional.empty());
        /** More opponents than this are one disaster like another. */
        private static final int MOST = 8;

        public boolean any() {
            return !seen.isEmpty();
        }

        Conflicts and(MacAddress mac, Duration now) {
            if (seen.containsKey(mac) || seen.size() >= MOST) {
                return this;
            }
            Map<MacAddress, Duration> more = new LinkedHashMap<>(seen);
            more.put(mac, now);
            return new Conflicts(Collections.unmodifiableMap(more), defendedAt);
        }

        Conflicts defended(Duration now) {
            return new Conflicts(seen, Optional.of(now));
        }

        Conflicts over() {
            return new Conflicts(Map.of(), defendedAt);
        }
    }

    /**
     * A better-ranked host that watches the alias.
     *
     * @param since since when without a gap
     * @param seenAt its last probe for the alias
     */
    record Suitor(MacAddress mac, Duration since, Duration seenAt) {}
}
