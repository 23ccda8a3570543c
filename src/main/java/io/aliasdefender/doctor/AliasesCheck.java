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
                .filter(alias -> answers.asked().contains(alias.address()))
                .map(alias -> judge(alias, facts, answers))
                .toList();
    }

    private static Diagnosis judge(AliasSpec alias, Facts facts, Answers answers) {
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
        return node
                ? Diagnosis.ok(address + " is on " + names)
                : Diagnosis.error(
                        address + " is answered by " + names + ": a defender will never take it from there",
                        "find that address in the switches' tables and take the alias off that host");
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
