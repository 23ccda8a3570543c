package io.aliasdefender.core;

import io.aliasdefender.core.Phase.After;
import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.spec.Policy.OnIsolation;
import java.util.stream.Collectors;

/** A holder that nobody answers: others may have taken the alias, so it must ask before it claims to have it again. */
final class Isolation {
    private Isolation() {}

    /**
     * Without a carrier nobody can reach the alias here, so keeping it gains nothing; and when the cable is back, it
     * would be here and at another host's at once.
     */
    static void carrierLost(Step step) {
        step.tell(
                Cause.ISOLATED,
                Level.WARNING,
                step.spec.role() + ": " + step.spec.placement().interfaceName()
                        + " is down or has no carrier; letting go of " + step.spec.address()
                        + " so that another host can have it");
        Release.begin(step, step.spec.placement(), After.WATCH);
    }

    /** A burst was answered neither by a witness nor by a node. */
    static void confirmed(Step step, Holding holding, BurstResult result) {
        if (holding.isolatedSince().isEmpty()) {
            begin(step, holding, result);
        }
        // Who still hears others may be of use to them: where all nodes and the router are dead, clients are not.
        if (step.spec.policy().onIsolation() == OnIsolation.RELEASE && !result.overheard()) {
            step.tell(
                    Cause.RELEASING,
                    Level.WARNING,
                    step.spec.role() + ": this host hears nobody at all; releasing " + step.spec.address()
                            + " (on-isolation: release)");
            Release.begin(step, step.spec.placement(), After.WATCH);
        }
    }

    private static void begin(Step step, Holding holding, BurstResult result) {
        String silent = result.hosts().keySet().stream()
                .map(host -> Words.nameOf(host, step.spec, step.evidence))
                .sorted()
                .collect(Collectors.joining(", "));
        boolean release = step.spec.policy().onIsolation() == OnIsolation.RELEASE;
        step.phase = holding.asIsolated(step.now).with(Check.none(step.now.plus(Deadlines.LOOK)));
        step.tell(
                Cause.ISOLATED,
                Level.WARNING,
                step.spec.role() + ": nobody answers any more (" + silent + "): switch/network down? "
                        + (result.overheard()
                                ? "Others are still overheard; holding on to "
                                : release ? "Not holding on to " : "Holding on to ")
                        + step.spec.address() + ", and asking who has it before anything is announced again"
                        + " (on-isolation: " + (release ? "release" : "hold") + ")");
    }
}
