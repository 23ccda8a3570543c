package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * keepalived (VRRP, RFC 5798) with the configuration that its manual and most tutorials give for a pair: both begin as
 * BACKUP, the first has the higher priority, nobody is preempted, everything else by default.
 */
class Keepalived extends PeerProgram {
    private static final int FIRST_PRIORITY = 150;
    private static final int PRIORITY_STEP = 50;
    private static final int FIRST_ROUTER_ID = 51;
    private static final int ROUTER_IDS = 255;
    private static final double NANOS_PER_SECOND = 1e9;

    /** A packet of VRRP names these; what is above goes with them (keepalived.conf(5), virtual_ipaddress_excluded). */
    private static final int MOST_ADVERTISED = 20;

    private final int instances;

    Keepalived() {
        this(1);
    }

    /** @param instances among which the addresses are divided; each advertises on its own */
    Keepalived(int instances) {
        super("keepalived", "Starting Keepalived v", "Entering BACKUP STATE", "Entering MASTER STATE");
        this.instances = instances;
    }

    @Override
    public void configure(LabHost host, LabConfig config, List<LabHost> hosts) {
        List<String> tracked = tracked();
        host.configure(
                "keepalived.conf",
                text(host.name(), hosts.indexOf(host), config, instances, definitions(host), tracked));
    }

    /** What stands before the instances. */
    List<String> definitions(LabHost host) {
        return List.of();
    }

    /** What each instance tracks. */
    List<String> tracked() {
        return List.of();
    }

    /** The file of the host with this place in the order of preference, from 0. */
    static String text(String name, int place, LabConfig config) {
        return text(name, place, config, 1, List.of(), List.of());
    }

    /**
     * The same.
     *
     * @param definitions lines before the instances
     * @param tracked lines in each instance
     */
    static String text(
            String name, int place, LabConfig config, int instances, List<String> definitions, List<String> tracked) {
        List<String> lines = new ArrayList<>();
        lines.add("global_defs {");
        lines.add("    router_id " + name);
        // Only version 3 knows intervals below a second.
        lines.add("    vrrp_version 3");
        lines.add("}");
        lines.addAll(definitions);
        List<Cidr> aliases = config.aliases();
        for (int i = 0; i < instances; i++) {
            List<Cidr> own = aliases.subList(aliases.size() * i / instances, aliases.size() * (i + 1) / instances);
            lines.addAll(instance(i, place, config.interval(), own, tracked));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> instance(
            int number, int place, Duration interval, List<Cidr> aliases, List<String> tracked) {
        List<String> lines = new ArrayList<>();
        lines.add("vrrp_instance alias" + (number == 0 ? "" : number) + " {");
        lines.add("    state BACKUP");
        lines.add("    nopreempt");
        lines.add("    interface " + Station.INTERFACE);
        lines.add("    virtual_router_id " + (1 + (FIRST_ROUTER_ID - 1 + number) % ROUTER_IDS));
        lines.add("    priority " + (FIRST_PRIORITY - PRIORITY_STEP * place));
        lines.add("    advert_int " + seconds(interval));
        lines.addAll(tracked);
        int advertised = Math.min(aliases.size(), MOST_ADVERTISED);
        lines.addAll(block("virtual_ipaddress", aliases.subList(0, advertised)));
        if (advertised < aliases.size()) {
            lines.addAll(block("virtual_ipaddress_excluded", aliases.subList(advertised, aliases.size())));
        }
        lines.add("}");
        return lines;
    }

    private static List<String> block(String name, List<Cidr> aliases) {
        List<String> lines = new ArrayList<>();
        lines.add("    " + name + " {");
        for (Cidr alias : aliases) {
            lines.add("        " + alias + " dev " + Station.INTERFACE);
        }
        lines.add("    }");
        return lines;
    }

    /** {@code 1}, {@code 0.1}, {@code 0.01}; keepalived keeps hundredths. */
    private static String seconds(Duration interval) {
        double seconds = interval.toNanos() / NANOS_PER_SECOND;
        return seconds == Math.rint(seconds)
                ? Long.toString(interval.toSeconds())
                : String.format(Locale.ROOT, "%.2f", seconds).replaceAll("0+$", "");
    }

    @Override
    List<String> arguments(LabHost host) {
        return arguments(host.config(), host.state());
    }

    private static List<String> arguments(Path config, Path folder) {
        return List.of(
                "--dont-fork",
                "--log-console",
                "--vrrp",
                "--use-file=" + config,
                "--pid=" + folder.resolve("keepalived.pid"),
                "--vrrp_pid=" + folder.resolve("vrrp.pid"));
    }

    /** The command that runs it with any file, beside whatever else runs on the host. */
    List<String> argv(Path config, Path folder) {
        List<String> argv = command();
        argv.addAll(arguments(config, folder));
        return argv;
    }

    @Override
    public String toString() {
        return "keepalived";
    }
}
