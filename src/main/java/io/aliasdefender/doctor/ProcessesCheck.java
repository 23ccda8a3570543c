package io.aliasdefender.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether something else moves addresses in this network namespace: another kind of failover, or another defender. */
final class ProcessesCheck {
    private static final Set<String> MOVERS = Set.of(
            "keepalived",
            "ucarp",
            "vrrpd",
            "uvrrpd",
            "freevrrpd",
            "heartbeat",
            "corosync",
            "pacemakerd",
            "wackamole",
            "vip-manager",
            "kube-vip",
            "carp");

    private ProcessesCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        HostInspector inspector = facts.inspector();
        Optional<String> here = inspector.link("/proc/self/ns/net");
        Set<String> movers = new TreeSet<>();
        List<String> defenders = new ArrayList<>();
        Set<String> elsewhere = new TreeSet<>();
        for (String pid : inspector.list("/proc")) {
            if (!pid.matches("\\d+")) {
                continue;
            }
            String name = inspector.read("/proc/" + pid + "/comm").orEmpty();
            boolean defender =
                    isDefender(inspector.read("/proc/" + pid + "/cmdline").orEmpty());
            if (!defender && !MOVERS.contains(name)) {
                continue;
            }
            Optional<String> there = inspector.link("/proc/" + pid + "/ns/net");
            if (there.isEmpty()) {
                elsewhere.add(defender ? "alias-defender" : name);
            } else if (there.equals(here)) {
                if (defender) {
                    defenders.add(pid);
                } else {
                    movers.add(name);
                }
            }
        }
        List<Diagnosis> found = new ArrayList<>(List.of(ofMovers(movers), ofDefenders(defenders)));
        if (!elsewhere.isEmpty()) {
            found.add(Diagnosis.unknown(
                    String.join(" and ", elsewhere)
                            + " runs on this machine; whether in this network namespace cannot be seen",
                    "run this as root"));
        }
        return found;
    }

    private static boolean isDefender(String commandLine) {
        List<String> words = List.of(commandLine.split("\0"));
        boolean ours = words.stream()
                .anyMatch(word -> word.endsWith("alias-defender.jar") || word.equals("io.aliasdefender.cli.Main"));
        return ours && words.stream().anyMatch(word -> word.equalsIgnoreCase("monitor"));
    }

    private static Diagnosis ofMovers(Set<String> movers) {
        return movers.isEmpty()
                ? Diagnosis.ok("no other failover program runs here")
                : Diagnosis.warning(
                        String.join(" and ", movers)
                                + " runs here: two programs that move the same address fight over it",
                        "make sure that none of its addresses is an alias, or stop it: systemctl disable --now "
                                + String.join(" ", movers));
    }

    private static Diagnosis ofDefenders(List<String> pids) {
        return switch (pids.size()) {
            case 0 -> Diagnosis.ok("no defender runs here at the moment");
            case 1 -> Diagnosis.ok("a defender runs here (process " + pids.get(0) + ")");
            default ->
                Diagnosis.error(
                        pids.size() + " defenders run here (processes " + String.join(", ", pids)
                                + "): each takes the other's doing for a stranger's",
                        "end all but one of them: kill PID");
        };
    }
}
