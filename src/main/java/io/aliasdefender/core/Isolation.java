package io.aliasdefender.core;

import io.aliasdefender.core.Phase.After;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.spec.Policy.OnIsolation;
import java.util.stream.Collectors;

/** A holder that hears nobody: others may have taken the alias, so it must ask before it claims to have it again. */
final class Isolation {
    private Isolation() {}

    static void carrierLost(Step step, Holding holding) {
        isolate(step, holding, step.spec.placement().interfaceName() + " is down or has no carrier");
    }

    /** A burst heard neither a witness nor a node. */
    static void confirmed(Step step, Holding holding, BurstResult result) {
        String silent = result.hosts().keySet().stream()
                .map(host -> Words.nameOf(host, step.spec, step.evidence))
                .sorted()
                .collect(Collectors.joining(", "));
        isolate(step, holding, "nobody is heard any more (" + silent + ")");
    }

    private static void isolate(Step step, Holding holding, String why) {
        if (holding.isolatedSince().isPresent()) {
            return;
        }
        boolean release = step.spec.policy().onIsolation() == OnIsolation.RELEASE;
        step.phase = holding.asIsolated(step.now);
        step.tell(
                Cause.ISOLATED,
                Level.WARNING,
                step.spec.role() + ": " + why + ": switch/network down? "
                        + (release ? "Releasing " : "Holding on to ") + step.spec.address() + " (on-isolation: "
                        + (release ? "release" : "hold") + ")");
        if (release) {
            Release.begin(step, step.spec.placement(), After.WATCH);
        }
    }
}
