package io.aliasdefender.doctor;

import java.util.List;
import java.util.Set;

/**
 * What a firewall does at one point of a packet's way, as far as it concerns a defender.
 *
 * @param name for people
 * @param incoming on the way in; else on the way out
 * @param packets of these it sees
 * @param rules the first one about a packet decides
 * @param dropsRest what it does with packets that no rule is about
 */
record Chain(String name, boolean incoming, Set<Packet> packets, List<Rule> rules, boolean dropsRest) {
    /** What a defender and its kernel live on. */
    enum Packet {
        ECHO,
        ECHO_V6,
        NEIGHBOUR_SOLICITATION,
        ARP
    }

    /**
     * A rule with a verdict.
     *
     * @param about packets that it certainly takes; not those that it takes on a further condition
     */
    record Rule(Set<Packet> about, boolean drops) {}

    boolean drops(Packet packet) {
        return packets.contains(packet)
                && rules.stream()
                        .filter(rule -> rule.about().contains(packet))
                        .findFirst()
                        .map(Rule::drops)
                        .orElse(dropsRest);
    }
}
