package io.aliasdefender.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Asks and hears at layer 2 on the link of one interface: by ARP (RFC 826) for IPv4, by neighbour discovery (RFC 4861)
 * for IPv6. What comes in goes to the {@link Wire.Listener}.
 */
public interface LinkPort {
    /**
     * Sends "who has it?" from no address: the probe of RFC 5227, section 2.1.1, or the solicitation of duplicate address
     * detection (RFC 4862, section 5.4.2).
     *
     * @param watching whether it carries the mark of a defender that would take the address when it falls silent, and is
     *     no probe before a claim: for links where this host has no address to ask from
     * @return empty when it left this host, else why not, in one sentence
     */
    Optional<String> probe(IpAddress target, boolean watching);

    /**
     * Sends "who has it? Tell this address of mine."
     *
     * @param own an address of this host, of the target's family
     * @param to the only one to be asked; empty: everybody. Neighbour solicitations always go to the target's group
     * @param watching whether it carries the mark of a defender that would take the address when it falls silent
     * @return empty when it left this host, else why not, in one sentence
     */
    Optional<String> request(IpAddress own, IpAddress target, Optional<MacAddress> to, boolean watching);

    /**
     * Tells other defenders that this host has let go of the target on purpose: to all other hosts it is an everyday
     * question.
     *
     * @param own an address of this host, of the target's family; empty: it has none on this link
     * @return empty when it left this host, else why not, in one sentence
     */
    Optional<String> farewell(Optional<IpAddress> own, IpAddress target);

    /**
     * Hears from now on what others say and ask about these addresses, and no more about the earlier ones.
     *
     * @return empty when they can be heard, else why not, in one sentence
     */
    Optional<String> listenFor(Set<IpAddress> addresses);
}
