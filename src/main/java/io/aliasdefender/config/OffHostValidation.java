package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entries;
import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.payload.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges a configuration on a machine that is none of its hosts, for each of its nodes: everything that the file alone
 * makes right or wrong. What depends on the hosts is left out, and has to be judged there.
 *
 * @param nodes what each node would do; one whose part of the file is wrong is missing
 */
public record OffHostValidation(List<Finding> errors, List<Finding> warnings, Map<String, Settings> nodes) {
    /** Stands for an address that only the host itself, or its resolver, knows. Of a network that nobody has. */
    static final IpAddress UNKNOWN = IpAddress.of("fd61:6c69:6173::");

    private static final String SOME_HOST = "this-host";

    /** What was not looked at, a clause each. */
    public static List<String> notLookedAt() {
        return List.of(
                "which node each host is, by its own addresses",
                "whether the interfaces are there, and have the aliases' subnets and prefixes",
                "where an alias without interface: goes",
                "what names resolve to",
                "the files that web:, link:, checks: and hooks: name, and the users of checks",
                "who can change the configuration where it will be");
    }

    /**
     * Reads a file, whoever it belongs to. Blocks; never on a pipe.
     *
     * @param node the one to judge it for; empty: all of them
     */
    public static OffHostValidation read(Path file, Optional<String> node) {
        return judged(file.toString(), FileState.ofAnybody(file), node);
    }

    /** The same of what has not become a file yet. */
    public static OffHostValidation read(String fileName, byte[] content) {
        return judged(fileName, FileState.ofContent(content), Optional.empty());
    }

    private static OffHostValidation judged(String fileName, FileState state, Optional<String> node) {
        Set<Finding> errors = new LinkedHashSet<>();
        Set<Finding> warnings = new LinkedHashSet<>();
        Map<String, Settings> nodes = new LinkedHashMap<>();
        for (String name : node.map(List::of).orElseGet(() -> names(state))) {
            Reading reading = ConfigReader.read(state, host(name), () -> new Findings(fileName));
            reading.errors().stream().filter(error -> !error.passing()).forEach(errors::add);
            reading.warnings().stream().filter(warning -> !warning.passing()).forEach(warnings::add);
            reading.settings().ifPresent(settings -> nodes.put(name, settings));
        }
        return new OffHostValidation(List.copyOf(errors), List.copyOf(warnings), nodes);
    }

    /** Those of the file; one of some name where it has none, so that it is read all the same. */
    private static List<String> names(FileState state) {
        Findings unheard = new Findings("");
        Optional<Yaml> root = state instanceof FileState.Content content
                ? ConfigReader.text(content.bytes(), unheard)
                        .filter(text -> !HostnameAlias.recognises(text))
                        .flatMap(text -> YamlTree.parse(text, unheard))
                : Optional.empty();
        List<String> names = root.filter(Entries.class::isInstance).map(Entries.class::cast).stream()
                .flatMap(map -> map.entries().stream())
                .filter(entry -> entry.key().equals("nodes"))
                .map(Entry::value)
                .filter(Entries.class::isInstance)
                .flatMap(nodes -> ((Entries) nodes).entries().stream())
                .map(Entry::key)
                .distinct()
                .limit(YamlNodes.MAX_NODES)
                .toList();
        return names.isEmpty() ? List.of(SOME_HOST) : names;
    }

    private static HostFacts host(String node) {
        Map<String, IpAddress> placeholders = new ConcurrentHashMap<>();
        // Names are looked up side by side, and the map's size is the same for two at once.
        AtomicInteger numbers = new AtomicInteger();
        return new HostFacts(
                KernelView.EMPTY,
                node,
                Optional.of(node),
                name -> Optional.of(placeholders.computeIfAbsent(name, any -> numbered(numbers.incrementAndGet()))),
                Optional.empty(),
                true);
    }

    /** Each name is another host. */
    private static IpAddress numbered(int number) {
        return IpAddress.of(UNKNOWN + Integer.toHexString(number));
    }
}
