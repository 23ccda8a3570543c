package io.aliasdefender.doctor;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Witnesses;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.IcmpSocket;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.payload.Settings;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Asks the network for aliases, nodes and witnesses, with everyday questions that no host takes for a claim. Lasts at
 * most 0.2 s for each way of asking; the more often a question is answered by several hosts, the more of them are noticed.
 */
final class Survey {
    private static final int ROUNDS = 5;
    private static final long SPACING_MILLIS = 40;
    private static final int MOST_FRAMES = 1_024;
    /** Of a longer prefix each address may be a host's (RFC 3021). */
    private static final int MOST_SPECIFIC = 30;

    /** A storm of questions would look like an attack to a switch. */
    private static final int MOST_ADDRESSES = 256;

    private final Facts facts;
    private final Settings settings;
    private final Set<IpAddress> asked = new HashSet<>();
    private final Map<IpAddress, Set<MacAddress>> neighbours = new HashMap<>();
    private final Set<Question> spoke = new HashSet<>();
    private final Set<IpAddress> echoes = new HashSet<>();
    private Optional<String> problem = Optional.empty();

    private Survey(Facts facts, Settings settings) {
        this.facts = facts;
        this.settings = settings;
    }

    static NetworkAnswers ask(Facts facts) throws InterruptedException {
        if (facts.settings().isEmpty()) {
            return NetworkAnswers.NONE;
        }
        Survey survey = new Survey(facts, facts.settings().get());
        for (Link link : facts.links()) {
            if (link.usable() && link.mac().bits() != 0) {
                survey.askLink(link);
            }
        }
        survey.askEchoes();
        return new NetworkAnswers(survey.asked, survey.neighbours, survey.spoke, survey.echoes, survey.problem);
    }

    /** The witnesses by their addresses: the default routers of the aliases' interfaces, and those that are named. */
    static Set<IpAddress> witnesses(Settings settings, KernelView kernel) {
        Set<IpAddress> witnesses = new LinkedHashSet<>();
        settings.aliases().stream()
                .map(alias -> of(alias, settings, kernel).named().keySet())
                .distinct()
                .forEach(witnesses::addAll);
        return witnesses;
    }

    /** Those of one alias. */
    static Witnesses of(AliasSpec alias, Settings settings, KernelView kernel) {
        return Witnesses.of(
                alias.witnesses().orElse(settings.witnesses()),
                settings.nodes(),
                kernel,
                alias.placement().interfaceName(),
                alias.address().v6());
    }

    private Set<IpAddress> hosts() {
        Set<IpAddress> hosts = new LinkedHashSet<>(witnesses(settings, facts.kernel()));
        settings.nodes().stream()
                .filter(node -> !node.equals(settings.self()))
                .map(Node::address)
                .forEach(hosts::add);
        return hosts;
    }

    private void askLink(Link link) throws InterruptedException {
        Set<IpAddress> v4 = new LinkedHashSet<>();
        Set<IpAddress> v6 = new LinkedHashSet<>();
        settings.aliases().stream()
                .filter(alias -> alias.placement().interfaceName().equals(link.name()))
                .map(AliasSpec::address)
                .limit(MOST_ADDRESSES)
                .forEach(address -> (address.v6() ? v6 : v4).add(address));
        // A node of another link's network answers here too, mostly, and tells which link-layer address is its own
        // here.
        hosts().stream()
                .filter(host -> onLink(link, host) || isNode(host))
                .forEach(host -> (host.v6() ? v6 : v4).add(host));
        v4.addAll(nobodys(link));
        try {
            if (!v4.isEmpty()) {
                askArp(link, v4);
                v4.stream().filter(facts::isAlias).forEach(asked::add);
            }
            if (!v6.isEmpty()) {
                askNeighbours(link, v6);
                v6.stream().filter(facts::isAlias).forEach(asked::add);
            }
        } catch (IOException refused) {
            problem = Optional.of(refused.getMessage());
        }
    }

