package io.aliasdefender.core;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this host has heard, over one interface, of the nodes and the witnesses.
 *
 * @param hosts by address
 * @param witnesses what is to be asked whether our own network works, with the words for it in a sentence
 *     ({@code router 192.0.2.1})
 * @param voidBefore answers up to this moment prove nothing any more: the start, the last link-up, the last stall
 * @param companions the other aliases of the group, as they stand on this host
 */
public record Evidence(
        Map<IpAddress, Hearing> hosts,
        Map<IpAddress, String> witnesses,
        Duration voidBefore,
        List<Companion> companions) {
    /** The maps are not copied: one of them is made anew at every probe as it is. */
    public Evidence {}

    /** Nothing heard yet. */
    public static Evidence none(Duration now) {
        return new Evidence(Map.of(), Map.of(), now, List.of());
    }

    /** The same with one more outcome. */
    public Evidence heard(IpAddress host, ProbeOutcome outcome, Duration now) {
        Map<IpAddress, Hearing> more = new HashMap<>(hosts);
        more.put(host, of(host).and(outcome, now));
        return new Evidence(more, witnesses, voidBefore, companions);
    }

    /** The same with other witnesses, in the order in which they are to be named. */
    public Evidence with(Map<IpAddress, String> otherWitnesses) {
        return new Evidence(hosts, new LinkedHashMap<>(otherWitnesses), voidBefore, companions);
    }

    /** The same, but everything heard until now proves nothing about now. */
    public Evidence voided(Duration now) {
        return new Evidence(hosts, witnesses, now, companions);
    }

    /** The same without what was heard of hosts that nobody asks about any more. */
    public Evidence onlyAbout(Collection<IpAddress> wanted) {
        Map<IpAddress, Hearing> fewer = new HashMap<>(hosts);
        fewer.keySet().retainAll(wanted);
        return new Evidence(fewer, witnesses, voidBefore, companions);
    }

    /** The same, beside these other aliases of a group. */
    public Evidence beside(List<Companion> others) {
        return new Evidence(hosts, witnesses, voidBefore, List.copyOf(others));
    }

    public Hearing of(IpAddress host) {
        return hosts.getOrDefault(host, Hearing.NOTHING);
    }

    /** Whether any host answered since the evidence was last void: the proof that we can hear at all. */
    public boolean provesHearing() {
        return hosts.values().stream()
                .anyMatch(hearing -> hearing.repliedAt()
                        .filter(at -> at.compareTo(voidBefore) > 0)
                        .isPresent());
    }

    /** Whether every host that was asked was silent in its newest round. No host asked: no. */
    public boolean everybodySilent() {
        return hosts.values().stream().anyMatch(hearing -> hearing.missesInRow() > 0)
                && hosts.values().stream().allMatch(hearing -> hearing.missesInRow() > 0);
    }

    /** The node for whose own address this link-layer address answers. */
    public Optional<Node> nodeOf(MacAddress mac, Collection<Node> nodes) {
        return nodes.stream()
                .filter(node -> of(node.address()).mac().filter(mac::equals).isPresent())
                .findFirst();
    }

    /** The share of rounds lost on the way to the witness that answers best, 0 to 1. */
    public double loss() {
        return witnesses.keySet().stream()
                .map(hosts::get)
                .filter(hearing -> hearing != null && hearing.repliedAt().isPresent())
                .mapToDouble(Hearing::loss)
                .min()
                .orElse(0);
    }
}
