package io.aliasdefender.payload;

import io.aliasdefender.core.Phase;
import java.util.Locale;

/** A {@link Phase} by its name alone, as people and programs are told it. */
public enum PhaseName {
    STARTING,
    WATCHING,
    CONFIRMING,
    VACANT,
    READY,
    CLAIMING,
    HOLDING,
    HANDING_OVER,
    RESTORING,
    RELEASING,
    STANDING_ASIDE,
    SUSPENDED,
    STOPPED;

    private static final Phase.Visitor<PhaseName> OF = new Phase.Visitor<>() {
        @Override
        public PhaseName starting(Phase.Starting phase) {
            return STARTING;
        }

        @Override
        public PhaseName watching(Phase.Watching phase) {
            return WATCHING;
        }

        @Override
        public PhaseName confirming(Phase.Confirming phase) {
            return CONFIRMING;
        }

        @Override
        public PhaseName vacant(Phase.Vacant phase) {
            return VACANT;
        }

        @Override
        public PhaseName ready(Phase.Ready phase) {
            return READY;
        }

        @Override
        public PhaseName claiming(Phase.Claiming phase) {
            return CLAIMING;
        }

        @Override
        public PhaseName holding(Phase.Holding phase) {
            return HOLDING;
        }

        @Override
        public PhaseName handingOver(Phase.HandingOver phase) {
            return HANDING_OVER;
        }

        @Override
        public PhaseName restoring(Phase.Restoring phase) {
            return RESTORING;
        }

        @Override
        public PhaseName releasing(Phase.Releasing phase) {
            return RELEASING;
        }

        @Override
        public PhaseName standingAside(Phase.StandingAside phase) {
            return STANDING_ASIDE;
        }

        @Override
        public PhaseName suspended(Phase.Suspended phase) {
            return SUSPENDED;
        }

        @Override
        public PhaseName stopped(Phase.Stopped phase) {
            return STOPPED;
        }
    };

    public static PhaseName of(Phase phase) {
        return phase.accept(OF);
    }

    /** In kebab-case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
