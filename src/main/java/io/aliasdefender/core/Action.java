package io.aliasdefender.core;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.Set;

/** What a decision wants done. The caller does it and tells how it went as an {@link Input}. */
public sealed interface Action {
    /**
     * Ask quickly, to be sure.
     *
     * @param id comes back in the result
     * @param probes rounds
     * @param hosts also to be asked, each until its first answer
     */
    record Burst(long id, int probes, Duration spacing, Set<IpAddress> hosts) implements Action {
        public Burst {
            hosts = Set.copyOf(hosts);
        }
    }

    /** Put the address on its interface. */
    record Add(Placement placement) implements Action {}

    /** Take the address off its interface. */
    record Remove(Placement placement) implements Action {}

    /** Tell the network once that this host has the alias. */
    record Announce(Placement placement) implements Action {}
}
