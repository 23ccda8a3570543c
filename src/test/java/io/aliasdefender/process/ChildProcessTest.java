package io.aliasdefender.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aliasdefender.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ChildProcessTest {
    /** Never reached by a program that ends by itself. */
    private static final Duration LONG = Duration.ofSeconds(100);

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final String ROOT = "as another user only root can start a process";

    @TempDir
    private Path folder;

    private final ProgramRig rig = new ProgramRig(true);

    @AfterEach
    void close() {
        rig.close();
    }

    private Outcome run(Duration limit, String... lines) throws Exception {
        return run(RunAs.thisUser(), limit, "", lines);
    }

    private Outcome run(RunAs user, Duration limit, String input, String... lines) throws Exception {
        return rig.run(order(user, limit, input, lines));
    }

    private Order order(RunAs user, Duration limit, String input, String... lines) {
        Path script = Scripts.make(folder, "script", lines);
        return new Order(
                List.of(script.toString(), "one", "a b"),
                user,
                Map.of("AD_EVENT", "test"),
                input,
                Order.Bounds.ofEvent(limit));
    }

    private static boolean root() {
        return Rights.ofThisProcess().changesUser();
    }

    /** Whoever is killed may be seen for a moment longer; nobody else may remain. */
    private static void awaitNone(String text) {
        Await.until("nobody runs " + text, LONG, () -> Scripts.running(text).isEmpty());
    }

    @Test
    void programShouldGetItsArgumentsEnvironmentAndInputAndNothingElse() throws Exception {
        Outcome outcome =
                run(RunAs.thisUser(), LONG, "{}", "echo \"$2|$AD_EVENT|$(cat)|$(pwd)|$HOME\" >&2", "env", "exit 3");

        assertThat(outcome.end()).isEqualTo(Outcome.End.BY_ITSELF);
        assertThat(outcome.status()).hasValue(3);
        assertThat(outcome.firstLine()).contains("a b|test|{}|/|");
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
        Await.until("no zombie is left", LONG, () -> Scripts.zombies().isEmpty());
    }

    @Test
    void programThatForksForEverShouldBeKilledWithAllOfThem() throws Exception {
        assumeTrue(root(), ROOT);
        Path script = Scripts.make(folder, "fork-for-ever", "while :; do \"$0\" & done");
        Outcome outcome = rig.run(
                new Order(List.of(script.toString()), RunAs.usual(), Map.of(), "", Order.Bounds.ofEvent(SHORT)));

        assertThat(outcome.succeeded()).isFalse();
        awaitNone(script.toString());
        Await.until("no zombie is left", LONG, () -> Scripts.zombies().isEmpty());
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
        assertThat(outcome.firstLine()).contains("first");
        assertThat(outcome.output().length()).isLessThanOrEqualTo(2_048);
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

        assertThat(outcome.output().length()).isLessThanOrEqualTo(2_048);
        // By SIGPIPE: nobody has the other end any more.
        Await.until(
                "the flood has ended",
                LONG,
                () -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void programThatIsStoppedShouldEndAtOnce() throws Exception {
        ChildProcess child = rig.start(order(RunAs.thisUser(), LONG, "", "exec sleep 74747"));
        Await.until("it runs", LONG, () -> !Scripts.running("sleep 74747").isEmpty());
        child.stop();

        assertThat(ProgramRig.await(child.ended()).end()).isEqualTo(Outcome.End.STOPPED);
        awaitNone("sleep 74747");
    }

    @Test
    void programThatIsStoppedBeforeItHasStartedShouldEndAtOnce() throws Exception {
        ChildProcess child = rig.startAndStop(order(RunAs.thisUser(), LONG, "", "exec sleep 75757"));

        assertThat(ProgramRig.await(child.ended()).end()).isEqualTo(Outcome.End.STOPPED);
        awaitNone("sleep 75757");
    }

    /** As where the system has no pidfd, or the loop is not one of the kernel's that could tell. */
    @Test
    void programWhenTheKernelTellsNothingShouldBeFedReadAndWaitedForAllTheSame() throws Exception {
        try (ProgramRig slow = new ProgramRig(false)) {
            Outcome counted = slow.run(order(RunAs.thisUser(), LONG, "x".repeat(1 << 18), "exec wc -c"));
            Outcome flood = slow.run(order(RunAs.thisUser(), LONG, "", "echo first", "exec cat /dev/zero"));
            Outcome late = slow.run(order(RunAs.thisUser(), SHORT, "", "trap '' TERM", "sleep 76767", "sleep 76767"));

            assertThat(counted.output()).isEqualTo("" + (1 << 18));
            assertThat(flood.end()).isEqualTo(Outcome.End.TOO_MUCH);
            assertThat(late.end()).isEqualTo(Outcome.End.TOO_LONG);
            awaitNone("sleep 76767");
        }
    }

    /** Each would keep two of this process's descriptors, and a number of the kernel's. */
    @Test
    void programsWhenManyHaveEndedShouldLeaveNothingOpen() throws Exception {
        run(LONG, "exit 1");
        long before = ProgramRig.descriptors();
        for (int i = 0; i < 20; i++) {
            run(RunAs.thisUser(), LONG, "input that nobody reads", "exit 1");
        }

        Await.until("descriptors are closed", LONG, () -> ProgramRig.descriptors() <= before + 2);
        Await.until("no zombie is left", LONG, () -> Scripts.zombies().isEmpty());
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
        Order event =
                new Order(List.of("/nonexistent/hook"), RunAs.thisUser(), Map.of(), "", Order.Bounds.ofEvent(LONG));
        Order check = new Order(List.of("/nonexistent/hook"), RunAs.thisUser(), Map.of(), "", Order.Bounds.ofCheck());

        assertThat(rig.run(event).words()).contains("/nonexistent/hook", "No such file");
        assertThatThrownBy(() -> rig.run(check)).hasMessageContaining("cannot start /nonexistent/hook: it, or the");
    }

    /** For each look of a check: a program that stands before it takes longer than a small program itself. */
    @Test
    void programOfACheckShouldBeStartedWithoutAnythingBeforeItWhereTheUserStays() throws Exception {
        Rights ordinary = new Rights(12_345, 0x3000, 40);
        Order check = new Order(List.of("/bin/true"), RunAs.thisUser(), Map.of(), "", Order.Bounds.ofCheck());

        assertThat(Confinement.of(check, ordinary).command()).containsExactly("/bin/true");
        assertThat(Confinement.of(check, ordinary).byUs()).isTrue();
    }

    @Test
    void programOfACheckShouldHaveNoRightsAndNothingOpen() throws Exception {
        Path script = Scripts.make(
                folder,
                "script",
                "grep -E '^(Cap|NoNew)' /proc/self/status",
                "ls /proc/$$/fd | tr '\\n' ' '",
                "ulimit -r");
        Outcome outcome =
                rig.run(new Order(List.of(script.toString()), RunAs.thisUser(), Map.of(), "", Order.Bounds.ofCheck()));

        assertThat(outcome.output())
                .contains("CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "CapAmb:\t0000000000000000")
                .contains("NoNewPrivs:\t1")
                .containsPattern("(?m)^0 1 (2 )?(10 )?")
                .endsWith("0");
    }

    /** What one thread gives away the others still have. */
    @Test
    void programWhenItHasNoRightsShouldNotTakeThoseOfThisProcess() throws Exception {
        Rights before = Rights.ofThisProcess();
        run(LONG, "exit 0");

        assertThat(Rights.ofThisProcess().capabilities()).isEqualTo(before.capabilities());
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
        Order own = new Order(List.of("/bin/true"), RunAs.thisUser(), Map.of(), "", Order.Bounds.ofEvent(LONG));
        Order others = new Order(List.of("/bin/true"), RunAs.named("root").orElseThrow(), Map.of(), "", own.bounds());

        assertThat(Confinement.of(own, ordinary).command())
                .contains("--nproc=104")
                .doesNotContain("--no-new-privs");
        assertThat(Confinement.of(own, ordinary).byUs()).isTrue();
        assertThatThrownBy(() -> Confinement.of(others, ordinary))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("may not run anything as root");
    }

    @Test
    void rootWithoutTheRightToDropCapabilitiesShouldRunNothingAsRoot() throws IOException {
        Rights few = new Rights(0, 0x30e0, 40);
        Order own = new Order(List.of("/bin/true"), RunAs.thisUser(), Map.of(), "", Order.Bounds.ofEvent(LONG));
        Order nobody = new Order(
                List.of("/bin/true"), new RunAs("nobody", 65_534, 65_534), Map.of(), "", Order.Bounds.ofCheck());

        assertThatThrownBy(() -> Confinement.of(own, few)).hasMessageContaining("CAP_SETPCAP");
        // Whom no exec gives any.
        assertThat(Confinement.of(nobody, few).byUs()).isFalse();
    }
}
