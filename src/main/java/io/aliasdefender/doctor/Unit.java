package io.aliasdefender.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The daemon's unit, where systemd has one. */
final class Unit {
    private static final String NAME = "alias-defender.service";
    /** The first one that has it counts (systemd.unit(5)). */
    private static final List<String> FOLDERS = List.of(
            "/etc/systemd/system",
            "/run/systemd/system",
            "/usr/local/lib/systemd/system",
            "/usr/lib/systemd/system",
            "/lib/systemd/system");

    private final String path;
    private final Ini ini;

    private Unit(String path, Ini ini) {
        this.path = path;
        this.ini = ini;
    }

    static Optional<Unit> of(HostInspector inspector) {
        return FOLDERS.stream()
                .map(folder -> folder + "/" + NAME)
                .filter(path -> inspector.read(path).value().isPresent())
                .findFirst()
                .map(path -> new Unit(path, withDropIns(inspector, path)));
    }

    private static Ini withDropIns(HostInspector inspector, String path) {
        Ini ini = Ini.of(inspector.read(path).orEmpty());
        FOLDERS.stream().distinct().forEach(folder -> {
            String dropIns = folder + "/" + NAME + ".d";
            inspector.list(dropIns).stream()
                    .filter(name -> name.endsWith(".conf"))
                    .forEach(
                            name -> ini.add(inspector.read(dropIns + "/" + name).orEmpty()));
        });
        return ini;
    }

    String path() {
        return path;
    }

    /** Whether it sets the token for orders where everybody can read it. */
    boolean tellsToken() {
        return ini.words("Service", "Environment").stream()
                .anyMatch(word -> word.replace("\"", "").replace("'", "").startsWith("ALIAS_DEFENDER_TOKEN="));
    }

    boolean root() {
        return ini.last("Service", "User")
                .filter(user -> !user.isEmpty())
                .map(user -> user.equals("root") || user.equals("0"))
                .orElse(true);
    }

    /** Whether a process of this unit begins with a capability, {@code CAP_NET_RAW}. */
    boolean grants(String capability) {
        List<String> bounding = ini.words("Service", "CapabilityBoundingSet");
        boolean allowed = bounding.isEmpty() || bounding.stream().anyMatch(capability::equalsIgnoreCase);
        return allowed && (root() || words("AmbientCapabilities").anyMatch(capability::equalsIgnoreCase));
    }

    private Stream<String> words(String key) {
        return ini.words("Service", key).stream();
    }

    /** Whether its process may have, or has from the beginning, a real-time scheduling policy. */
    boolean realTime() {
        return ini.last("Service", "CPUSchedulingPolicy")
                        .filter(policy -> policy.matches("fifo|rr"))
                        .isPresent()
                || ini.last("Service", "LimitRTPRIO")
                        .filter(limit -> limit.matches("[1-9]\\d*|infinity"))
                        .isPresent();
    }
}
