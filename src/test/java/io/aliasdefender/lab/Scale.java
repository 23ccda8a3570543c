package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Thousands of addresses on one host: what they cost to defend, and, when that host loses its power, how soon clients
 * reach the last of them again. One row a system and number.
 */
final class Scale {
    private static final String HEADER = "| system | addresses | nodes | start to all held | CPU, holder / standby"
            + " | resident, holder / standby | packets a second, holder / standby"
            + " | power off to an answer: first / half / last | status |\n|---|---|---|---|---|---|---|---|---|";
    private static final int LAB_HOSTS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final int STATUS_READINGS = 9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int KIB = 1024;

    private final Duration interval;
    private final Duration length;
    private final PrintStream out;
    private final PrintStream progress;

    /**
     * One row.
     *
     * @param system its name in the table
     * @param nodes in the configuration; those beyond two only answer
     * @param grouped whether all addresses move together
     */
    record Subject(String system, Contender contender, int addresses, int nodes, boolean grouped) {}

    /** @param length for which the cost is measured */
    Scale(Duration interval, Duration length, PrintStream out, PrintStream progress) {
        this.interval = interval;
        this.length = length;
        this.out = out;
        this.progress = progress;
    }

    void measure(List<Subject> subjects) throws IOException {
        out.println(HEADER);
        NeighbourTable neighbours = NeighbourTable.enlarge();
        try {
            for (Subject subject : subjects) {
                progress.println(
                        subject.system() + ", " + subject.addresses() + " addresses, " + subject.nodes() + " nodes");
                out.println(measure(subject));
            }
        } finally {
            neighbours.close();
        }
        TestMachine machine = TestMachine.now();
        out.println();
        out.printf(
                "Every %s, cost over %d s; %s, %d cores, %s, %s.%n",
                LabConfig.text(interval),
                length.toSeconds(),
                machine.date(),
                machine.cores(),
                machine.kernel(),
                machine.jdk());
    }

    private String measure(Subject subject) throws IOException {
        List<IpAddress> aliases = ManyAliases.addresses(subject.addresses(), 0);
        try (Lab lab = Lab.build(LAB_HOSTS, Optional.empty(), subject.contender())) {
            prepare(lab, subject, aliases);
            LabHost holder = lab.web(1);
            LabHost standby = lab.web(2);
            long started = System.nanoTime();
            holder.start();
            ManyAliases.awaitHeld(lab, holder, aliases, LIMIT);
            Duration held = Duration.ofNanos(System.nanoTime() - started);
            standby.start();
            standby.awaitReady();
            Await.pause(SETTLE);
            List<String> cells = new ArrayList<>(List.of(
                    subject.system(), number(subject.addresses()), number(subject.nodes()), millis(held.toNanos())));
            cells.addAll(cost(holder, standby));
            String status = subject.contender() instanceof DaemonCommand ? status(holder) : "-";
            cells.add(powerOff(lab, aliases));
            cells.add(status);
            return "| " + String.join(" | ", cells) + " |";
        }
    }

    private void prepare(Lab lab, Subject subject, List<IpAddress> aliases) {
        ManyAliases.join(lab);
        LabConfig config = ManyAliases.config(interval, aliases, subject.grouped());
        lab.configure(config);
        if (subject.nodes() > LAB_HOSTS) {
            // One station answers for all the others.
            List<IpAddress> others = ManyAliases.addresses(subject.nodes() - LAB_HOSTS, 1);
            lab.router()
                    .namespace()
                    .batch(others.stream()
                            .map(other -> "address add " + other + "/32 dev " + Station.INTERFACE)
                            .toList());
            lab.hosts()
                    .forEach(host -> host.configure(
                            host.config().getFileName().toString(), withNodes(config.yaml(lab.hosts()), others)));
        }
    }

    private static String withNodes(String yaml, List<IpAddress> others) {
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < others.size(); i++) {
            nodes.append("  other")
                    .append(i + 1)
                    .append(": ")
                    .append(others.get(i))
                    .append('\n');
        }
        return yaml.replace("aliases:\n", nodes + "aliases:\n");
    }

    private List<String> cost(LabHost holder, LabHost standby) {
        Account[] before = {Account.of(holder), Account.of(standby)};
        Await.pause(length);
        Account[] after = {Account.of(holder), Account.of(standby)};
        return List.of(
                pair("%.1f %%", after[0].cpuPercentSince(before[0]), after[1].cpuPercentSince(before[1])),
                pair("%.0f MiB", Usage.residentMib(holder.processes()), Usage.residentMib(standby.processes())),
                pair("%,.0f", after[0].packetsPerSecondSince(before[0]), after[1].packetsPerSecondSince(before[1])));
    }

    private static String powerOff(Lab lab, List<IpAddress> aliases) {
        Map<IpAddress, Duration> answered = Crowd.answeredAfterPowerOff(lab, lab.web(1), aliases, LIMIT);
        List<Duration> sorted = answered.values().stream().sorted().toList();
        return millis(sorted.get(0).toNanos()) + " / "
                + millis(sorted.get(sorted.size() / 2).toNanos()) + " / "
                + millis(sorted.get(sorted.size() - 1).toNanos());
    }

    private static String status(LabHost host) throws IOException {
        List<Long> took = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < STATUS_READINGS; i++) {
            long begun = System.nanoTime();
            length = host.api().status().encode().length();
            took.add(System.nanoTime() - begun);
        }
        took.sort(null);
        return millis(took.get(STATUS_READINGS / 2)) + ", " + length / KIB + " KiB";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,.0f ms", nanos / NANOS_PER_MILLI);
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String pair(String format, double one, double other) {
        return String.format(Locale.ROOT, format + " / " + format, one, other);
    }
}
