package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.SystemFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Adds an address again that was removed for a moment, for what is left of its lifetime, and for no longer. */
final class PutBack {
    /** Nobody waits for the results of these. */
    private static final long ID = 0;

    /** From the moment in which the kernel was read until it has the address again; what is later does not come back. */
    private static final Duration CARRYING_OUT = Duration.ofMillis(100);

    private PutBack() {}

    /**
     * The clock that lifetimes end by, which goes on while the machine is suspended. To be read before the kernel is. Where it cannot
     * be read, addresses have no lifetimes.
     */
    static Duration now() {
        try {
            return Duration.ofNanos(SystemFacts.open().bootNanos());
        } catch (IOException notOnThisSystem) {
            return Duration.ZERO;
        }
    }

    /**
     * The addition.
     *
     * @param now what the clock showed before the kernel was read
     * @return empty: its lifetime is as good as over, and it does not come back
     */
    static Optional<AddressAction> of(Placement placement, Carried carried, Duration now) {
        if (carried.validSeconds() == Carried.FOREVER) {
            return Optional.of(new AddressAction(ID, Kind.ADD, placement));
        }
        // The kernel tells whole seconds that have begun.
        int seconds = carried.validSeconds() - 1;
        if (seconds < 1) {
            return Optional.empty();
        }
        Lifetime left = new Lifetime(seconds, now.plusSeconds(seconds).plus(CARRYING_OUT), Duration.ZERO);
        return Optional.of(new AddressAction(ID, Kind.ADD, placement, Optional.of(left)));
    }
}
