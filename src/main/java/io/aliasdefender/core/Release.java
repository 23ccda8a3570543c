package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.Optional;

/** How a host begins to let go of the alias. {@link ReleasingHandler} sees it through. */
final class Release {
    private Release() {}

    /** Begins to let go. The reason has been told. */
    static void begin(Step step, Placement placement, After then) {
        Transitions.releases(step, placement, step.remove(placement), then);
    }

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
        begin(step, step.spec.placement(), After.WATCH);
    }

    /** Lets go because another host has the alias by right. */
    static void yieldTo(Step step, MacAddress mac, Level level, String because) {
        step.answer = Optional.of(new Answer(step.now, Optional.of(mac), Duration.ZERO));
        step.tell(Cause.YIELDING, level, because);
        begin(step, step.spec.placement(), After.WATCH);
    }
}
