package io.aliasdefender.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ChildProcessTest {
    /** Never reached by a program that ends by itself. */
    private static final Duration LONG = Duration.ofSeconds(100);

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final int KEPT = 4_096;
    private static final String ROOT = "as another user only root can start a process";

    @TempDir
    private Path folder;

    private Outcome run(Duration limit, String... lines) throws Exception {
        return run(RunAs.thisUser(), limit, "", lines);
    }

    private Outcome run(RunAs user, Duration limit, String input, String... lines) throws Exception {
        Path script = Scripts.make(folder, "script", lines);
        return ChildProcess.start(new ChildProcess.Order(
                        List.of(script.toString(), "one", "a b"), user, Map.of("AD_EVENT", "test"), input, limit, KEPT))
                .await();
    }

    private static boolean root() {
        return Rights.ofThisProcess().changesUser();
    }

    /** Whoever is killed may be seen for a moment longer; nobody else may remain. */
    private static void awaitNone(String text) throws InterruptedException {
        while (!Scripts.running(text).isEmpty()) {
            Thread.sleep(5);
        }
    }

    @Test
    void programShouldGetItsArgumentsEnvironmentAndInputAndNothingElse() throws Exception {
        Outcome outcome =
                run(RunAs.thisUser(), LONG, "{}", "echo \"$2|$AD_EVENT|$(cat)|$(pwd)|$HOME\" >&2", "env", "exit 3");

        assertThat(outcome.end()).isEqualTo(Outcome.End.BY_ITSELF);
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.firstLine()).isEqualTo("a b|test|{}|/|");
        assertThat(outcome.output()).contains("LC_ALL=C").doesNotContain("JAVA");
        assertThat(outcome.words()).startsWith("failed with status 3: a b|");
    }

    @Test
    void inputShouldBeReadToTheEndOrNotAtAll() throws Exception {
        assertThat(run(RunAs.thisUser(), LONG, "x".repeat(1 << 20), "exec wc -c")
                        .output())
                .isEqualTo("" + (1 << 20));
        assertThat(run(RunAs.thisUser(), LONG, "x".repeat(1 << 20), "exec <&-", "exit 0")
                        .succeeded())
                .isTrue();
    }

    @Test
    void programThatIgnoresSigtermShouldBeKilledWithItsChildrenAtItsLimit() throws Exception {
        Outcome outcome =
                run(SHORT, "trap '' TERM INT HUP", "(trap '' TERM; exec sleep 71717) &", "sleep 71717", "sleep 71717");

        assertThat(outcome.end()).isEqualTo(Outcome.End.TOO_LONG);
        assertThat(outcome.took()).isBetween(SHORT, LONG);
        assertThat(outcome.words()).contains("which is too long");
        awaitNone("sleep 71717");
        assertThat(Scripts.zombies()).isEmpty();
    }

    @Test
    void programThatForksForEverShouldBeKilledWithAllOfThem() throws Exception {
        assumeTrue(root(), ROOT);
        Path script = Scripts.make(folder, "fork-for-ever", "while :; do \"$0\" & done");
        Outcome outcome = ChildProcess.start(
                        new ChildProcess.Order(List.of(script.toString()), RunAs.usual(), Map.of(), "", SHORT, KEPT))
                .await();

        assertThat(outcome.succeeded()).isFalse();
        awaitNone(script.toString());
        assertThat(Scripts.zombies()).isEmpty();
    }

    @Test
    void programThatLeavesChildrenInItsGroupShouldHaveThemEndedWithIt() throws Exception {
        Outcome outcome = run(LONG, "sleep 72727 & sleep 72727 &", "echo done");

        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.output()).isEqualTo("done");
        awaitNone("sleep 72727");
    }

    @Test
    void programThatLeavesADaemonInASessionOfItsOwnShouldNotBeWaitedFor() throws Exception {
        Path pid = folder.resolve("pid");
        Outcome outcome = run(
                LONG,
                "setsid sh -c 'echo $$ >" + pid + "; exec sleep 73737' &",
                "while [ ! -s " + pid + " ]; do sleep 0.01; done",
                "echo started");
        try {
            assertThat(outcome.succeeded()).isTrue();
            assertThat(outcome.took()).isLessThan(LONG);
            assertThat(Scripts.running("sleep 73737")).hasSize(1);
        } finally {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void programThatPrintsAGigabyteShouldBeKilledAndCostNothing() throws Exception {
        Outcome outcome = run(LONG, "echo first", "head -c 1073741824 /dev/zero | tr '\\0' x", "echo last");

        assertThat(outcome.end()).isEqualTo(Outcome.End.TOO_MUCH);
        assertThat(outcome.firstLine()).isEqualTo("first");
        assertThat(outcome.output().length()).isLessThanOrEqualTo(KEPT);
        awaitNone("head -c 1073741824");
    }

    /** All that is in a pipe of Java's is read into memory when the process ends, for as long as somebody writes. */
    @Test
    void programThatEndsAndLeavesAFloodBehindShouldCostNoMemory() throws Exception {
        Path pid = folder.resolve("pid");
        Outcome outcome = run(
                LONG,
                "setsid sh -c 'echo $$ >" + pid + "; exec cat /dev/zero' &",
                "while [ ! -s " + pid + " ]; do sleep 0.01; done");
        long process = Long.parseLong(Files.readString(pid).strip());

        assertThat(outcome.output().length()).isLessThanOrEqualTo(KEPT);
        // By SIGPIPE: nobody has the other end any more.
        while (ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent()) {
            Thread.sleep(5);
        }
    }

    @Test
    void programThatIsStoppedShouldEndAtOnce() throws Exception {
        Path script = Scripts.make(folder, "script", "exec sleep 74747");
        ChildProcess child = ChildProcess.start(
                new ChildProcess.Order(List.of(script.toString()), RunAs.thisUser(), Map.of(), "", LONG, KEPT));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(child::stop);

        assertThat(child.await().end()).isEqualTo(Outcome.End.STOPPED);
        stopped.join();
        awaitNone("sleep 74747");
    }

    @Test
    void programShouldHaveNoRightsAndAGroupOfItsOwn() throws Exception {
        Outcome outcome = run(LONG, "cat /proc/self/status; cat /proc/self/stat; cat /proc/self/oom_score_adj");

        assertThat(outcome.output())
                .contains("CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "CapAmb:\t0000000000000000")
                .contains("NoNewPrivs:\t1");
        assertThat(outcome.output()
                        .lines()
                        .filter(line -> line.contains("(cat)"))
                        .findFirst()
                        .orElseThrow())
                .doesNotContain(" " + ProcessHandle.current().pid() + " "
                        + ProcessHandle.current().pid() + " ");
    }

    @Test
    void programWhenNoUserIsNamedShouldRunAsNobodyWhereWeAreRoot() throws Exception {
        assumeTrue(root(), ROOT);
        assertThat(run(RunAs.usual(), LONG, "", "id -un; id -G")
                        .output()
                        .lines()
                        .toList())
                .first()
                .isEqualTo("nobody");
        assertThat(run(RunAs.named("nobody").orElseThrow(), LONG, "", "id -G").output())
                .doesNotContain(" ");
        assertThat(run(RunAs.named("root").orElseThrow(), LONG, "", "grep CapBnd /proc/self/status")
                        .output())
                .endsWith("0000000000000000");
    }

    @Test
    void programThatIsMissingShouldFailWithASentence() throws Exception {
        Outcome outcome = ChildProcess.start(new ChildProcess.Order(
                        List.of("/nonexistent/hook"), RunAs.thisUser(), Map.of(), "", LONG, KEPT))
                .await();

        assertThat(outcome.words()).contains("/nonexistent/hook", "No such file");
    }

    @Test
    void userWhoIsNotThereShouldBeNoUser() {
        assertThat(RunAs.named("nobody-of-that-name")).isEmpty();
        assertThat(RunAs.named("")).isEmpty();
    }

    /** The systemd unit: an ordinary user, who has capabilities and may not change its own. */
    @Test
    void ordinaryUserShouldHandOnNoneOfItsCapabilities() throws IOException {
        Rights ordinary = new Rights(12_345, 0x3000, 40);

        assertThat(Confinement.command(List.of("/bin/true"), RunAs.thisUser(), ordinary))
                .contains("--ambient-caps=-all", "--no-new-privs", "--nproc=104")
                .noneMatch(word -> word.startsWith("--inh-caps") || word.startsWith("--bounding-set"));
        assertThatThrownBy(() -> Confinement.command(
                        List.of("/bin/true"), RunAs.named("root").orElseThrow(), ordinary))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("may not run anything as root");
    }

    @Test
    void rootWithoutTheRightToDropCapabilitiesShouldRunNothing() {
        assertThatThrownBy(() -> Confinement.command(List.of("/bin/true"), RunAs.thisUser(), new Rights(0, 0x3000, 40)))
                .hasMessageContaining("CAP_SETPCAP");
    }

    /** What the kernel makes of that command line. */
    @Test
    void ambientCapabilitiesOfAnOrdinaryUserShouldBeGoneInWhatItStarts() throws Exception {
        assumeTrue(root(), ROOT);
        List<String> confined = Confinement.command(
                List.of("/bin/cat", "/proc/self/status"), RunAs.thisUser(), new Rights(65_534, 0x3000, 40));
        List<String> command = new java.util.ArrayList<>(List.of(
                "/usr/bin/setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=+net_admin,+net_raw",
                "--ambient-caps=+net_admin,+net_raw",
                "--"));
        command.addAll(confined);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(printed).contains("CapEff:\t0000000000000000", "CapAmb:\t0000000000000000", "Uid:\t65534");
    }
}
