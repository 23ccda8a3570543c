package io.aliasdefender.web;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.ChecksView.CheckView;
import io.aliasdefender.payload.LinkView.PathView;
import io.aliasdefender.payload.Measured;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.NodeStatus.HostStatus;
import io.aliasdefender.web.StatusSource.Snapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known and what was counted, as figures for Prometheus. */
final class Figures {
    /** So many aliases get figures of their own; a scrape is to stay one that a small heap can make. */
    static final int MAX_ALIASES = 1_000;

    private static final String OTHER = "other";

    private final Families families = new Families();

    Families families() {
        return families;
    }

    Figures add(Snapshot snapshot) {
        NodeStatus status = snapshot.status();
        families.gauge(
                        "uptime_seconds",
                        "Time since the deciding part of the daemon started.",
                        seconds(status.uptime()))
                .gauge(
                        "maintenance",
                        "1 while this node is in maintenance: it holds nothing and claims nothing.",
                        snapshot.maintenance().isPresent() ? 1 : 0)
                .gauge(
                        "aliases",
                        "Aliases of the configuration.",
                        status.aliases().size());
        status.aliases().stream().limit(MAX_ALIASES).forEach(alias -> add(alias, status.fresh()));
        status.hosts().forEach(this::add);
        snapshot.link().nodes().forEach(node -> node.paths().forEach(path -> add(node.node(), path)));
        snapshot.checks().checks().forEach(this::add);
        HookFamilies.add(families, snapshot.hooks());
        LeaseFamilies.add(families, snapshot.lease());
        return this;
    }

    private void add(AliasStatus status, Duration fresh) {
        String alias = address(status).toString();
        AliasFamilies.states(families, alias, status.view(fresh), status);
        AliasFamilies.counts(families, alias, status.counters());
    }

    private static IpAddress address(AliasStatus alias) {
        return alias.placement().address().address();
    }

    private void add(HostStatus host) {
        String[] labels = {"host", host.name(), "address", host.address().toString()};
        families.gauge(
                "host_answering",
                "1 if the node or witness answers; 0 if it is silent, or nothing fresh is known of it.",
                host.state() == HostState.ANSWERING ? 1 : 0,
                labels);
        host.age()
                .ifPresent(age -> families.gauge(
                        "host_asked_age_seconds", "Time since the host was last asked.", seconds(age), labels));
        families.gauge("host_loss_ratio", "Share of rounds that the host missed lately, 0 to 1.", host.loss(), labels);
    }

    private void add(CheckView check) {
        String[] labels = {"check", check.name(), "kind", check.kind()};
        // What is not known yet has no figure: neither is right.
        if (!check.state().equals("unknown")) {
            families.gauge(
                    "check_up",
                    "1 if the check passes, 0 if it fails.",
                    check.state().equals("passing") ? 1 : 0,
                    labels);
        }
        check.took()
                .ifPresent(took -> families.gauge(
                        "check_duration_seconds", "How long the last look of the check took.", seconds(took), labels));
        families.counter("check_looks", "Looks of the check.", check.looks(), labels)
                .counter("check_failures", "Looks of the check that failed.", check.failures(), labels);
    }

    private void add(String node, PathView path) {
        String[] labels = {
            "node",
            node,
            "from",
            path.from(),
            "to",
            path.to(),
            "via",
            path.via().orElse("")
        };
        families.gauge(
                        "link_up",
                        "1 if messages of the node link arrive in both directions, and each side proves it.",
                        path.way().equals("both") ? 1 : 0,
                        labels)
                .gauge(
                        "link_one_way",
                        "1 if the node is heard over the link but does not show that it hears this host.",
                        path.way().equals("one-way") ? 1 : 0,
                        labels);
        path.rtt()
                .ifPresent(rtt -> families.gauge(
                        "link_rtt_seconds", "Smoothed round-trip of the link's messages.", seconds(rtt), labels));
        path.loss()
                .ifPresent(loss -> families.gauge(
                        "link_loss_ratio",
                        "Share of the node's messages that did not arrive here lately, 0 to 1.",
                        loss,
                        labels));
    }

    /** @param snapshot tells what the addresses are */
    Figures add(Measured measured, Snapshot snapshot) {
        Map<IpAddress, String> kinds = kinds(snapshot.status());
        measured.rounds().forEach((address, rounds) -> {
            String name = address.map(IpAddress::toString).orElse(OTHER);
            String kind = address.map(known -> kinds.getOrDefault(known, OTHER)).orElse(OTHER);
            String[] labels = {"address", name, "kind", kind};
            families.histogram(
                            "probe_rtt_seconds",
                            "Round-trips of steady probes that were answered.",
                            rounds.answered(),
                            labels)
                    .counter("probe_rounds_lost", "Steady rounds without an answer.", rounds.lost(), labels)
                    .counter(
                            "probe_rounds_broken",
                            "Steady rounds that could not be sent or judged; they never count as lost.",
                            rounds.broken(),
                            labels);
        });
        measured.commands()
                .forEach((kind, commands) -> families.histogram(
                                "command_duration_seconds",
                                "How long the platform's commands took.",
                                commands.took(),
                                "action",
                                kind.toString())
                        .counter(
                                "command_failures",
                                "Commands that failed, or were ended because they took too long.",
                                commands.failed(),
                                "action",
                                kind.toString(),
                                "failure",
                                "failed")
                        .counter(
                                "command_failures",
                                "Commands that failed, or were ended because they took too long.",
                                commands.timedOut(),
                                "action",
                                kind.toString(),
                                "failure",
                                "timed_out"));
        families.histogram(
                        "probe_late_seconds",
                        "How much later than planned steady probes left.",
                        measured.probeLateness())
                .histogram(
                        "event_loop_late_seconds",
                        "How late timers are on the event loop that probes and decides.",
                        measured.lateness())
                .counter("stalls", "How often this process did not run for a while.", measured.stalls());
        addEvents(measured, snapshot.status());
        return this;
    }

    private void addEvents(Measured measured, NodeStatus status) {
        Set<IpAddress> shown = new HashSet<>();
        status.aliases().stream().limit(MAX_ALIASES).forEach(alias -> shown.add(address(alias)));
        measured.moves().forEach((move, count) -> {
            if (shown.contains(move.alias())) {
                families.counter(
                        "moves",
                        "What moved an alias to or from this host, or between others, by cause.",
                        count,
                        "alias",
                        move.alias().toString(),
                        "cause",
                        move.cause());
            }
        });
        measured.events()
                .forEach((told, count) -> families.counter(
                        "events",
                        "Sentences told to people, by cause and level.",
                        count,
                        "cause",
                        told.cause(),
                        "level",
                        told.level().toString()));
    }

    private static Map<IpAddress, String> kinds(NodeStatus status) {
        Map<IpAddress, String> kinds = new HashMap<>();
        status.hosts().forEach(host -> kinds.put(host.address(), kind(host)));
        status.aliases().forEach(alias -> kinds.put(address(alias), "alias"));
        return kinds;
    }

    private static String kind(HostStatus host) {
        return host.name().equals("router") || host.name().equals("witness") ? host.name() : "node";
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
