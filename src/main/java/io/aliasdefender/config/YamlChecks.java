package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entries;
import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code checks}: what is looked at to tell whether a host is fit for an alias. */
final class YamlChecks {
    static final int MAX_CHECKS = 500;
    static final Duration MIN_EVERY = Duration.ofMillis(100);
    static final Duration MAX_EVERY = Duration.ofHours(1);
    static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
    static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);
    static final int MAX_COUNT = 100;

    /** Each kind with the keys that only it has. */
    private static final Map<String, List<String>> KINDS = kinds();

    private static final String EXAMPLE =
            "write a name with what is looked at, such as port: {tcp: \"127.0.0.1:3128\"}";

    private final HostFacts host;
    private final NodeTable nodes;
    private final Values values;
    private final Findings findings;

    YamlChecks(HostFacts host, NodeTable nodes, Values values, Findings findings) {
        this.host = host;
        this.nodes = nodes;
        this.values = values;
        this.findings = findings;
    }

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("http", List.of("status", "header", "body", "host", "ca", "insecure"));
        kinds.put("tcp", List.of());
        kinds.put("dns", List.of("server", "type"));
        kinds.put("ping", List.of("over"));
        kinds.put("process", List.of());
        kinds.put("exec", List.of("user"));
        kinds.put("file", List.of("is"));
        kinds.put("interface", List.of("address", "route"));
        kinds.put("unit", List.of());
        return kinds;
    }

    CheckTable read(Yaml value) {
        Map<String, At> declared = new LinkedHashMap<>();
        Map<String, CheckSpec> here = new LinkedHashMap<>();
        Set<String> wrong = new LinkedHashSet<>();
        List<Entry> entries = values.entries(value, "checks", EXAMPLE);
        if (value instanceof Entries map && map.entries().isEmpty()) {
            findings.error(value.at(), "checks is empty", EXAMPLE);
        }
        if (entries.size() > MAX_CHECKS) {
            findings.error(
                    entries.get(MAX_CHECKS).at(), "there are more than " + MAX_CHECKS + " checks", "write fewer");
            return CheckTable.none();
        }
        for (Entry entry : entries) {
            declared.put(entry.key(), entry.at());
            Declaration check = check(entry);
            check.spec().ifPresent(spec -> here.put(spec.name(), spec));
            if (check.wrong()) {
                wrong.add(entry.key());
            }
        }
        return new CheckTable(declared, here, wrong, new LinkedHashSet<>());
    }

    /**
     * One check.
     *
     * @param spec empty: this host has nothing to look at, or it is wrong
     */
    private record Declaration(Optional<CheckSpec> spec, boolean wrong) {
        static final Declaration WRONG = new Declaration(Optional.empty(), true);
    }

    private Declaration check(Entry entry) {
        if (!Names.isNode(entry.key())) {
            findings.error(
                    entry.at(),
                    Quoted.of(entry.key()) + " cannot be the name of a check",
                    "write up to 63 letters, digits, dots, hyphens and underscores");
            return Declaration.WRONG;
        }
        String what = "check " + entry.key();
        Map<String, Yaml> section = values.section(entry.value(), what, Keys.CHECK, EXAMPLE);
        Optional<String> kind = kind(entry, what, section);
        Times times = times(what, section, kind.orElse(""));
        if (kind.isEmpty()) {
            return Declaration.WRONG;
        }
        refuseOthers(kind.get(), what, section);
        return target(what, kind.get(), section, times.spec(entry.key()));
    }

    /** The one kind that is written. */
    private Optional<String> kind(Entry entry, String what, Map<String, Yaml> section) {
        List<String> written =
                KINDS.keySet().stream().filter(section::containsKey).toList();
        String all = String.join(", ", KINDS.keySet());
        // An interface may be part of another kind's mistake, so the first one is kept.
        if (written.size() > 1) {
            findings.error(
                    entry.at(),
                    what + " has both " + written.get(0) + " and " + written.get(1),
                    "keep one of the two, and give the other a check of its own");
            return Optional.empty();
        }
        boolean misspelt = entry.value() instanceof Entries map
                && map.entries().stream().anyMatch(key -> !Keys.CHECK.names().contains(key.key()));
        if (written.isEmpty() && entry.value() instanceof Entries && !misspelt) {
            findings.error(entry.at(), what + " says nothing to look at", "add one of " + all);
        }
        return written.stream().findFirst();
    }

    /** Keys of other kinds. */
    private void refuseOthers(String kind, String what, Map<String, Yaml> section) {
        KINDS.forEach((other, keys) -> {
            for (String key : keys) {
                if (!other.equals(kind) && section.containsKey(key)) {
                    findings.error(
                            section.get(key).at(),
                            what + ": " + key + " belongs to " + other + ", not to " + kind,
                            "remove it");
                }
            }
        });
    }

    private Declaration target(
            String what, String kind, Map<String, Yaml> section, Function<CheckKind, CheckSpec> made) {
        YamlCheckKinds kinds = new YamlCheckKinds(what, section, values, findings, host.elsewhere());
        Yaml value = section.get(kind);
        if (!isByHost(kind, value)) {
            return declaration(kinds.read(kind, value), made);
        }
        Declaration own = new Declaration(Optional.empty(), false);
        for (Entry entry : values.entries(value, what + ": " + kind, kinds.example(kind))) {
            boolean self = nodes.isSelf(entry.key());
            // Files and users of other hosts are not here.
            Optional<CheckKind> one = kinds.on(!self).read(kind, entry.value());
            if (nodes.knows(entry.key(), entry.at(), findings) && self) {
                own = declaration(one, made);
            }
        }
        return own;
    }

    private static Declaration declaration(Optional<CheckKind> kind, Function<CheckKind, CheckSpec> made) {
        return new Declaration(kind.map(made), kind.isEmpty());
    }

    /** A value for each node; a process is a map itself. */
    private static boolean isByHost(String kind, Yaml value) {
        return value instanceof Entries map
                && !(kind.equals("process")
                        && map.entries().stream()
                                .anyMatch(entry -> Nearest.to(entry.key(), Keys.PROCESS.names())
                                        .isPresent()));
    }

    /** When a check is looked at, and how often until something follows. */
    private record Times(Duration every, Duration timeout, int fall, int rise) {
        Function<CheckKind, CheckSpec> spec(String name) {
            return kind -> new CheckSpec(name, kind, every, timeout, fall, rise);
        }
    }

    private Times times(String what, Map<String, Yaml> section, String kind) {
        boolean fact = kind.equals("process") || kind.equals("interface");
        return new Times(
                duration(section, what, "every", MIN_EVERY, MAX_EVERY).orElse(CheckSpec.DEFAULT_EVERY),
                duration(section, what, "timeout", MIN_TIMEOUT, MAX_TIMEOUT).orElse(CheckSpec.DEFAULT_TIMEOUT),
                count(section, what, "fall").orElse(fact ? CheckSpec.DEFAULT_FALL_OF_FACTS : CheckSpec.DEFAULT_FALL),
                count(section, what, "rise").orElse(CheckSpec.DEFAULT_RISE));
    }

    private Optional<Duration> duration(
            Map<String, Yaml> section, String what, String key, Duration least, Duration most) {
        return Optional.ofNullable(section.get(key))
                .flatMap(value -> values.duration(value, what + ": " + key, least, most));
    }

    private Optional<Integer> count(Map<String, Yaml> section, String what, String key) {
        return Optional.ofNullable(section.get(key))
                .flatMap(value -> values.whole(value, what + ": " + key, 1, MAX_COUNT));
    }
}
