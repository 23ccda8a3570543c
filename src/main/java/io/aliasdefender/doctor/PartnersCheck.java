package io.aliasdefender.doctor;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.web.ConfigJson;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the other nodes run the same configuration: two that differ may both be right, and both hold an alias. */
final class PartnersCheck {
    private PartnersCheck() {}

    static List<Diagnosis> examine(Facts facts, Map<String, PeerConfigurations.Said> said) {
        List<Diagnosis> found = new ArrayList<>();
        facts.settings().ifPresent(settings -> {
            JsonObject ours = facts.daemon().configuration().orElseGet(() -> ConfigJson.of(settings));
            for (Node node : settings.nodes()) {
                if (!node.equals(settings.self())) {
                    found.add(judge(node, settings, ours, said));
                }
            }
        });
        return found;
    }

    private static Diagnosis judge(
            Node node, Settings settings, JsonObject ours, Map<String, PeerConfigurations.Said> said) {
        PeerConfigurations.Said answer = said.get(node.name());
        if (answer == null) {
            return Diagnosis.unknown(
                    "what " + node + " is configured to do cannot be asked",
                    "web: {peers: {" + node + ": \"https://" + host(node)
                            + ":8600\"}}, and compare the files meanwhile");
        }
        if (answer.configuration().isEmpty()) {
            return Diagnosis.unknown(
                    node + " does not say what it is configured to do: "
                            + answer.problem().orElse(""),
                    "start its daemon; look at `web:` there: "
                            + settings.web().peers().get(node.name()));
        }
        List<String> differences =
                ConfigDifference.between(ours, answer.configuration().get());
        return differences.isEmpty()
                ? Diagnosis.ok(node + " runs the same configuration")
                : Diagnosis.warning(
                        node + " is configured differently: " + String.join("; ", differences),
                        "copy the same file to every node; it is read by itself");
    }

    private static String host(Node node) {
        return node.address().v6() ? "[" + node.address() + "]" : node.address().toString();
    }
}