    /** IPv4 addresses that no host has: the first ones of the link's networks. Who answers for them answers for all. */
    private List<IpAddress> nobodys(Link link) {
        return facts.addressesOf(link).stream()
                .map(own -> own.address())
                .filter(own -> !own.address().v6() && own.prefixLength() <= MOST_SPECIFIC)
                .map(Cidr::network)
                .distinct()
                .toList();
    }

    private boolean isNode(IpAddress host) {
        return settings.nodes().stream().anyMatch(node -> node.address().equals(host));
    }

    private boolean onLink(Link link, IpAddress host) {
        return host.v6() && host.isLinkLocal()
                || facts.addressesOf(link).stream()
                        .anyMatch(own -> own.address().contains(host));
    }

    private void askArp(Link link, Set<IpAddress> addresses) throws IOException, InterruptedException {
        try (ArpSocket socket = ArpSocket.open(link.index(), link.mac())) {
            rounds(
                    addresses,
                    target -> own(link, target)
                            .map(own -> socket.request(own, target))
                            .orElseGet(() -> socket.probe(target))
                            .isEmpty(),
                    () -> socket.receive(
                            MOST_FRAMES, packet -> heard(addresses, packet.senderIp(), packet.senderMac(), link)));
        }
    }

    private void askNeighbours(Link link, Set<IpAddress> addresses) throws IOException, InterruptedException {
        try (NdSocket socket = NdSocket.open(link.index(), link.mac())) {
            rounds(
                    addresses,
                    target -> own(link, target)
                            .map(own -> socket.request(own, target))
                            .orElseGet(() -> socket.probe(target))
                            .isEmpty(),
                    () -> socket.receive(MOST_FRAMES, (packet, sender) -> {
                        if (packet.advertisement()) {
                            heard(addresses, packet.target(), sender, link);
                        }
                    }));
        }
    }

    private void heard(Set<IpAddress> asked, IpAddress address, MacAddress mac, Link link) {
        if (asked.contains(address) && !mac.equals(link.mac())) {
            spoke.add(Question.on(link.name(), address));
            neighbours.computeIfAbsent(address, first -> new HashSet<>()).add(mac);
        }
    }

    /** An address of this host from which to ask: none that may move. */
    private Optional<IpAddress> own(Link link, IpAddress target) {
        return facts.kernel().addresses().stream()
                .filter(carried -> carried.linkIndex() == link.index() && !carried.tentative())
                .map(carried -> carried.address())
                .filter(own -> !facts.isAlias(own.address())
                        && (own.contains(target)
                                || target.v6()
                                        && own.address().v6()
                                        && own.address().isLinkLocal()))
                .map(own -> own.address())
                .findFirst();
    }

    private void askEchoes() throws InterruptedException {
        Set<IpAddress> hosts = hosts();
        for (boolean v6 : new boolean[] {false, true}) {
            Set<IpAddress> family = new LinkedHashSet<>(hosts);
            family.removeIf(host -> host.v6() != v6 || host.isLinkLocal());
            if (family.isEmpty()) {
                continue;
            }
            try (IcmpSocket socket = IcmpSocket.open(v6)) {
                rounds(
                        family,
                        host -> echoes.contains(host)
                                || socket.send(host, 0, System.nanoTime()).isEmpty(),
                        () -> socket.receive(MOST_FRAMES, (from, sent) -> echoes.add(from)));
            } catch (IOException refused) {
                problem = Optional.of(refused.getMessage());
            }
        }
    }

    private interface AnswerReader {
        int read();
    }

    private static void rounds(Set<IpAddress> addresses, Predicate<IpAddress> asking, AnswerReader reader)
            throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            for (IpAddress address : addresses) {
                // Whom one round could not ask, the next one asks.
                boolean unused = asking.test(address);
            }
            TimeUnit.MILLISECONDS.sleep(SPACING_MILLIS);
            reader.read();
        }
    }
}
