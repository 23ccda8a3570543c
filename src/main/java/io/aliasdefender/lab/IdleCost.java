package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What it costs to defend aliases that nothing happens to, and how soon after its start a defender works; perhaps beside
 * another version, in turn, so that whatever else the machine does hits both alike.
 */
public final class IdleCost {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final Options options;
    private final PrintStream out;
    private final PrintStream progress;
    /** The other version first, where there is one. */
    private final List<Contender> versions = new ArrayList<>();

    private final Map<Row, List<List<Double>>> rows = new LinkedHashMap<>();

    /**
     * What to measure.
     *
     * @param intervals of steady probes, for a pair with one alias
     * @param many of so many aliases besides, every second; 0: not
     * @param settle from when both are settled until it is measured: the JVM compiles meanwhile
     * @param length of each measurement
     * @param starts how often a lone host is started
     * @param before the command of another version to be measured beside this one
     * @param threads whether to say how often each thread was woken
     */
    public record Options(
            List<Duration> intervals,
            int many,
            Duration settle,
            Duration length,
            int starts,
            Optional<String> before,
            boolean threads) {
        public Options {
            intervals = List.copyOf(intervals);
        }
    }

    /** @param bar not to be exceeded; infinite: there is none */
    private record Row(String label, String unit, double bar) {}

    private IdleCost(Options options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
        options.before()
                .map(command -> new DaemonCommand(List.of(command.strip().split(" +"))))
                .ifPresent(versions::add);
        versions.add(DaemonCommand.ofThisProgram());
    }

    /**
     * Measures all, and prints a table in Markdown.
     *
     * @param progress told what is being measured
     * @return the exit status: 0 when every bar is kept
     */
    public static int run(Options options, PrintStream out, PrintStream progress) {
        Optional<String> why = Lab.whyImpossible();
        if (why.isPresent()) {
            progress.println(why.get());
            return 1;
        }
        return new IdleCost(options, out, progress).run() ? 0 : 1;
    }

    private boolean run() {
        TestMachine machine = TestMachine.now();
        try (Lab lab = Lab.build(2, Optional.empty(), versions.get(0))) {
            for (int start = 0; start < options.starts(); start++) {
                inTurn(lab, "start " + (start + 1), version -> measureStart(lab, version));
            }
            for (Duration interval : options.intervals()) {
                LabConfig config = LabConfig.every(interval);
                inTurn(lab, config.toString(), version -> measurePair(lab, version, config, Bars.of(interval)));
            }
        }
        if (options.many() > 0) {
            try (Lab lab = Lab.build(2, Optional.empty(), versions.get(0))) {
                ManyAliases.join(lab);
                LabConfig config = ManyAliases.config(SLOW, ManyAliases.addresses(options.many(), 0), false);
                inTurn(lab, options.many() + " aliases", version -> measurePair(lab, version, config, Bars.OF_MANY));
            }
        }
        return print(machine);
    }

    private interface Measuring {
        void measure(int version);
    }

    private void inTurn(Lab lab, String what, Measuring measuring) {
        for (int version = 0; version < versions.size(); version++) {
            progress.println(what + (versions.size() > 1 ? version == 0 ? ", before" : ", now" : ""));
            lab.enter(versions.get(version));
            try {
                measuring.measure(version);
            } finally {
                lab.hosts().forEach(LabHost::kill);
            }
        }
    }

    private void measureStart(Lab lab, int version) {
        lab.reset();
        lab.configure(LabConfig.every(SLOW));
        LabHost host = lab.web(1);
        long begun = System.nanoTime();
        host.start();
        host.awaitReady();
        note(new Row("start to listening", "ms", 400), version, (System.nanoTime() - begun) / NANOS_PER_MILLI);
        IpAddress alias = Lab.ALIAS.address();
        lab.timeline().awaitHolders(alias, Set.of(host.name()), LIMIT);
        long held = lab.timeline().gainedAt(alias, host.name(), begun).orElseThrow();
        note(new Row("start to holding, alone", "ms", 500), version, (held - begun) / NANOS_PER_MILLI);
    }

    /** What must not be exceeded. */
    private record Bars(String what, double wakeUps, double cpu, double resident, double proportional) {
        private static final double NONE = Double.POSITIVE_INFINITY;
        private static final Bars OF_MANY = new Bars("many aliases every 1s", NONE, 5, 96, NONE);

        static Bars of(Duration interval) {
            String what = "one alias every " + LabConfig.text(interval);
            if (interval.compareTo(SLOW) >= 0) {
                return new Bars(what, 10, 0.4, 68, 45);
            }
            return new Bars(what, NONE, interval.toMillis() >= 100 ? 1 : 4, NONE, NONE);
        }
    }

