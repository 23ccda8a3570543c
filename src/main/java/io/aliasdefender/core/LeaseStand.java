package io.aliasdefender.core;

import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * What follows for the lease of an alias from how the alias stands on this host.
 *
 * @param wish how much the lease is needed
 * @param place where the alias is, for all that is known
 * @param contested another host is seen with it
 * @param handingTo the node to which it is being handed over, and the lease with it
 * @param afterRelease what follows where it must leave
 * @param offered another node offers it to this host, which can take it
 * @param standsBy it is not here, and would be taken
 */
public record LeaseStand(
        Wish wish,
        Place place,
        boolean contested,
        Optional<Node> handingTo,
        After afterRelease,
        boolean offered,
        boolean standsBy) {
    private static final Phase.Visitor<LeaseStand> OF_PHASES = new OfPhases();
    private static final LeaseStand AWAY = new LeaseStand(Wish.NOTHING, Place.AWAY, false);

    private static final LeaseStand STANDS_BY =
            new LeaseStand(Wish.NOTHING, Place.AWAY, false, Optional.empty(), After.WATCH, false, true);

    private LeaseStand(Wish wish, Place place, boolean contested) {
        this(wish, place, contested, Optional.empty(), After.WATCH, false, false);
    }

    /** Where an alias is. */
    public enum Place {
        AWAY,
        /** Being added. */
        COMING,
        HERE
    }

    static LeaseStand of(Phase phase) {
        return phase.accept(OF_PHASES);
    }

    /** What is asked of the lease from now on. It is not let go of while the kernel may have the alias in any form. */
    public static LeaseStand of(AliasState state, Evidence evidence, Duration now) {
        LeaseStand stand = of(state.phase());
        if (stand.standsBy() && evidence.isOffered(now)) {
            return new LeaseStand(Wish.WANTED, Place.AWAY, false, Optional.empty(), After.WATCH, true, true);
        }
        boolean carried = state.observed().isEmpty()
                || state.present()
                || !state.strayAddresses().isEmpty();
        return stand.wish() == Wish.NOTHING && carried ? stand.with(Wish.KEEP) : stand;
    }

    private LeaseStand with(Wish other) {
        return new LeaseStand(other, place, contested, handingTo, afterRelease, offered, standsBy);
    }

    private static final class OfPhases implements Phase.Visitor<LeaseStand> {
        @Override
        public LeaseStand starting(Phase.Starting phase) {
            return AWAY;
        }

        @Override
        public LeaseStand watching(Phase.Watching phase) {
            return STANDS_BY;
        }

        @Override
        public LeaseStand confirming(Phase.Confirming phase) {
            return STANDS_BY.with(Wish.KEEP);
        }

        @Override
        public LeaseStand vacant(Phase.Vacant phase) {
            return STANDS_BY;
        }

        @Override
        public LeaseStand ready(Phase.Ready phase) {
            return STANDS_BY.with(Wish.WANTED);
        }

        @Override
        public LeaseStand claiming(Phase.Claiming phase) {
            return new LeaseStand(Wish.NEEDED, Place.COMING, false);
        }

        @Override
        public LeaseStand holding(Phase.Holding phase) {
            return new LeaseStand(Wish.NEEDED, Place.HERE, phase.conflicts().any());
        }

        @Override
        public LeaseStand handingOver(Phase.HandingOver phase) {
            return new LeaseStand(
                    Wish.NEEDED,
                    Place.HERE,
                    false,
                    Optional.of(phase.to()),
                    phase.plan().then(),
                    false,
                    false);
        }

        @Override
        public LeaseStand restoring(Phase.Restoring phase) {
            return AWAY.with(Wish.NEEDED);
        }

        @Override
        public LeaseStand releasing(Phase.Releasing phase) {
            return AWAY.with(Wish.KEEP);
        }

        @Override
        public LeaseStand standingAside(Phase.StandingAside phase) {
            return AWAY;
        }

        @Override
        public LeaseStand suspended(Phase.Suspended phase) {
            return AWAY;
        }

        @Override
        public LeaseStand stopped(Phase.Stopped phase) {
            return AWAY;
        }
    }
}
