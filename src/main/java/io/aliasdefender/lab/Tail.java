package io.aliasdefender.lab;

import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How late probes leave when the machine is under pressure, as the daemons themselves measure it, and what comes of it.
 * Each pressure once for daemons of the ordinary class and once for daemons with their event loop in the real-time class.
 */
public final class Tail {
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration SETTLE = Duration.ofSeconds(60);
    /** The daemon makes its page of metrics once a second at the most. */
    private static final Duration PAGE_AGE = Duration.ofMillis(1_100);
    /** For what lies around the measuring. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final InetSocketAddress WEB = new InetSocketAddress("127.0.0.1", 8600);
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms");
    /** p99.9 with all cores busy, the event loop in the real-time class. */
    private static final double BAR_SECONDS = 0.005;

    private final Options options;
    private final PrintStream out;
    private final PrintStream progress;
    private boolean kept = true;

    /**
     * What to do.
     *
     * @param interval between probes
     * @param length of each measurement
     * @param wholeJvm whether also with every thread of the JVM in the real-time class, for comparison
     */
    public record Options(Duration interval, Duration length, boolean wholeJvm) {}

    private Tail(Options options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Measures all, and prints a table in Markdown, row by row.
     *
     * @param progress told what is being measured
     * @return 0 when the bar is kept
     */
    public static int run(Options options, PrintStream out, PrintStream progress)
            throws IOException, InterruptedException {
        return new Tail(options, out, progress).run() ? 0 : 1;
    }

    private boolean run() throws IOException, InterruptedException {
        TestMachine machine = TestMachine.now();
        out.println("| pressure | class | probes | late: median | p99 | p99.9 | the latest | pauses told | moves"
                + " | longest collection |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Pressure pressure : Pressure.values()) {
            for (SchedulingClass way : SchedulingClass.values()) {
                if (way != SchedulingClass.WHOLE || options.wholeJvm()) {
                    progress.println(
                            pressure + ", " + way + ", for " + options.length().toSeconds() + " s");
                    out.println(measure(pressure, way));
                }
            }
        }
        out.println();
        out.println(
                ("Both daemons together, every %s, %d s each; a figure is the upper bound of its bucket. Measured on %s:"
                                + " %d cores, %s, %s.")
                        .formatted(
                                LabConfig.text(options.interval()),
                                options.length().toSeconds(),
                                machine.date(),
                                machine.cores(),
                                machine.kernel(),
                                machine.jdk()));
        return kept;
    }

    private String measure(Pressure pressure, SchedulingClass way) throws IOException, InterruptedException {
        Path collections = Files.createTempDirectory("alias-defender-gc");
        try (Lab lab = Lab.build(2, Optional.empty(), daemon(way, collections))) {
            lab.configure(LabConfig.every(options.interval()));
            lab.web(1).start();
            lab.web(1).awaitReady();
            lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SETTLE);
            lab.web(2).start();
            lab.web(2).awaitReady();
            lab.hosts().forEach(way::settle);
            Thread.sleep(WARM.toMillis());
            return measure(pressure, way, lab, collections);
        } finally {
            LabRegistry.deleteTree(collections);
        }
    }

    private String measure(Pressure pressure, SchedulingClass way, Lab lab, Path collections)
            throws IOException, InterruptedException {
        Lateness before = lateness(lab.hosts());
        long begun = System.nanoTime();
        Pressure.Running running = pressure.begin(lab, options.length().plus(MARGIN));
        Thread.sleep(options.length().toMillis());
        String what = running.end();
        long ended = System.nanoTime();
        Lateness counted = lateness(lab.hosts()).since(before);
        double tail = counted.quantile(0.999);
        boolean right = !(pressure == Pressure.CPU && way == SchedulingClass.LOOP) || tail <= BAR_SECONDS;
        kept &= right;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %s | %s | %s%s | %s | %.0f | %d | %.1f ms |",
                pressure + (what.isEmpty() ? "" : " (" + what + ")"),
                way,
                counted.all(),
                millis(counted.quantile(0.5)),
                millis(counted.quantile(0.99)),
                millis(tail),
                right ? "" : " (NOT within 5 ms)",
                millis(counted.quantile(1)),
                counted.stalls(),
                lab.timeline().moves(Lab.ALIAS.address(), begun, ended),
                longestPause(collections));
    }

    /** As the start script starts it; with a log of its collections. */
    private static DaemonCommand daemon(SchedulingClass way, Path collections) {
        return way.start(DaemonCommand.ofThisProgram().with("-Xlog:gc:file=" + collections + "/%p.log"));
    }

    private static double longestPause(Path collections) throws IOException {
        double longest = 0;
        try (Stream<Path> logs = Files.list(collections)) {
            for (Path log : logs.toList()) {
                Matcher pause = PAUSE.matcher(Files.readString(log));
                while (pause.find()) {
                    longest = Math.max(longest, Double.parseDouble(pause.group(1)));
                }
            }
        }
        return longest;
    }

    static String millis(double seconds) {
        return Double.isInfinite(seconds)
                ? "more than 5 s"
                : "≤ "
                        + BigDecimal.valueOf(seconds)
                                .movePointRight(3)
                                .stripTrailingZeros()
                                .toPlainString() + " ms";
    }

    /** What these daemons have counted so far. */
    static Lateness lateness(Collection<LabHost> hosts) throws IOException, InterruptedException {
        Thread.sleep(PAGE_AGE.toMillis());
        List<String> pages = new ArrayList<>();
        for (LabHost host : hosts) {
            pages.add(page(host));
        }
        return Lateness.of(Lateness.PROBES, pages);
    }

    private static String page(LabHost host) throws IOException {
        try {
            return NetNs.call(host.namespace().name(), () -> Flood.get(WEB, "/metrics"));
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
