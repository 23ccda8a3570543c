package io.aliasdefender.failover;

import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Hearing;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.ProbeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was heard of the hosts around this one: for each link, and there for each address family, its own evidence. What
 * was heard over one link proves nothing about another one.
 */
final class Ledger {
    private final Duration started;
    private final Map<LinkFamily, Evidence> evidence = new LinkedHashMap<>();
    /** What was heard over links that no alias is on: only to be shown. */
    private Evidence elsewhere;
    /** The usable links, each with its index: one that was made again is another. */
    private final Map<String, Integer> usableLinks = new HashMap<>();

    private Watchlist watchlist = Watchlist.NOTHING;
    private Map<IpAddress, Node> nodes = Map.of();

    Ledger(Duration started) {
        this.started = started;
        elsewhere = Evidence.none(started);
    }

    Duration started() {
        return started;
    }

    /** The nodes of the configuration besides this host. */
    void nodes(Collection<Node> others) {
        Map<IpAddress, Node> byAddress = new HashMap<>();
        others.forEach(node -> byAddress.put(node.address(), node));
        nodes = byAddress;
    }

    Evidence evidence(LinkFamily family) {
        return evidence.computeIfAbsent(family, ignored -> Evidence.none(started));
    }

    /** What an alias's decisions are made on. */
    Evidence evidence(Defended defended) {
        return evidence(defended.family());
    }

    void witnesses(LinkFamily family, Map<IpAddress, String> witnesses) {
        evidence.put(family, evidence(family).with(witnesses));
    }

    Map<LinkFamily, Map<IpAddress, String>> witnesses() {
        Map<LinkFamily, Map<IpAddress, String>> witnesses = new LinkedHashMap<>();
        evidence.forEach((family, heard) -> witnesses.put(family, heard.witnesses()));
        return witnesses;
    }

    /**
     * What was heard before a link came up says nothing about the link, and what was heard on links that no alias is on
     * any more is forgotten.
     */
    void look(KernelView kernel, Set<LinkFamily> families, Duration now) {
        evidence.keySet().retainAll(families);
        for (String name : families.stream().map(LinkFamily::linkName).collect(Collectors.toSet())) {
            Optional<Link> link = kernel.link(name).filter(Link::usable);
            Integer before = link.isPresent() ? usableLinks.put(name, link.get().index()) : usableLinks.remove(name);
            if (link.isPresent() && !Integer.valueOf(link.get().index()).equals(before)) {
                evidence.replaceAll((family, heard) -> family.linkName().equals(name) ? heard.voided(now) : heard);
            }
        }
    }

    void voidEvidence(Duration now) {
        evidence.replaceAll((family, heard) -> heard.voided(now));
        elsewhere = elsewhere.voided(now);
    }

    /** From now on only this is asked; what is heard of anything else is late, and would never be corrected. */
    void asksOnly(Watchlist next) {
        watchlist = next;
        evidence.replaceAll((family, heard) -> heard.onlyAbout(next.hosts(family)));
        elsewhere = elsewhere.onlyAbout(next.elsewhere());
    }

    /**
     * Takes note of the outcome of a steady round at a host.
     *
     * @return the links on which the host began or ceased to answer by this
     */
    List<LinkFamily> heard(ProbeResult result, Duration now) {
        Question question = result.question();
        if (!watchlist.asks(question)) {
            return List.of();
        }
        List<LinkFamily> concerned = watchlist.concerned(question);
        if (concerned.isEmpty()) {
            elsewhere = elsewhere.heard(question.address(), result.outcome(), now);
        }
        List<LinkFamily> flipped = new ArrayList<>();
        for (LinkFamily family : concerned) {
            if (heard(family, question.address(), result.outcome(), result.endsRound(), now)) {
                flipped.add(family);
            }
        }
        question.linkName().ifPresent(link -> learn(link, question.address(), mac(result.outcome())));
        return flipped;
    }

    private boolean heard(LinkFamily family, IpAddress host, ProbeOutcome outcome, boolean round, Duration now) {
        Evidence before = evidence(family);
        Evidence after = before.heard(host, outcome, now);
        evidence.put(family, after);
        return before.of(host).answers() != after.of(host).answers();
    }

    /** Takes note of what a burst heard of hosts over its own link. */
    void heard(BurstResult result, LinkFamily family, Duration now) {
        result.hosts().forEach((host, tally) -> {
            if (tally.heardOverLink() && tally.rtt().isPresent()) {
                if (watchlist.hosts(family).contains(host)) {
                    heard(
                            family,
                            host,
                            new ProbeOutcome.Reply(tally.rtt().get(), tally.mac()),
                            false,
                            now);
                }
                learn(result.linkName(), host, tally.mac());
            }
        });
    }

    private static Optional<MacAddress> mac(ProbeOutcome outcome) {
        return outcome.fold(ProbeOutcome.Reply::mac, silence -> Optional.empty(), broken -> Optional.empty());
    }

    /** Who answers on a link for a node's own address is that node. */
    private void learn(String linkName, IpAddress address, Optional<MacAddress> mac) {
        Node node = nodes.get(address);
        if (node == null || mac.isEmpty()) {
            return;
        }
    }

    /** The newest that was heard of a host, over whatever link. */
    Hearing newest(IpAddress host) {
        Hearing newest = elsewhere.of(host);
        for (Evidence heard : evidence.values()) {
            Hearing hearing = heard.of(host);
            if (hearing.at().compareTo(newest.at()) > 0) {
                newest = hearing;
            }
        }
        return newest;
    }
}
