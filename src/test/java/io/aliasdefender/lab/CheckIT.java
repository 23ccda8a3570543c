package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.DaemonApi.DaemonEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon that is started for real says of its checks. */
@ExtendWith(LabRequired.class)
class CheckIT {
    @TempDir
    private Path folder;

    private Lab lab;
    private LabHost host;
    private CheckedHost checked;

    @BeforeEach
    void build() {
        lab = Lab.build(1, Optional.of(Path.of("target", "lab", "CheckIT")), DaemonCommand.ofThisProgram());
        host = lab.web(1);
        checked = new CheckedHost(lab, host, folder);
    }

    @AfterEach
    void close() {
        checked.close();
        lab.close();
    }

    private void start() {
        host.start();
        host.awaitReady();
    }

    private String pid() {
        return "proc: {process: {pid-file: " + checked.pidFile() + "}, every: 1h, timeout: 30s, rise: 1}";
    }

    private List<DaemonEvent> events(String cause) throws IOException {
        return host.api().events(0).stream()
                .filter(event -> event.cause().equals(cause))
                .toList();
    }

    @Test
    void processWhenItIsKilledShouldBeToldWithoutWaitingForAnHour() throws Exception {
        Process service = checked.serve();
        checked.configure("proc", List.of(pid()));
        start();
        checked.awaitState("proc", "passing");

        service.destroyForcibly();

        checked.awaitState("proc", "failing");
        assertThat(events("check-failing").get(0).text())
                .isEqualTo("check proc fails: process " + service.pid() + " has ended (process " + checked.pidFile()
                        + "); this host is not fit for " + Lab.ALIAS.address());
        assertThat(status()).contains("check proc  failing for");
    }

    @Test
    void drainFileWhenItComesAndGoesShouldFailAndPassAgain() throws Exception {
        checked.configure(
                "drain", List.of("drain: {file: " + checked.drainFile() + ", is: absent, every: 100ms, timeout: 30s}"));
        start();
        checked.awaitState("drain", "passing");

        Files.createFile(checked.drainFile());
        checked.awaitState("drain", "failing");
        Files.delete(checked.drainFile());
        checked.awaitState("drain", "passing");

        assertThat(events("check-passing").get(0).text())
                .startsWith("check drain passes again after ")
                .endsWith(" (" + checked.drainFile() + " is not there)");
    }

    @Test
    void reloadWhenAChecksIsTheSameShouldLetItGoOnAndEndTheOthers() throws Exception {
        checked.serve();
        String drain = "drain: {file: " + checked.drainFile() + ", is: absent, every: 100ms, timeout: 30s}";
        checked.configure("proc, drain", List.of(pid(), drain));
        start();
        checked.awaitState("proc", "passing");
        checked.awaitState("drain", "passing");
        long looks = checked.check("drain").orElseThrow().getLong("looks");

        checked.configure("drain", List.of(drain));
        host.api().reload();

        Await.until(
                "the check that is not needed any more has gone",
                CheckedHost.SOON,
                () -> checked.check("proc").isEmpty());
        assertThat(checked.check("drain").orElseThrow().getLong("looks")).isGreaterThanOrEqualTo(looks);
        assertThat(events("check-failing")).isEmpty();
    }

    @Test
    void programWhenItHangsShouldFailAndLeaveNobodyBehindAtTheEndOfTheDaemon() throws Exception {
        checked.configure("hangs", List.of("hangs: {exec: [/bin/sleep, 86399], every: 100ms, timeout: 300ms}"));
        start();

        checked.awaitState("hangs", "failing");

        assertThat(checked.check("hangs").orElseThrow().getString("sentence")).isEqualTo("no result within 300 ms");
        host.stop(CheckedHost.SOON);
        Await.until("no program is left", CheckedHost.SOON, () -> sleepers() == 0);
    }

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep 86399"))
                .count();
    }

    private String status() throws Exception {
        List<String> argv = new ArrayList<>(DaemonCommand.ofThisProgram().argv());
        argv.addAll(List.of("status", "--state", host.state().toAbsolutePath().toString()));
        Process process = new ProcessBuilder(host.namespace().command(argv))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
