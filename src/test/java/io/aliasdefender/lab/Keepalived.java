package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * keepalived (VRRP, RFC 5798) with the configuration that its manual and most tutorials give for a pair: both begin as
 * BACKUP, the first has the higher priority, nobody is preempted, everything else by default.
 */
final class Keepalived extends PeerProgram {
    private static final int FIRST_PRIORITY = 150;
    private static final int PRIORITY_STEP = 50;
    private static final double NANOS_PER_SECOND = 1e9;

    Keepalived() {
        super("keepalived", "Starting Keepalived v", "Entering BACKUP STATE", "Entering MASTER STATE");
    }

    @Override
    public void configure(LabHost host, LabConfig config, List<LabHost> hosts) {
        host.configure("keepalived.conf", text(host.name(), hosts.indexOf(host), config));
    }

    /** The file of the host with this place in the order of preference, from 0. */
    static String text(String name, int place, LabConfig config) {
        List<String> lines = new ArrayList<>();
        lines.add("global_defs {");
        lines.add("    router_id " + name);
        // Only version 3 knows intervals below a second.
        lines.add("    vrrp_version 3");
        lines.add("}");
        lines.add("vrrp_instance alias {");
        lines.add("    state BACKUP");
        lines.add("    nopreempt");
        lines.add("    interface " + Station.INTERFACE);
        lines.add("    virtual_router_id 51");
        lines.add("    priority " + (FIRST_PRIORITY - PRIORITY_STEP * place));
        lines.add("    advert_int " + seconds(config.interval()));
        lines.add("    virtual_ipaddress {");
        for (Cidr alias : config.aliases()) {
            lines.add("        " + alias + " dev " + Station.INTERFACE);
        }
        lines.add("    }");
        lines.add("}");
        return String.join("\n", lines) + "\n";
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
        return List.of(
                "--dont-fork",
                "--log-console",
                "--vrrp",
                "--use-file=" + host.config(),
                "--pid=" + host.state().resolve("keepalived.pid"),
                "--vrrp_pid=" + host.state().resolve("vrrp.pid"));
    }

    @Override
    public String toString() {
        return "keepalived";
    }
}
