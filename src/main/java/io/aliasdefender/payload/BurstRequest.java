package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.Set;

/**
 * A quick series of rounds at an alias that missed one, and, at the same time, at the hosts that prove whether the
 * miss is the alias's fault or the network's. Its ARP probes at the alias have the sender address 0.0.0.0 (IPv6: come from
 * ::) and so are at once the probes of RFC 5227, section 2.1.1; the hosts are asked from an address of our own.
 *
 * @param id given back in the result
 * @param alias the address in question; the burst ends at its first answer
 * @param linkName the interface of the alias
 * @param probes rounds, 1 to 100
 * @param spacing time between rounds
 * @param hosts witnesses and better-ranked nodes; each is asked until its first answer, and again in
 *     the closing rounds ({@link io.aliasdefender.core.probe.Tally#closing})
 */
public record BurstRequest(
        long id, IpAddress alias, String linkName, int probes, Duration spacing, Set<IpAddress> hosts) {
    public BurstRequest {
        hosts = Set.copyOf(hosts);
    }
}
