package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * An address that is probed steadily.
 *
 * @param address the address
 * @param linkName the interface on whose link it is also asked by ARP or neighbour solicitation; empty: ICMP alone
 * @param interval time between two rounds, from 10 ms up
 * @param minTimeout the reply time-out adapts to the round-trip but never goes below this
 * @param alias whether other hosts' ARP and neighbour-discovery frames about it are to be reported as
 *     {@link Sighting}s
 */
public record ProbeTarget(
        IpAddress address, Optional<String> linkName, Duration interval, Duration minTimeout, boolean alias) {}
