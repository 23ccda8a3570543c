package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.Optional;

/**
 * Where this host stands towards one alias. All times are monotonic uptime. {@link Transitions} has every step from one
 * phase to another.
 *
 * <pre>
 *   Starting ──▶ Confirming ──▶ Claiming ──▶ Holding ──▶ Restoring ──▶ Claiming
 *                 ▲      │                      │
 *                 │      ▼                      ▼
 *                                        HandingOver
 *                                               │
 *                                               ▼
 *   Watching ─────┘   Vacant | Ready        Releasing ──▶ Watching | StandingAside | Suspended | Stopped
 * </pre>
 */
public sealed interface Phase {
    /** Since when. */
    Duration since();

    /** Hands this to the method for its kind. */
    <T> T accept(Visitor<T> visitor);

    /** One method for each phase, so that a new phase is a compile error wherever it is not handled. */
    interface Visitor<T> {
        T starting(Starting phase);

        T watching(Watching phase);

        T confirming(Confirming phase);

        T vacant(Vacant phase);

        T ready(Ready phase);

        T claiming(Claiming phase);

        T holding(Holding phase);

        T handingOver(HandingOver phase);

        T restoring(Restoring phase);

        T releasing(Releasing phase);

        T standingAside(StandingAside phase);

        T suspended(Suspended phase);

        T stopped(Stopped phase);
    }

