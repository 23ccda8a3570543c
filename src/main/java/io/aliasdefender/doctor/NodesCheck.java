package io.aliasdefender.doctor;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.List;

/** Whether the other nodes answer now. */
final class NodesCheck {
    private NodesCheck() {}

    static List<Diagnosis> examine(Facts facts, NetworkAnswers answers) {
        List<Diagnosis> found = new ArrayList<>();
        for (Node node : facts.settings().map(Settings::nodes).orElse(List.of())) {
            boolean self = facts.settings().get().self().equals(node);
            if (self) {
                continue;
            }
            if (answers.alive(node.address())) {
                boolean pings = answers.echoes().contains(node.address());
                found.add(Diagnosis.ok(
                        "node " + node + " (" + node.address() + ") answers" + (pings ? "" : " ARP, but no ping")));
            } else if (answers.problem().isEmpty()) {
                found.add(Diagnosis.warning(
                        "node " + node + " (" + node.address() + ") does not answer: nobody can take over from here",
                        "start that host; look at the network between; let its firewall accept ICMP"));
            }
        }
        return found;
    }
}
