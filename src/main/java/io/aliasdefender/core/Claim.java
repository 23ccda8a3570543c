package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.AliasState.Vacancy;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The one place where an address is added, whatever led there: it takes a {@link Ground}, which only a rule gives. */
final class Claim {
    private Claim() {}

    /** The rule for taking over gave the ground: tells so, and adds. */
    static void takeOver(Step step, Ground ground) {
        if (step.linkUsable() && Leasing.allows(step)) {
            step.tell(Cause.TAKING_OVER, Level.INFO, ground.because() + "; taking over");
        }
        add(step, ground);
    }

    /** This host has the address differently: adds it as it should be. What is wrong goes when that is there. */
    static void putRight(Step step) {
        add(step, new Ground(Ground.Kind.MISPLACEMENT, "this host has it differently", false));
    }

    /**
     * The configuration has another prefix or label for the alias that is here. Both changes go together, and the kernel
     * answers for the address all the while, so that nobody else can have taken it: no doubt comes of it.
     */
    static void replace(Step step, Placement before) {
        if (!Leasing.allows(step)) {
            // What is left of the lease is too short for the kernel: the old placement leaves, and the new one is
            // claimed.
            Release.begin(step, before, After.RESTORE);
            return;
        }
        step.tell(
                Cause.REPLACED,
                Level.INFO,
                step.spec.role() + ": the configuration changes " + before + " to " + step.spec.placement());
        step.remove(before);
        // Where it is to be is known to be usable: it is where it was.
        long command = step.add(step.spec.placement(), Leasing.lifetime(step));
        long burst = step.burst(step.confirmingRounds(), List.of());
        Transitions.claims(
                step,
                burst,
                command,
                new Ground(Ground.Kind.REPLACEMENT, "this host has it, as it was configured", false));
    }

    /**
     * The node that has the alias offers it, and keeps it until this host has it: nobody else is to be asked, and no burst
     * says anything that the offer does not.
     *
     * @param burst that is under way, whose end is still looked at; 0: none is
     */
    static void offered(Step step, Node from, long burst) {
        if (!Leasing.allowsOffered(step)) {
            return;
        }
        step.tell(
                Cause.TAKING_OVER,
                Level.INFO,
                step.spec.role() + ": " + Wording.of(from, step.spec) + " hands over " + step.spec.address()
                        + (NodeFitness.isUnfit(step, from) ? ", because " + NodeFitness.itsChecksFail(step, from) : "")
                        + "; taking it");
        removeWhatIsInTheWay(step);
        long command = step.add(step.spec.placement(), Leasing.lifetime(step));
        Transitions.claims(step, burst, command, new Ground(Ground.Kind.OFFER, "the node that has it offers it", true));
    }

    /**
     * Adds the alias; a second burst at the same time tells rivals, and finds out whether one was faster (RFC 5227,
     * section 2.1.1).
     */
    static void add(Step step, Ground ground) {
        if (!step.linkUsable()) {
            Transitions.leavesVacant(step, step.vacancy, Optional.empty());
            step.note(
                    Cause.CANNOT_PROBE,
                    Level.WARNING,
                    step.spec.role() + ": " + step.spec.placement().interfaceName()
                            + " is down or has no carrier; not adding " + step.spec.address());
            return;
        }
        if (!Leasing.allows(step)) {
            Transitions.leavesVacant(step, step.vacancy, Optional.empty());
            Leasing.noteMissing(step, step.spec.role() + ": " + ground.because(), false);
            return;
        }
        removeWhatIsInTheWay(step);
        long command = step.add(step.spec.placement(), Leasing.lifetime(step));
        long burst = step.burst(step.confirmingRounds(), List.of());
        Transitions.claims(step, burst, command, ground);
    }

    /**
     * Linux has an IPv6 address once on an interface: with another prefix it is the same address and cannot be added
     * again. So the wrong one goes first, in the same batch of commands.
     */
    private static void removeWhatIsInTheWay(Step step) {
        Placement right = step.spec.placement();
        if (right.address().address().v6()) {
            step.strayAddresses().stream()
                    .filter(stray -> stray.interfaceName().equals(right.interfaceName()))
                    .forEach(step::remove);
        }
    }

    /** The address is not here after all. */
    static void failed(Step step, String why) {
        Vacancy before = step.vacancy.orElse(Vacancy.beginning(step.now));
        int failures = before.failedClaims() + 1;
        Duration wait = Timing.backoff(failures);
        Duration retryAt = step.now.plus(wait);
        step.count(Counter.FAILED_COMMAND);
        if (Takings.open(step)) {
            offerFailed(step, why);
            return;
        }
        Transitions.leavesVacant(
                step,
                Optional.of(new Vacancy(before.since(), failures, before.backoffs(), 0, retryAt)),
                Optional.of(retryAt));
        step.tell(
                Cause.COMMAND_FAILED,
                Level.ERROR,
                step.spec.role() + ": could not add " + step.spec.placement() + ": " + why + "; trying again in "
                        + Wording.of(wait));
    }

    /** The node that offered it keeps it. */
    private static void offerFailed(Step step, String why) {
        Takings.end(step, Outcome.COMMAND_FAILED);
        Transitions.watches(step);
        step.tell(
                Cause.COMMAND_FAILED,
                Level.ERROR,
                step.spec.role() + ": could not add " + step.spec.placement() + ", which was offered: " + why);
    }
}
