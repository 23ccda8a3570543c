package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Starting;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import java.time.Duration;

/** Nothing is known yet: what the kernel has comes first. */
final class StartingHandler extends Standby<Starting> {
    @Override
    void tick(Step step, Starting phase) {
        // What could not be taken off while there is no link.
        StrayAddresses.remove(step);
    }

    @Override
    void missed(Step step, Starting phase) {
        if (step.observed.isPresent()) {
            Transitions.confirms(step, false, 0, false);
        }
    }

    @Override
    void absent(Step step, Starting phase, boolean linkCameUp) {
        if (step.strayAddresses().isEmpty()) {
            Transitions.confirms(step, false, 0, false);
        } else {
            StrayAddresses.putRightOrTakeOff(step);
        }
    }

    @Override
    void rivalSeen(Step step, Starting phase, MacAddress mac) {
        // This host does not think of taking it yet.
    }

    @Override
    String howItCame() {
        return "was here at start";
    }

    @Override
    void burstEnded(Step step, Starting phase, BurstResult result) {
        // Of an older life of this alias.
    }

    @Override
    void stalled(Step step, Starting phase, Duration length) {
        // Nothing was known.
    }

    @Override
    void remove(Step step, Starting phase) {
        refuse(step, "what this host has of " + step.spec.address() + " is not known yet; try again in a moment");
    }
}
