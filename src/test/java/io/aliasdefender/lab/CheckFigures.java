package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aliasdefender.lab.DaemonApi.DaemonEvent;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two hundred checks cost a daemon, and how soon the end of a process is told. Not part of the tests:
 * {@code mvn -Dtest=CheckFigures test} prints a table as Markdown.
 */
@ExtendWith(LabRequired.class)
class CheckFigures {
    private static final int CHECKS = 200;
    private static final int KILLS = 20;
    /** Those that are wanted, with commas between; all of them unless named. */
    private static final String ROWS = System.getProperty("figures", "");
    /** Of a server beside the daemon. */
    private static final int PORT = 8099;

    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final long TICKS_PER_SECOND = 100;
    /** utime and stime, or cutime and cstime, counted from the state (proc_pid_stat(5)). */
    private static final int OWN = 11;

    private static final int CHILDREN = 13;

    @TempDir
    private Path folder;

    @Test
    void table() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("| checks | CPU of the daemon | of its programs | probes late: median | p99 | p99.9 |");
        lines.add("|---|---|---|---|---|---|");
        add(lines, "none", List.of());
        add(lines, "tcp", many(number -> "{tcp: '127.0.0.1:" + PORT + "'}"));
        add(lines, "http", many(number -> "{http: 'http://127.0.0.1:" + PORT + "/'}"));
        add(lines, "process", many(number -> "{process: {pid-file: " + pidFile() + "}}"));
        add(lines, "exec", many(number -> "{exec: [/bin/true], timeout: 5s}"));
        add(lines, "exec as root", many(number -> "{exec: [/bin/true], user: root, timeout: 5s}"));
        if (wanted("ends")) {
            lines.add(ends(SchedulingClass.LOOP));
            // Without the time that other work of the machine takes from the loop of the checks, which is an ordinary
            // thread.
            lines.add(ends(SchedulingClass.WHOLE));
        }
        lines.forEach(System.out::println);
        assertThat(lines).isNotEmpty();
    }

    private static boolean wanted(String row) {
        return ROWS.isEmpty() || List.of(ROWS.split(",")).contains(row);
    }

    private void add(List<String> lines, String row, List<String> checks) throws Exception {
        if (wanted(row)) {
            lines.add(measure(row, checks));
        }
    }

    private interface Written {
        String check(int number);
    }

    private static List<String> many(Written written) {
        List<String> checks = new ArrayList<>();
        for (int i = 0; i < CHECKS; i++) {
            checks.add("c" + i + ": " + written.check(i));
        }
        return checks;
    }

    private Path pidFile() {
        return folder.resolve("service.pid");
    }

    private String measure(String what, List<String> checks) throws Exception {
        try (Lab lab = Lab.build(2, Optional.empty(), SchedulingClass.LOOP.start(DaemonCommand.ofThisProgram()));
                CheckedHost checked = new CheckedHost(lab, lab.web(1), folder)) {
            checked.serve();
            lab.configure(LabConfig.every(Duration.ofMillis(100)));
            if (!checks.isEmpty()) {
                List<String> names =
                        checks.stream().map(check -> check.split(":", 2)[0]).toList();
                checked.configure(String.join(", ", names), checks);
            }
            for (LabHost host : lab.hosts()) {
                host.start();
                host.awaitReady();
            }
            HttpServer server = NetNs.call(
                    lab.web(1).namespace().name(),
                    () -> HttpServer.create(new InetSocketAddress("127.0.0.1", PORT), 256));
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            Thread.sleep(15_000);
            Lateness before = Tail.lateness(List.of(lab.web(1)));
            double own = seconds(lab.web(1).pid(), OWN);
            double programs = seconds(lab.web(1).pid(), CHILDREN);
            long begun = System.nanoTime();
            Thread.sleep(LENGTH.toMillis());
            own = seconds(lab.web(1).pid(), OWN) - own;
            programs = seconds(lab.web(1).pid(), CHILDREN) - programs;
            double passed = (System.nanoTime() - begun) / 1e9;
            Lateness late = Tail.lateness(List.of(lab.web(1))).since(before);
            server.stop(0);
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% of a core | %.1f %% of a core | %s | %s | %s |",
                    what,
                    100 * own / passed,
                    100 * programs / passed,
                    Tail.millis(late.quantile(0.5)),
                    Tail.millis(late.quantile(0.99)),
                    Tail.millis(late.quantile(0.999)));
        }
    }

    /** @param first {@link #OWN}, or {@link #CHILDREN}: of all of its children that have ended */
    private static double seconds(long pid, int first) throws IOException {
        String[] fields = Files.readString(Path.of("/proc", "" + pid, "stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        return (double) (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) / TICKS_PER_SECOND;
    }

    private String ends(SchedulingClass way) throws Exception {
        List<Long> millis = new ArrayList<>();
        try (Lab lab = Lab.build(1, Optional.empty(), way.start(DaemonCommand.ofThisProgram()));
                CheckedHost checked = new CheckedHost(lab, lab.web(1), folder)) {
            Process service = checked.serve();
            checked.configure("proc", List.of("proc: {process: {pid-file: " + pidFile() + "}, every: 200ms, rise: 1}"));
            lab.web(1).start();
            lab.web(1).awaitReady();
            checked.awaitState("proc", "passing");
            way.settle(lab.web(1));
            for (int i = 1; i <= KILLS; i++) {
                checked.awaitState("proc", "passing");
                Thread.sleep(50 + 37L * (i % 5));
                Instant killed = Instant.now();
                service.destroyForcibly();
                checked.awaitState("proc", "failing");
                List<DaemonEvent> told = lab.web(1).api().events(0).stream()
                        .filter(event -> event.cause().equals("check-failing"))
                        .toList();
                millis.add(
                        Duration.between(killed, Instant.parse(told.get(i - 1).at()))
                                .toMillis());
                service = checked.serve();
            }
        }
        Collections.sort(millis);
        return "\nEnd of a process told after (" + KILLS + " kills, " + way + "): median " + millis.get(KILLS / 2)
                + " ms, longest " + millis.get(KILLS - 1) + " ms";
    }
}
