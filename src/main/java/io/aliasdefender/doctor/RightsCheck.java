package io.aliasdefender.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether this process, and the daemon that the system starts, may do what a defender does. */
final class RightsCheck {
    /** Bits of the capabilities (linux/capability.h). */
    private static final Map<String, Integer> NEEDED = Map.of("CAP_NET_ADMIN", 12, "CAP_NET_RAW", 13);

    private RightsCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        String status = facts.inspector().read("/proc/self/status").orEmpty();
        Optional<Long> effective = field(status, "CapEff:", 16);
        if (effective.isEmpty()) {
            return List.of();
        }
        boolean root = field(status, "Uid:", 10).orElse(-1L) == 0;
        Optional<Unit> unit = Unit.of(facts.inspector());
        if (unit.isPresent()) {
            return Stream.concat(Stream.of(ofUnit(unit.get())), secretsOf(unit.get()))
                    .toList();
        }
        String missing = NEEDED.keySet().stream()
                .filter(name -> (effective.get() >> NEEDED.get(name) & 1) == 0)
                .sorted()
                .collect(Collectors.joining(" and "));
        if (missing.isEmpty()) {
            return List.of(Diagnosis.ok("a daemon that is started like this may probe and change addresses"));
        }
        String remedy = "start the daemon as root, or by a unit with AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW";
        return List.of(
                root
                        ? Diagnosis.error(
                                "this process is root without " + missing
                                        + ": a daemon that is started like this can neither probe nor change addresses",
                                "grant " + missing + " (containers: --cap-add; systemd: CapabilityBoundingSet=)")
                        : Diagnosis.warning("this user has no " + missing + ", which a daemon needs", remedy));
    }

    private static Diagnosis ofUnit(Unit unit) {
        String missing = NEEDED.keySet().stream()
                .filter(name -> !unit.grants(name))
                .sorted()
                .collect(Collectors.joining(" and "));
        return missing.isEmpty()
                ? Diagnosis.ok(unit.path() + " grants CAP_NET_ADMIN and CAP_NET_RAW")
                : Diagnosis.error(
                        unit.path() + " does not grant " + missing + ", so its daemon cannot start",
                        "systemctl edit alias-defender: [Service] AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW, and the"
                                + " same in CapabilityBoundingSet=");
    }

    private static Stream<Diagnosis> secretsOf(Unit unit) {
        return unit.tellsToken()
                ? Stream.of(Diagnosis.warning(
                        unit.path() + " has the token in its Environment=, which every user of this host can read"
                                + " (systemctl show)",
                        "put it into a file and name that by web: token-file"))
                : Stream.empty();
    }

    /** The first number of a line. */
    private static Optional<Long> field(String status, String name, int radix) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
                .map(number -> Long.parseUnsignedLong(number, radix))
                .findFirst();
    }
}
