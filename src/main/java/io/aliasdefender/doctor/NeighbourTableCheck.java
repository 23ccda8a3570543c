package io.aliasdefender.doctor;

import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Whether the kernel's table of neighbours has room for all that is probed. The table is one for all namespaces. */
final class NeighbourTableCheck {
    /** Of the table; the host has other neighbours, too. */
    private static final double MOST = 0.5;

    private NeighbourTableCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        List<Diagnosis> found = new ArrayList<>();
        facts.settings().ifPresent(settings -> {
            judge(facts, settings, "ipv4", false, found);
            judge(facts, settings, "ipv6", true, found);
        });
        return found;
    }

    private static void judge(Facts facts, Settings settings, String family, boolean v6, List<Diagnosis> found) {
        String key = "net." + family + ".neigh.default.gc_thresh3";
        OptionalInt room = new Sysctl(facts.inspector()).value(key);
        long targets = settings.aliases().stream()
                        .filter(alias -> alias.address().v6() == v6)
                        .count()
                + settings.nodes().stream()
                        .filter(node -> node.address().v6() == v6)
                        .count()
                + settings.witnesses().size();
        boolean any =
                settings.aliases().stream().anyMatch(alias -> alias.address().v6() == v6);
        if (room.isEmpty() || !any) {
            return;
        }
        if (targets <= room.getAsInt() * MOST) {
            found.add(Diagnosis.ok(
                    key + " is " + room.getAsInt() + ": room enough for " + targets + " addresses that are probed"));
            return;
        }
        int wanted = Integer.highestOneBit((int) Math.min(targets, 1 << 28)) * 4;
        found.add(Diagnosis.warning(
                key + " is " + room.getAsInt() + ", and " + targets + " addresses are probed: when the table is full,"
                        + " probes cannot be sent",
                Sysctl.set(wanted, List.of(key))));
    }
}
