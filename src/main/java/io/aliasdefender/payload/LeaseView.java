package io.aliasdefender.payload;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the leases stand, at one moment.
 *
 * @param configured whether this host needs any
 * @param trouble why the store does not answer; empty: it does
 * @param troubleSince for how long it has not
 * @param renewalTook how long the newest renewal took
 * @param leases those that somebody was seen to have
 * @param atNanos when that was so, of the clock of {@link System#nanoTime()}
 */
public record LeaseView(
        boolean configured,
        Optional<String> trouble,
        Optional<Duration> troubleSince,
        Optional<Duration> renewalTook,
        List<Lease> leases,
        long atNanos) {
    public static final LeaseView NONE =
            new LeaseView(false, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0);

    public LeaseView {
        leases = List.copyOf(leases);
    }

    /**
     * One lease.
     *
     * @param name {@code alias/ADDRESS} or {@code group/NAME}
     * @param holder the name of the node that has it; empty: none was seen to
     * @param own this host has it
     * @param fence grows with each change of the holder
     * @param left until this host must have given it up, below zero where that is over; empty: it does not have it
     */
    public record Lease(String name, Optional<String> holder, boolean own, long fence, Optional<Duration> left) {}
}