    /** Nothing is known yet: neither what the kernel has nor whether anybody answers. */
    record Starting(Duration since) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.starting(this);
        }
    }

    /** Somebody else answers for the alias. */
    record Watching(Duration since) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.watching(this);
        }
    }

    /**
     * The alias missed a round; a burst finds out whether it is silent.
     *
     * @param burst the id of the burst; results of others are late and do not count
     * @param ordered an operator wants the alias here, whatever the rank
     * @param rivals who else asked "who has it?" meanwhile
     * @param restarts how often the burst was begun anew because of rivals
     * @param joined it is asked only because another alias of its group missed a round
     * @param length how long the rounds of the burst take
     */
    record Confirming(
            Duration since, long burst, boolean ordered, Rivals rivals, int restarts, boolean joined, Duration length)
            implements Phase {
        Confirming withRival(boolean better) {
            return new Confirming(since, burst, ordered, rivals.and(better), restarts, joined, length);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.confirming(this);
        }
    }

    /**
     * The alias is silent, and this host has a reason not to take it now: {@link AliasState#why()}.
     *
     * @param retryAt when to ask again at the latest; every missed steady round asks again anyway
     */
    record Vacant(Duration since, Optional<Duration> retryAt) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.vacant(this);
        }
    }

    /**
     * The alias is silent and ours to take, and waits for the others of its group.
     *
     * @param ordered an operator wants the alias here
     * @param ground why it is ours to take
     * @param length how long the burst took that showed it
     */
    record Ready(Duration since, boolean ordered, Ground ground, Duration length) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.ready(this);
        }
    }

    /**
     * The command that adds the alias is under way, with a second burst beside it.
     *
     * @param burst tells rivals that the alias is being claimed, and us whether somebody was faster; 0: it has ended
     * @param command the id of the command
     * @param ground why it is being added
     * @param planned whether somebody means it to come here: an order, or a node that lets go of it on purpose
     * @param addedAt when the command ended well, if the kernel has not shown the alias by then
     */
    record Claiming(
            Duration since, long burst, long command, Ground ground, boolean planned, Optional<Duration> addedAt)
            implements Phase {
        /** Whether it was here until something deleted it, or until it was to be there otherwise. */
        public boolean restoring() {
            return switch (ground.kind()) {
                case DELETION, REPLACEMENT -> true;
                case SILENCE, MISPLACEMENT, OFFER -> false;
            };
        }

        Claiming burstEnded() {
            return new Claiming(since, 0, command, ground, planned, addedAt);
        }

        Claiming added(Duration now) {
            return new Claiming(since, burst, command, ground, planned, Optional.of(now));
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.claiming(this);
        }
    }

    /**
     * The kernel of this host has the alias. Whether anybody else may have it is {@link AliasState#doubt()}.
     *
     * @param check the burst that asks who else has it, or whether we are cut off
     * @param announcements what is still to be told to the network
     * @param conflicts who else has it
     * @param preferredStandbys better-ranked hosts whose defenders are seen to watch the alias
     * @param reach the questions whether answers come to the alias
     */
    record Holding(
            Duration since,
            Check check,
            Announcements announcements,
            Conflicts conflicts,
            PreferredStandbys preferredStandbys,
            ReachCheck reach)
            implements Phase {
        /** @param check that is under way already */
        static Holding beginning(Duration now, Check check) {
            return new Holding(
                    now,
                    check,
                    new Announcements(0, now, now),
                    Conflicts.NONE,
                    PreferredStandbys.NONE,
                    ReachCheck.first(now));
        }

        Holding with(Check other) {
            return new Holding(since, other, announcements, conflicts, preferredStandbys, reach);
        }

        Holding with(Announcements other) {
            return new Holding(since, check, other, conflicts, preferredStandbys, reach);
        }

        Holding with(Conflicts other) {
            return new Holding(since, check, announcements, other, preferredStandbys, reach);
        }

        Holding with(PreferredStandbys other) {
            return new Holding(since, check, announcements, conflicts, other, reach);
        }

        Holding with(ReachCheck other) {
            return new Holding(since, check, announcements, conflicts, preferredStandbys, other);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.holding(this);
        }
    }

    /**
     * The alias is here, and offered to another node, which takes it before this host lets go of it.
     *
     * @param to the node
     * @param offer the id of the offer
     * @param until the offer stands so long
     * @param latest so long it may come to stand, if the node proves to be at work
     * @param answeredAt when the node first answered for the alias on the alias's own network
     * @param takenAt when the node said that it has it
     * @param plan what this is for
     * @param before how it was held, for when nobody takes it
     */
    record HandingOver(
            Duration since,
            Node to,
            long offer,
            Duration until,
            Duration latest,
            Optional<Duration> answeredAt,
            Optional<Duration> takenAt,
            MovePlan plan,
            Holding before)
            implements Phase {
        boolean mayBeExtended() {
            return until.compareTo(latest) < 0;
        }

        HandingOver again(long other, Duration later) {
            return new HandingOver(since, to, other, until, latest, Optional.empty(), takenAt, plan, before)
                    .extended(later);
        }

        HandingOver extended(Duration later) {
            Duration end = later.compareTo(latest) < 0 ? later : latest;
            return new HandingOver(since, to, offer, end, latest, answeredAt, takenAt, plan, before);
        }

        HandingOver notExtended() {
            return new HandingOver(since, to, offer, until, until, answeredAt, takenAt, plan, before);
        }

        HandingOver answered(Duration now) {
            return answeredAt.isPresent()
                    ? this
                    : new HandingOver(since, to, offer, until, latest, Optional.of(now), takenAt, plan, before);
        }

        HandingOver taken(Duration now) {
            return new HandingOver(since, to, offer, until, latest, answeredAt, Optional.of(now), plan, before);
        }

        HandingOver with(MovePlan other) {
            return new HandingOver(since, to, offer, until, latest, answeredAt, takenAt, other, before);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.handingOver(this);
        }
    }

    /**
     * Something else deleted the alias of this holder; a short burst asks whether somebody has it now.
     *
     * @param heldSince since when it was held before
     */
    record Restoring(Duration since, long burst, Duration heldSince) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.restoring(this);
        }
    }

    /**
     * The command that removes the alias is under way.
     *
     * @param placement what is being removed
     * @param command the id of the newest command
     * @param attempt counts up from 1
     * @param retryAt when to try again if the kernel still has it
     * @param then what comes after
     */
    record Releasing(Duration since, Placement placement, long command, int attempt, Duration retryAt, After then)
            implements Phase {
        Releasing andThen(After other) {
            return new Releasing(since, placement, command, attempt, retryAt, other);
        }

        Releasing retryingAt(Duration at) {
            return new Releasing(since, placement, command, attempt, at, then);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.releasing(this);
        }
    }

    /**
     * The alias was taken off this host on purpose: it stays off until another host has had it, or an operator adds it.
     *
     * @param until or until then, where this host only left it to others; empty: an operator took it off
     */
    record StandingAside(Duration since, Optional<Duration> until) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.standingAside(this);
        }
    }

    /** This host is in maintenance: it takes nothing until that is over. */
    record Suspended(Duration since) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.suspended(this);
        }
    }

    /** The defender of this alias has ended. */
    record Stopped(Duration since) implements Phase {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.stopped(this);
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
}
