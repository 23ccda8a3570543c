package io.aliasdefender.payload;

import io.aliasdefender.core.Phase;
import java.util.Locale;

/** A {@link Phase} by its name alone, as people and programs are told it. */
public enum Standing {
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

    private static final Phase.Visitor<Standing> OF = new Phase.Visitor<>() {
        @Override
        public Standing starting(Phase.Starting phase) {
            return STARTING;
        }

        @Override
        public Standing watching(Phase.Watching phase) {
            return WATCHING;
        }

        @Override
        public Standing confirming(Phase.Confirming phase) {
            return CONFIRMING;
        }

        @Override
        public Standing vacant(Phase.Vacant phase) {
            return VACANT;
        }

        @Override
        public Standing ready(Phase.Ready phase) {
            return READY;
        }

        @Override
        public Standing claiming(Phase.Claiming phase) {
            return CLAIMING;
        }

        @Override
        public Standing holding(Phase.Holding phase) {
            return HOLDING;
        }

        @Override
        public Standing handingOver(Phase.HandingOver phase) {
            return HANDING_OVER;
        }

        @Override
        public Standing restoring(Phase.Restoring phase) {
            return RESTORING;
        }

        @Override
        public Standing releasing(Phase.Releasing phase) {
            return RELEASING;
        }

        @Override
        public Standing standingAside(Phase.StandingAside phase) {
            return STANDING_ASIDE;
        }

        @Override
        public Standing suspended(Phase.Suspended phase) {
            return SUSPENDED;
        }

        @Override
        public Standing stopped(Phase.Stopped phase) {
            return STOPPED;
        }
    };

    public static Standing of(Phase phase) {
        return phase.accept(OF);
    }

    /** In kebab-case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