    private void measurePair(Lab lab, int version, LabConfig config, Bars bars) {
        lab.reset();
        lab.configure(config);
        LabHost holder = lab.web(1);
        LabHost standby = lab.web(2);
        IpAddress last = config.aliases().get(config.aliases().size() - 1).address();
        holder.start();
        holder.awaitReady();
        awaitSettled(holder, last, true);
        standby.start();
        standby.awaitReady();
        awaitSettled(standby, last, false);
        Await.pause(options.settle());
        Account[] before = {Account.of(holder), Account.of(standby)};
        List<Map<String, Long>> threads = List.of(threads(holder), threads(standby));
        Await.pause(options.length());
        Account[] after = {Account.of(holder), Account.of(standby)};
        tellThreads(holder, threads.get(0));
        tellThreads(standby, threads.get(1));
        for (int i = 0; i < after.length; i++) {
            LabHost host = i == 0 ? holder : standby;
            String what = bars.what() + (i == 0 ? ", holder: " : ", standby: ");
            note(
                    new Row(what + "woken", "times a second", bars.wakeUps()),
                    version,
                    after[i].wakeUpsPerSecondSince(before[i]));
            note(new Row(what + "CPU", "% of a core", bars.cpu()), version, after[i].cpuPercentSince(before[i]));
            if (bars.resident() != Bars.NONE) {
                List<ProcessHandle> processes = host.processes();
                note(new Row(what + "resident", "MiB", bars.resident()), version, Usage.residentMib(processes));
                note(
                        new Row(what + "proportional (PSS)", "MiB", bars.proportional()),
                        version,
                        Usage.proportionalMib(processes));
            }
        }
    }

    private static void awaitSettled(LabHost host, IpAddress alias, boolean holding) {
        Await.until(
                LIMIT,
                () -> host.isSettled(alias, holding),
                () -> host + (holding ? " holds " : " watches ") + alias + "; its log ends with:\n"
                        + host.lastLines(10));
    }

    private Map<String, Long> threads(LabHost host) {
        return options.threads() ? Usage.wakeUpsByThread(host.processes().get(0)) : Map.of();
    }

    private void tellThreads(LabHost host, Map<String, Long> before) {
        threads(host).entrySet().stream()
                .map(now -> Map.entry(now.getKey(), now.getValue() - before.getOrDefault(now.getKey(), 0L)))
                .filter(woken -> woken.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(woken -> progress.printf(
                        Locale.ROOT,
                        "  %s: %s woken %.1f times a second%n",
                        host,
                        woken.getKey(),
                        (double) woken.getValue() / options.length().toSeconds()));
    }

    private void note(Row row, int version, double value) {
        List<List<Double>> values = rows.computeIfAbsent(row, any -> new ArrayList<>());
        while (values.size() < versions.size()) {
            values.add(new ArrayList<>());
        }
        values.get(version).add(value);
    }

    private boolean print(TestMachine machine) {
        boolean compared = versions.size() > 1;
        out.println("| figure | " + (compared ? "before | now | ratio |" : "now |") + " bar | |");
        out.println("|---|---|" + (compared ? "---|---|" : "") + "---|---|");
        boolean kept = true;
        for (Map.Entry<Row, List<List<Double>>> entry : rows.entrySet()) {
            Row row = entry.getKey();
            List<Double> medians =
                    entry.getValue().stream().map(IdleCost::median).toList();
            double now = medians.get(medians.size() - 1);
            boolean met = now <= row.bar();
            kept &= met;
            List<String> cells = new ArrayList<>(List.of(row.label()));
            medians.forEach(value -> cells.add(text(value) + " " + row.unit()));
            if (compared) {
                cells.add(text(now / medians.get(0)));
            }
            cells.add(row.bar() == Bars.NONE ? "" : "≤ " + text(row.bar()));
            cells.add(row.bar() == Bars.NONE ? "" : met ? "met" : "**missed** by " + text(now - row.bar()));
            out.println("| " + String.join(" | ", cells) + " |");
        }
        out.println();
        out.printf(
                "Over %d s, %d s after both were settled; medians of %d starts. Measured on %s: %d cores, %s, %s; load"
                        + " average %s before.%n",
                options.length().toSeconds(),
                options.settle().toSeconds(),
                options.starts(),
                machine.date(),
                machine.cores(),
                machine.kernel(),
                machine.jdk(),
                machine.loadAverage());
        return kept;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String text(double value) {
        String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
