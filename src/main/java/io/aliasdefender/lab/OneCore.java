package io.aliasdefender.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a flood of HTTP requests does to the probes of a daemon that has one core: once with the daemon in the ordinary
 * class, once as the service has it, once with all of it in the real-time class. Who floods shares its core, and is held up
 * by whatever comes before him there; or has another one, as somebody far away has, and never lets the web come to rest.
 */
public final class OneCore {
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final double LATE_SECONDS = 0.05;
    private static final int CONNECTIONS = 256;
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final InetSocketAddress WEB = new InetSocketAddress("127.0.0.1", 8600);

    private final Duration length;
    private final int core = Runtime.getRuntime().availableProcessors() - 1;
    /** Of who floods from elsewhere. */
    private final int otherCore = 0;

    private final PrintStream out;
    private boolean kept = true;

    private OneCore(Duration length, PrintStream out) {
        this.length = length;
        this.out = out;
    }

    /**
     * Measures all, and prints a table in Markdown, row by row.
     *
     * @param length of each flood
     * @return 0 when no probe of the service's kind was late by more than 50 ms
     */
    public static int run(Duration length, PrintStream out) throws IOException, InterruptedException {
        OneCore measurement = new OneCore(length, out);
        measurement.run();
        return measurement.kept ? 0 : 1;
    }

    private void run() throws IOException, InterruptedException {
        TestMachine machine = TestMachine.now();
        out.println(
                "| flood from | class | probes | later than 50 ms | late: median | p99 | p99.9 | the latest | pauses told"
                        + " | requests answered a second |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (SchedulingClass way : SchedulingClass.values()) {
            out.println(measure(way, core));
        }
        for (SchedulingClass way : SchedulingClass.values()) {
            if (core != otherCore) {
                out.println(measure(way, otherCore));
            }
        }
        out.println();
        out.println(
                ("One core for the daemon; %d connections that ask as fast as they are answered; probes every %s, %d s each;"
                                + " a figure is the upper bound of its bucket. Measured on %s: %s, %s, load average %s.")
                        .formatted(
                                CONNECTIONS,
                                LabConfig.text(INTERVAL),
                                length.toSeconds(),
                                machine.date(),
                                machine.kernel(),
                                machine.jdk(),
                                machine.loadAverage()));
    }

    private String measure(SchedulingClass way, int floodCore) throws IOException, InterruptedException {
        DaemonCommand command = SchedulingClass.onCore(core, way.start(DaemonCommand.ofThisProgram()));
        try (Lab lab = Lab.build(2, Optional.empty(), command)) {
            lab.configure(LabConfig.every(INTERVAL));
            LabHost host = lab.web(1);
            host.start();
            host.awaitReady();
            way.settle(host);
            lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of(host.name()), SETTLE);
            Thread.sleep(WARM.toMillis());
            Lateness before = Tail.lateness(List.of(host));
            long answered = flood(host, floodCore);
            return row(way, floodCore, Tail.lateness(List.of(host)).since(before), answered);
        }
    }

    private String row(SchedulingClass way, int floodCore, Lateness counted, long answered) {
        double late = counted.laterThan(LATE_SECONDS);
        boolean right = way != SchedulingClass.LOOP || late == 0;
        kept &= right;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %,.0f%s | %s | %s | %s | %s | %.0f | %,.0f |",
                floodCore == core ? "the same core" : "another core",
                way,
                counted.all(),
                late,
                right ? "" : " (NOT none)",
                Tail.millis(counted.quantile(0.5)),
                Tail.millis(counted.quantile(0.99)),
                Tail.millis(counted.quantile(0.999)),
                Tail.millis(counted.quantile(1)),
                counted.stalls(),
                answered / (length.toMillis() / 1e3));
    }

    private long flood(LabHost host, int floodCore) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("taskset", "--cpu-list", Integer.toString(floodCore)));
        argv.addAll(HttpFlood.argv(WEB, length, CONNECTIONS));
        Process process = new ProcessBuilder(host.namespace().command(argv))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String answered = answers.readLine();
            process.waitFor();
            if (answered == null) {
                throw new IOException("the process that floods has ended");
            }
            return Long.parseLong(answered);
        } finally {
            process.destroyForcibly();
        }
    }
}
