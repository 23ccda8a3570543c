package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.Rivals;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;

/** A burst finds out whether the alias is silent; the rule for taking over judges it. */
final class ConfirmingHandler extends Standby<Confirming> {
    /** A host that comes after this one in rank has backed off by then, or has the alias and answers. */
    private static final int MOST_RESTARTS = 1;

    @Override
    void tick(Step step, Confirming phase) {
        if (!Offers.taken(step, phase.burst()) && step.now.minus(phase.since()).compareTo(Timing.LOST) >= 0) {
            restart(step, phase, phase.restarts());
        }
    }

    private static void restart(Step step, Confirming phase, int restarts) {
        Transitions.confirms(step, phase.ordered(), restarts, phase.joined());
    }

    @Override
    void missed(Step step, Confirming phase) {
        // The burst is asking.
    }

    @Override
    void couldNotAsk(Step step, Confirming phase, String why) {
        // The burst tells.
    }

    @Override
    void absent(Step step, Confirming phase, boolean linkCameUp) {
        if (!step.strayAddresses().isEmpty()) {
            StrayAddresses.putRightOrTakeOff(step);
        }
    }

    @Override
    void rivalSeen(Step step, Confirming phase, MacAddress mac) {
        Transitions.seesRival(step, phase, comesAfter(step, mac));
    }

    @Override
    void linked(Step step, Confirming phase, Node node, Word word) {
        Offers.heard(step, node, word, phase.burst());
    }

    @Override
    void stalled(Step step, Confirming phase, Duration length) {
        restart(step, phase, phase.restarts());
    }

    @Override
    void burstEnded(Step step, Confirming phase, BurstResult result) {
        if (phase.burst() != result.id()) {
            return;
        }
        // It was silent already when we began to ask.
        Vacancy vacancy = step.vacancy.orElse(Vacancy.beginning(phase.since()));
        Circumstances given = new Circumstances(
                phase.ordered(),
                step.answer,
                step.now.minus(vacancy.since()),
                step.grace(),
                step.betterThatLeft(),
                step.evidence.wordsSince(phase.since(), heldSince(step, phase, vacancy)),
                step.fitness,
                step.now);
        Takeover.judge(step.spec, step.evidence, result, given).accept(new Outcome(step, phase, vacancy));
    }

    /**
     * What proves that a node has the alias although it is silent here: what it said after the silence had begun. Of the
     * first burst that is what it said meanwhile; it outlasts the next ones, for one burst without an answer, of the many
     * while two hosts cannot hear each other, is no reason to take.
     */
    private static Duration heldSince(Step step, Confirming phase, Vacancy vacancy) {
        Duration lasting = step.now.minus(Timing.HELD_UNHEARD);
        Duration silentSince = vacancy.since();
        Duration since = silentSince.compareTo(lasting) > 0 ? silentSince : lasting;
        return since.compareTo(phase.since()) < 0 ? since : phase.since();
    }

    /** What follows from each verdict. */
    private final class Outcome implements TakeoverVerdict.Visitor {
        private final Step step;
        private final Confirming phase;
        private final Vacancy vacancy;

        private Outcome(Step step, Confirming phase, Vacancy vacancy) {
            this.step = step;
            this.phase = phase;
            this.vacancy = vacancy;
        }

        @Override
        public void answered(TakeoverVerdict.Answered verdict) {
            if (phase.ordered()) {
                step.tell(Cause.REFUSED, Level.WARNING, verdict.because() + "; take it off there first");
            }
            ConfirmingHandler.this.answered(step, verdict.answer());
        }

        @Override
        public void take(TakeoverVerdict.Take verdict) {
            Optional<Duration> wait = phase.ordered() ? Optional.empty() : Reaching.leaveToOthers(step, vacancy);
            if (wait.isPresent()) {
                leave(
                        vacancy,
                        wait.map(step.now::plus),
                        Cause.LEAVING_FILTERED,
                        Level.WARNING,
                        step.spec.role() + ": " + step.spec.address()
                                + " is silent, and the network dropped its frames when it was here; leaving it to others"
                                + " for " + Wording.of(wait.get()));
                return;
            }
            Rivals rivals = phase.rivals();
            if (rivals.better() > 0 && Backoff.ifAllowed(step, vacancy)) {
                return;
            }
            if (rivals.others() > 0 && phase.restarts() < MOST_RESTARTS) {
                restart(step, phase, phase.restarts() + 1);
                return;
            }
            step.vacancy = Optional.of(vacancy);
            if (phase.ordered()) {
                step.fitness = step.fitness.settled(step.evidence.fitness().fit() == Known.NO);
            }
            if (step.spec.group().isPresent() || !Leasing.allows(step)) {
                Transitions.isReady(step, phase, verdict.ground());
                ReadyHandler.noteLease(step, phase.ordered(), verdict.ground());
            } else {
                Claim.takeOver(step, verdict.ground());
            }
        }

        @Override
        public void cannotProbe(TakeoverVerdict.CannotProbe verdict) {
            // Nobody was asked, so this is no confirmed silence: the vacancy does not begin.
            step.note(phase.ordered() ? Cause.REFUSED : Cause.CANNOT_PROBE, Level.WARNING, verdict.because());
            Transitions.leavesVacant(step, step.vacancy, Optional.empty());
        }

        @Override
        public void noWitness(TakeoverVerdict.NoWitness verdict) {
            leave(vacancy, Optional.empty(), Cause.NO_WITNESS, Level.ERROR, verdict.because());
        }

        @Override
        public void witnessNotAsked(TakeoverVerdict.WitnessNotAsked verdict) {
            leave(vacancy.unheardOnceMore(), soon(), Cause.CANNOT_PROBE, Level.WARNING, verdict.because());
        }

        @Override
        public void networkDown(TakeoverVerdict.NetworkDown verdict) {
            leave(vacancy.unheardOnceMore(), soon(), Cause.NETWORK_DOWN, Level.ERROR, verdict.because());
        }

        /** The silence of everybody is often over in a moment: ask soon, and then less and less often. */
        private Optional<Duration> soon() {
            return Optional.of(step.now.plus(Timing.lookAgain(vacancy.unheard(), step.spec)));
        }

        @Override
        public void betterAlive(TakeoverVerdict.BetterAlive verdict) {
            leave(vacancy, after(verdict.left()), Cause.PARTNER_ALIVE, Level.WARNING, verdict.because());
        }

        @Override
        public void unfit(TakeoverVerdict.Unfit verdict) {
            Transitions.leavesVacant(step, Optional.of(vacancy), after(verdict.left()));
            UnfitHolder.note(step, verdict.because());
        }

        /** The burst that ends with the wait begins before it does. */
        private Optional<Duration> after(Optional<Duration> wait) {
            Duration burst = step.spec.policy().confirmSpacing().multipliedBy(step.confirmingRounds() - 1L);
            return wait.map(left -> step.now.plus(left).minus(burst));
        }

        @Override
        public void heldUnheard(TakeoverVerdict.HeldUnheard verdict) {
            Cause cause = phase.ordered() ? Cause.REFUSED : Cause.UNHEARD;
            leave(vacancy, Optional.empty(), cause, Level.WARNING, verdict.because());
        }

        private void leave(Vacancy next, Optional<Duration> retryAt, Cause cause, Level level, String because) {
            Transitions.leavesVacant(step, Optional.of(next), retryAt);
            step.note(cause, level, because);
        }
    }

    /** It was about to be claimed. */
    @Override
    void remove(Step step, Confirming phase) {
        standAside(step);
    }
}
