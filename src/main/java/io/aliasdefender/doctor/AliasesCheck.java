package io.aliasdefender.doctor;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who has each alias at this moment, in the eyes of its link: one node, or nobody, and never a stranger or two. */
final class AliasesCheck {
    private AliasesCheck() {}

    static List<Diagnosis> look(Facts facts, Answers answers) {
        return facts.aliases().stream()
                .map(alias -> judge(alias, facts, answers))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Diagnosis> judge(AliasSpec alias, Facts facts, Answers answers) {
        IpAddress address = alias.address();
        Set<MacAddress> others = answers.neighbour(address);
        boolean here = facts.kernel().carries(address);
        String names =
                others.stream().map(mac -> name(mac, facts, answers)).sorted().collect(Collectors.joining(" and "));
        if (here && !others.isEmpty()) {
            return Optional.of(Diagnosis.error(
                    address + " is here, and " + names + " answers for it too",
                    "take it off one of the two: ip address del "
                            + alias.placement().address() + " dev IF"));
        }
        if (others.size() > 1) {
            return Optional.of(Diagnosis.error(
                    names + " both answer for " + address,
                    "take it off one of them: ip address del "
                            + alias.placement().address() + " dev IF"));
        }
        if (here) {
            return Optional.of(Diagnosis.ok(address + " is here, and nobody else answers for it"));
        }
        if (others.isEmpty()) {
            return answers.problem().isPresent()
                    ? Optional.empty()
                    : Optional.of(Diagnosis.ok("nobody answers for " + address + " at the moment"));
        }
        boolean node = others.stream().anyMatch(mac -> node(mac, facts, answers).isPresent());
        return Optional.of(
                node
                        ? Diagnosis.ok(address + " is on " + names)
                        : Diagnosis.error(
                                address + " is answered by " + names + ": a defender will never take it from there",
                                "find that address in the switches' tables and take the alias off that host"));
    }

    private static String name(MacAddress mac, Facts facts, Answers answers) {
        return node(mac, facts, answers).map(Node::name).orElse(mac + " (no node of ours)");
    }

    private static Optional<Node> node(MacAddress mac, Facts facts, Answers answers) {
        return facts.settings().stream()
                .flatMap(settings -> settings.nodes().stream())
                .filter(node -> answers.neighbour(node.address()).contains(mac))
                .findFirst();
    }
}
