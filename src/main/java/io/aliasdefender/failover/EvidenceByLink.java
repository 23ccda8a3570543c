package io.aliasdefender.failover;

import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.HostEvidence;
import io.aliasdefender.core.Identity;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Witnesses;
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
final class EvidenceByLink {
    private final Duration started;
    private final Map<LinkFamily, Evidence> evidence = new LinkedHashMap<>();
    /** What was heard over links that no alias is on: only to be shown. */
    private Evidence elsewhere;
    /** The links that aliases are on, as they were seen last. */
    private final Map<String, Link> links = new HashMap<>();
    /** For each of them, who is who there. */
    private final Map<String, Identity> identities = new HashMap<>();

    private KernelView kernel = KernelView.EMPTY;
    private Watchlist watchlist = Watchlist.NOTHING;
    private Map<IpAddress, Node> nodes = Map.of();

    EvidenceByLink(Duration started) {
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
        return evidence.computeIfAbsent(
                family, ignored -> Evidence.none(started).knowing(identity(family.linkName())));
    }

    /** What an alias's decisions are made on. */
    Evidence evidence(Defended defended) {
        return evidence(defended.family());
    }

    void witnesses(LinkFamily family, Witnesses witnesses) {
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
    void kernelChanged(KernelView view, Set<LinkFamily> families, Duration now) {
        kernel = view;
        evidence.keySet().retainAll(families);
        Set<String> names = families.stream().map(LinkFamily::linkName).collect(Collectors.toSet());
        identities.keySet().retainAll(names);
        links.keySet().retainAll(names);
        for (String name : names) {
            Link link = kernel.link(name).orElse(null);
            Link before = link == null ? links.remove(name) : links.put(name, link);
            if (link != null) {
                seen(link, Optional.ofNullable(before), now);
            }
        }
    }

    private void seen(Link link, Optional<Link> before, Duration now) {
        String name = link.name();
        Optional<MacAddress> own = Optional.of(link.mac()).filter(mac -> mac.bits() != 0);
        boolean same = before.filter(old -> old.index() == link.index()).isPresent();
        if (!same) {
            // Made again, perhaps on another network: nothing that was heard there is about this one.
            know(name, Identity.of(own));
            evidence.replaceAll((family, heard) ->
                    family.linkName().equals(name) ? heard.onlyAbout(Set.of()).voided(now) : heard);
        } else if (!identity(name).own().equals(own)) {
            know(name, new Identity(own, identity(name).nodes()));
        }
        if (same && link.usable() && !before.get().usable()) {
            evidence.replaceAll((family, heard) -> family.linkName().equals(name) ? heard.voided(now) : heard);
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
            elsewhere = elsewhere.heard(question.address(), result.outcome(), now, result.endsRound());
        }
        List<LinkFamily> flipped = new ArrayList<>();
        for (LinkFamily family : concerned) {
            if (heard(family, question.address(), result.outcome(), result.endsRound(), now)) {
                flipped.add(family);
            }
        }
        question.linkName()
                .ifPresent(
                        link -> learn(link, question.address(), result.outcome().mac()));
        return flipped;
    }

    private boolean heard(LinkFamily family, IpAddress host, ProbeOutcome outcome, boolean round, Duration now) {
        Evidence before = evidence(family);
        Evidence after = before.heard(host, outcome, now, round);
        evidence.put(family, after);
        return before.of(host).answers() != after.of(host).answers();
    }

    /** Takes note of what a burst heard of hosts over its own link. */
    void heard(BurstResult result, LinkFamily family, Duration now) {
        result.hosts().forEach((host, tally) -> {
            if (tally.heardOverLink() && tally.rtt().isPresent()) {
                if (watchlist.hosts(family).contains(host)) {
                    heard(family, host, new ProbeOutcome.Reply(tally.rtt().get(), tally.mac()), false, now);
                }
                learn(result.linkName(), host, tally.mac());
            }
        });
    }

    /** Who answers on a link for a node's own address is that node. */
    private void learn(String linkName, IpAddress address, Optional<MacAddress> mac) {
        Node node = nodes.get(address);
        if (node == null || mac.isEmpty()) {
            return;
        }
        Identity before = identity(linkName);
        Identity after = before.learnt(node, mac.get());
        if (!after.equals(before)) {
            know(linkName, after);
        }
    }

    /** Takes note of a node's own addresses, and of the link-layer addresses of the interfaces that have them. */
    void told(Node node, Map<Cidr, MacAddress> macs) {
        macs.forEach((address, mac) -> links.values().forEach(link -> {
            Identity before = identity(link.name());
            // What answered there for itself is known already, and is newer.
            boolean news = !before.nodes().getOrDefault(node, List.of()).contains(mac);
            if (news && mac.bits() != 0 && sharesNetwork(link, address)) {
                know(link.name(), before.learnt(node, mac));
            }
        }));
    }

    /** But for those that mean nothing on another link: link-local ones, and single addresses. */
    private boolean sharesNetwork(Link link, Cidr address) {
        return !address.address().isLinkLocal()
                && address.prefixLength() < address.address().bits()
                && kernel.addresses().stream()
                        .filter(carried -> carried.linkIndex() == link.index())
                        .map(KernelView.Carried::address)
                        .anyMatch(
                                own -> own.prefixLength() == address.prefixLength() && own.contains(address.address()));
    }

    private Identity identity(String linkName) {
        return identities.getOrDefault(linkName, Identity.NOBODY);
    }

    /** Both families of a link know the same. */
    private void know(String linkName, Identity who) {
        identities.put(linkName, who);
        evidence.replaceAll((family, heard) -> family.linkName().equals(linkName) ? heard.knowing(who) : heard);
    }

    /** The newest that was heard of a host, over whatever link. */
    HostEvidence newest(IpAddress host) {
        HostEvidence newest = elsewhere.of(host);
        for (Evidence heard : evidence.values()) {
            HostEvidence hostEvidence = heard.of(host);
            if (hostEvidence.at().compareTo(newest.at()) > 0) {
                newest = hostEvidence;
            }
        }
        return newest;
    }
}
