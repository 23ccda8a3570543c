package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.IpAddress;
import java.util.Map;

/**
 * Which answers came to the alias of a holder, and which to an address of the host's own.
 *
 * @param id of the request
 * @param address the alias
 * @param linkName the interface on whose link was asked
 * @param hosts what was found about each host that could be asked from both addresses; empty: nobody could be
 */
public record ReachResult(long id, IpAddress address, String linkName, Map<IpAddress, Answers> hosts) {
    public ReachResult {
        hosts = Map.copyOf(hosts);
    }

    /**
     * The answers of one host.
     *
     * @param echo to echo requests
     * @param neighbour to ARP requests or neighbour solicitations
     */
    public record Answers(Pair echo, Pair neighbour) {}

    /**
     * The answers to questions of one kind.
     *
     * @param asked rounds in which both questions left this host
     * @param own answers to the host's own address
     * @param alias answers to the alias
     */
    public record Pair(int asked, int own, int alias) {}
}
