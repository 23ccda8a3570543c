package io.aliasdefender.doctor;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who has each alias at this moment, in the eyes of its link: one node, or nobody, and never a stranger or two. */
final class AliasesCheck {
    private AliasesCheck() {}

    static List<Diagnosis> examine(Facts facts, NetworkAnswers answers) {
        return facts.aliases().stream()
                .filter(alias -> answers.asked().contains(alias.address()))
                .map(alias -> judge(alias, facts, answers))
                .toList();
    }

    private static Diagnosis judge(AliasSpec alias, Facts facts, NetworkAnswers answers) {
        IpAddress address = alias.address();
        Set<MacAddress> others = answers.neighbour(address);
        boolean here = facts.kernel().carries(address);
        String names =
                others.stream().map(mac -> name(mac, facts, answers)).sorted().collect(Collectors.joining(" and "));
        String removal =
                "take it off one of them: ip address del " + alias.placement().address() + " dev IF";
        if (here) {
            return others.isEmpty()
                    ? Diagnosis.ok(address + " is here, and nobody else answers for it")
                    : Diagnosis.error(address + " is here, and " + names + " answers for it too", removal);
        }
        if (others.isEmpty()) {
            return Diagnosis.ok("nobody answers for " + address + " at the moment");
        }
        if (others.size() > 1) {
            return Diagnosis.error(names + " both answer for " + address, removal);
        }
        boolean node = others.stream().anyMatch(mac -> node(mac, facts, answers).isPresent());
        if (node) {
            return Diagnosis.ok(address + " is on " + names);
        }
        String unknown = unknownHere(alias, facts, answers);
        return !unknown.isEmpty()
                ? Diagnosis.warning(
                        address + " is answered by " + others.iterator().next() + ", which may be " + unknown
                                + ": its link-layer address on "
                                + alias.placement().interfaceName() + " is not known",
                        "look at it there: ip link; to be recognised, let it answer ARP for its own address on every"
                                + " interface (net.ipv4.conf.all.arp_ignore=0)")
                : Diagnosis.error(
                        address + " is answered by " + names + ": a defender will never take it from there",
                        "find that address in the switches' tables and take the alias off that host");
    }

    /** The nodes whose address is of another link, and that do not answer for it on the alias's. */
    private static String unknownHere(AliasSpec alias, Facts facts, NetworkAnswers answers) {
        String linkName = alias.placement().interfaceName();
        return alias.others().stream()
                .filter(node -> !answers.spoke().contains(Question.on(linkName, node.address())))
                .filter(node -> facts.kernel().link(linkName).stream()
                        .flatMap(link -> facts.addressesOf(link).stream())
                        .noneMatch(own -> own.address().contains(node.address())))
                .map(Node::name)
                .collect(Collectors.joining(" or "));
    }

    private static String name(MacAddress mac, Facts facts, NetworkAnswers answers) {
        return node(mac, facts, answers).map(Node::name).orElse(mac + " (no node of ours)");
    }

    private static Optional<Node> node(MacAddress mac, Facts facts, NetworkAnswers answers) {
        return facts.settings().stream()
                .flatMap(settings -> settings.nodes().stream())
                .filter(node -> answers.neighbour(node.address()).contains(mac))
                .findFirst();
    }
}
