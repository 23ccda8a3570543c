package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.Holding;
import java.time.Duration;

/** How a host begins to hold the alias, and asks who else has it. */
final class Adoption {
    private static final int LOOK_ROUNDS = 2;
    private static final int RESTORE_ROUNDS = 3;

    private Adoption() {}

    /**
     * The alias is here and nobody claimed it.
     *
     * @param how it came here, for the sentence
     */
    static void adopt(Step step, String how) {
        if (!step.linkUsable()) {
            Release.carrierLost(step);
            return;
        }
        Transitions.doubts(step, Doubt.unproven(step.now));
        Transitions.holds(step, Check.none(step.now));
        step.tell(
                Cause.ADOPTED,
                Level.INFO,
                step.spec.role() + ": " + step.spec.placement() + " " + how
                        + "; adopting it, and asking whether anybody else has it");
        StrayAddresses.remove(step);
        check(step, Holding.beginning(step.now, Check.none(step.now)), true);
    }

    /**
     * Asks for the alias and for everybody else: does somebody have it too, and do we hear anybody?
     *
     * @param thorough so often that silence means something
     */
    static void check(Step step, Holding holding, boolean thorough) {
        int rounds = thorough ? step.confirmingRounds() : LOOK_ROUNDS;
        long burst = step.burst(rounds, step.witnessesAnd(step.spec.others()));
        Transitions.goesOnHolding(step, holding.with(new Check(burst, step.now, thorough)));
    }

    /** Puts the alias back after a short burst. */
    static void restore(Step step, Duration heldSince) {
        int rounds = Confirmation.rounds(RESTORE_ROUNDS, step.evidence.loss(), Confirmation.RESTORE_ERROR);
        Transitions.restores(step, step.burst(rounds, step.witnessesAnd(step.spec.others())), heldSince);
    }
}
