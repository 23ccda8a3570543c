package io.aliasdefender.doctor;

import io.aliasdefender.web.ConfigJson;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the running daemon answers, and runs what the file says. */
final class DaemonCheck {
    private DaemonCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        List<Diagnosis> found = new ArrayList<>();
        facts.daemon()
                .problem()
                .ifPresent(
                        why -> found.add(
                                Diagnosis.unknown(
                                        "the daemon in " + facts.stateFolder() + " could not be asked: " + why,
                                        "run this as root, or as the daemon's user; a daemon that hangs: systemctl restart alias-defender")));
        facts.daemon().configuration().ifPresent(running -> found.add(judge(facts, running)));
        facts.daemon().aliases().forEach(alias -> outOfReach(alias).ifPresent(found::add));
        return found;
    }

    /** An alias that this host has in vain: clients do not reach it here. */
    private static Optional<Diagnosis> outOfReach(JsonObject alias) {
        boolean unheard = "unheard".equals(alias.getValue("cause")) && "holding".equals(alias.getValue("state"));
        return alias.getValue("filtered_ms") == null && !unheard
                ? Optional.empty()
                : Optional.of(
                        Diagnosis.error(
                                "the daemon says: " + alias.getValue("reason"),
                                "allow " + alias.getValue("address") + " on the switch port or virtual interface of "
                                        + alias.getValue("interface")
                                        + " (port security, allowed address pairs), and look whether the trunk carries its VLAN"));
    }

    private static Diagnosis judge(Facts facts, JsonObject running) {
        boolean rejected =
                running.getValue("file") instanceof JsonObject file && Boolean.FALSE.equals(file.getValue("accepted"));
        if (rejected) {
            return Diagnosis.error(
                    "the daemon rejected the configuration file and goes on with an older one",
                    "alias-defender check, correct it, and: kill -HUP (systemctl reload alias-defender)");
        }
        List<String> differences = facts.settings()
                .map(settings -> ConfigDifference.between(ConfigJson.of(settings), running))
                .orElse(List.of());
        return differences.isEmpty()
                ? Diagnosis.ok("the daemon answers and runs this configuration")
                : Diagnosis.warning(
                        "the daemon runs something else than this file: " + String.join("; ", differences),
                        "systemctl reload alias-defender, or name the file that it reads by --config");
    }
}
