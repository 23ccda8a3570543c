package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the defenders of a laboratory are told to do.
 *
 * @param interval between steady probes
 * @param aliases to be defended, all by all hosts
 * @param checks the names of those that every alias needs
 * @param more further lines of the configuration file, at its top level
 */
public record LabConfig(Duration interval, List<Cidr> aliases, List<String> checks, List<String> more) {
    public LabConfig {
        aliases = List.copyOf(aliases);
        checks = List.copyOf(checks);
        more = List.copyOf(more);
    }

    /** The laboratory's IPv4 alias, everything else by default. */
    public static LabConfig every(Duration interval) {
        return new LabConfig(interval, List.of(Lab.ALIAS), List.of(), List.of());
    }

    /** The laboratory's aliases of both families. */
    public static LabConfig both(Duration interval) {
        return every(interval).defending(Lab.ALIAS, Lab.ALIAS_V6);
    }

    /** The same with one more line, such as {@code grace: 300ms}. */
    public LabConfig with(String line) {
        return new LabConfig(
                interval,
                aliases,
                checks,
                Stream.concat(more.stream(), Stream.of(line)).toList());
    }

    /** The same with other aliases. */
    public LabConfig defending(Cidr... others) {
        return new LabConfig(interval, List.of(others), checks, more);
    }

    /** The same where every alias needs one check, which is declared like this: {@code {tcp: "127.0.0.1:80"}}. */
    public LabConfig checking(String name, String check) {
        return new LabConfig(interval, aliases, List.of(name), more).with("checks: {" + name + ": " + check + "}");
    }

    /** The configuration file for these hosts, the most preferred first. */
    String yaml(List<LabHost> hosts) {
        List<String> lines = new ArrayList<>();
        lines.add("nodes:");
        hosts.forEach(host -> lines.add("  " + host.name() + ": " + host.address()));
        lines.add("aliases:");
        for (Cidr alias : aliases) {
            lines.add("  - address: " + alias);
            lines.add("    interface: " + Station.INTERFACE);
            if (alias.equals(Lab.ALIAS)) {
                lines.add("    label: " + Station.INTERFACE + ":1");
            }
            if (!checks.isEmpty()) {
                lines.add("    checks: " + checks);
            }
        }
        lines.add("interval: " + text(interval));
        lines.addAll(more);
        return String.join("\n", lines) + "\n";
    }

    /** A duration as the configuration writes it, and as people read it: {@code 1s}, {@code 100ms}. */
    static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    @Override
    public String toString() {
        return aliases.stream().map(Cidr::toString).collect(Collectors.joining(", ")) + " every " + text(interval);
    }
}
