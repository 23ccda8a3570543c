package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Restoring;
import io.aliasdefender.core.Phase.StandingAside;
import io.aliasdefender.core.Phase.Starting;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Telling.Offering;
import io.aliasdefender.core.told.Telling.Replying;
import io.aliasdefender.core.told.Word.Reply;
import java.util.Optional;

/** What this host tells the other nodes about an alias. */
public final class Tellings {
    private static final Phase.Visitor<Stance> STANCES = new Stances();

    private Tellings() {}

    /**
     * What follows from the phase alone.
     *
     * @param takes it would be taken if nobody had it
     * @param holds it is held
     * @param offer it is offered to another node
     */
    private record Stance(boolean takes, boolean holds, Optional<Offering> offer) {
        private static final Stance STANDS_BY = new Stance(true, false, Optional.empty());
        private static final Stance STANDS_BACK = new Stance(false, false, Optional.empty());
    }

    /** What is to be told from now on. */
    public static Telling of(AliasState state, AliasSpec spec, Evidence evidence) {
        Stance stance = state.phase().accept(STANCES);
        boolean present = state.present();
        boolean keptOff = evidence.group().flatMap(GroupView::bar).isPresent();
        Said said = new Said(
                state.observed().isEmpty() ? Known.UNKNOWN : present ? Known.YES : Known.NO,
                present && stance.holds() && state.doubt().none(),
                stance.takes() && !state.filtering().aside(),
                state.linkUsable() && state.filtering().since().isEmpty() && (present || !keptOff),
                present || state.vacancy().isEmpty(),
                evidence.hearsWitness(),
                evidence.fitness().fit());
        Optional<Replying> reply = state.taking()
                .flatMap(taking ->
                        taking.outcome().map(outcome -> new Replying(taking.from(), new Reply(taking.id(), outcome))));
        return new Telling(spec.address(), said, stance.offer(), reply);
    }

    private static final class Stances implements Phase.Visitor<Stance> {
        @Override
        public Stance starting(Starting phase) {
            return Stance.STANDS_BACK;
        }

        @Override
        public Stance watching(Watching phase) {
            return Stance.STANDS_BY;
        }

        @Override
        public Stance confirming(Confirming phase) {
            return Stance.STANDS_BY;
        }

        @Override
        public Stance vacant(Vacant phase) {
            return Stance.STANDS_BY;
        }

        @Override
        public Stance ready(Ready phase) {
            return Stance.STANDS_BY;
        }

        @Override
        public Stance claiming(Claiming phase) {
            return Stance.STANDS_BY;
        }

        @Override
        public Stance holding(Holding phase) {
            return new Stance(true, true, Optional.empty());
        }

        @Override
        public Stance handingOver(HandingOver phase) {
            return new Stance(
                    false,
                    false,
                    Optional.of(new Offering(
                                    phase.to(), phase.offer(), phase.until().minus(Timing.OFFER_MARGIN)))
                            .filter(offer -> phase.takenAt().isEmpty()));
        }

        @Override
        public Stance restoring(Restoring phase) {
            return Stance.STANDS_BY;
        }

        @Override
        public Stance releasing(Releasing phase) {
            return Stance.STANDS_BACK;
        }

        @Override
        public Stance standingAside(StandingAside phase) {
            return Stance.STANDS_BACK;
        }

        @Override
        public Stance suspended(Suspended phase) {
            return Stance.STANDS_BACK;
        }

        @Override
        public Stance stopped(Stopped phase) {
            return Stance.STANDS_BACK;
        }
    }
}
