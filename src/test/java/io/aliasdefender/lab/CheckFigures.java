package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.DaemonApi.DaemonEvent;
import java.io.IOException;
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
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final long TICKS_PER_SECOND = 100;

    @TempDir
    private Path folder;

    @Test
    void table() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("| checks | CPU | probes late: median | p99 | p99.9 |");
        lines.add("|---|---|---|---|---|");
        lines.add(measure("none", List.of()));
        lines.add(measure("200 tcp, every 1 s", many(number -> "{tcp: '127.0.0.1:8600'}")));
        lines.add(measure("200 http, every 1 s", many(number -> "{http: 'http://127.0.0.1:8600/health/live'}")));
        lines.add(measure("200 process, every 1 s", many(number -> "{process: {pid-file: " + pidFile() + "}}")));
        lines.add(measure("200 exec (/bin/true), every 1 s", many(number -> "{exec: [/bin/true], timeout: 5s}")));
        lines.add(ends());
        lines.forEach(System.out::println);
        assertThat(lines).isNotEmpty();
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
        try (Lab lab = Lab.build(2, Optional.empty(), DaemonCommand.ofThisProgram());
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
            Thread.sleep(10_000);
            Lateness before = Tail.lateness(List.of(lab.web(1)));
            double cpu = seconds(lab.web(1).pid());
            long begun = System.nanoTime();
            Thread.sleep(LENGTH.toMillis());
            double used = seconds(lab.web(1).pid()) - cpu;
            double passed = (System.nanoTime() - begun) / 1e9;
            Lateness late = Tail.lateness(List.of(lab.web(1))).since(before);
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% of a core | %s | %s | %s |",
                    what,
                    100 * used / passed,
                    Tail.millis(late.quantile(0.5)),
                    Tail.millis(late.quantile(0.99)),
                    Tail.millis(late.quantile(0.999)));
        }
    }

    /** Of the process with all of its children that have ended. */
    private static double seconds(long pid) throws IOException {
        String[] fields = Files.readString(Path.of("/proc", "" + pid, "stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return (double) ticks / TICKS_PER_SECOND;
    }

    private String ends() throws Exception {
        List<Long> millis = new ArrayList<>();
        try (Lab lab = Lab.build(1, Optional.empty(), DaemonCommand.ofThisProgram());
                CheckedHost checked = new CheckedHost(lab, lab.web(1), folder)) {
            Process service = checked.serve();
            checked.configure("proc", List.of("proc: {process: {pid-file: " + pidFile() + "}, every: 200ms, rise: 1}"));
            lab.web(1).start();
            lab.web(1).awaitReady();
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
        return "\nEnd of a process told after (" + KILLS + " kills): median " + millis.get(KILLS / 2) + " ms, longest "
                + millis.get(KILLS - 1) + " ms";
    }
}
