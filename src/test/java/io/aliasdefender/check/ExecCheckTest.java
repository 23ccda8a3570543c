package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.check.CheckRun.Outcome;
import io.aliasdefender.lab.Await;
import io.aliasdefender.payload.CheckKind.Exec;
import io.aliasdefender.process.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ExecCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final LookRig rig = new LookRig();

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Exec script(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("fit"), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Exec(List.of(script.toString(), "one two", "*"), "nobody");
    }

    private String sentence(String text) throws IOException {
        return rig.run(script(text)).sentence();
    }

    @Test
    void programWhenItExitsShouldPassWithZeroAndSayItsFirstLine() throws IOException {
        assertThat(rig.run(script("echo; echo all is well; echo more")).passed())
                .isTrue();
        assertThat(sentence("echo; echo all is well; echo more")).isEqualTo("all is well");
        assertThat(sentence("exit 0")).isEqualTo("exit status 0");
        assertThat(sentence("echo no disk >&2; exit 3")).isEqualTo("no disk (exit status 3)");
        assertThat(sentence("exit 3")).isEqualTo("exit status 3");
        assertThat(sentence("kill -15 $$")).isEqualTo("ended by signal 15");
    }

    @Test
    void argumentsWhenTheyLookLikeShellShouldArriveAsTheyAre() throws IOException {
        assertThat(sentence("echo \"$#:$1:$2\"")).isEqualTo("2:one two:*");
    }

    @Test
    void programWhenItRunsShouldHaveNoRightsOfTheDaemon() throws IOException {
        assertThat(sentence("grep ^CapPrm: /proc/self/status | tr -d '\\t'")).isEqualTo("CapPrm:0000000000000000");
        assertThat(sentence("grep ^CapAmb: /proc/self/status | tr -d '\\t'")).isEqualTo("CapAmb:0000000000000000");
        assertThat(sentence("grep ^NoNewPrivs: /proc/self/status | tr -d '\\t'"))
                .isEqualTo("NoNewPrivs:1");
        assertThat(sentence("id -un")).isEqualTo(RunAs.canChoose() ? "nobody" : RunAs.ownName());
    }

    @Test
    void programWhenItRunsShouldHaveACleanEnvironmentAndNothingOpen() throws IOException {
        assertThat(sentence("env | grep -v ^PATH= | grep -v ^PWD= | sort | tr '\\n' ' '"))
                .contains("LC_ALL=C");
        assertThat(sentence("env | wc -l")).isIn("4", "5", "3", "2");
        assertThat(sentence("ls /proc/$$/fd | tr '\\n' ' '")).startsWith("0 1 ").doesNotContain("3 4 5");
        assertThat(sentence("ps -o pgid= -p $$ | tr -d ' ' | grep -qx $$ && echo a group of its own"))
                .isEqualTo("a group of its own");
    }

    @Test
    void programWhenItIsNotThereAnyMoreShouldFailWithASentence() {
        Outcome outcome = rig.run(new Exec(List.of("/nonexistent/fit"), "nobody"));

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.sentence()).contains("/nonexistent/fit");
    }

    @Test
    void programWhenItIgnoresSigtermAndForksShouldBeKilledWithAllOfItsGroup() throws Exception {
        Path children = folder.resolve("children");
        Exec exec = script("trap '' TERM INT HUP\n"
                + "for i in 1 2 3; do (trap '' TERM; echo $$ >> " + children + "; sleep 1000) & done\n"
                + "(sh -c 'sleep 1000; :' & echo $! >> " + children + "; wait) &\n"
                + "echo $! >> " + children + "\n"
                + "echo $$ >> " + children + "\nwhile :; do sleep 1; done");

        Outcome outcome = rig.run(exec, Duration.ofSeconds(1));

        assertThat(outcome.sentence()).isEqualTo("no result within 1 s");
        List<String> pids = Files.readAllLines(children);
        assertThat(pids).hasSizeGreaterThanOrEqualTo(3);
        awaitGone(pids);
    }

    @Test
    void programWhenItLeavesAChildBehindShouldEndWithItsOwnExitAndTheChildToo() throws Exception {
        Path children = folder.resolve("children");
        Exec exec = script("sleep 1000 &\necho $! > " + children + "\necho done");

        Outcome outcome = rig.run(exec, PATIENCE);

        assertThat(outcome.sentence()).isEqualTo("done");
        awaitGone(Files.readAllLines(children));
    }

    /** Gone, and no zombie of ours; one that nobody's parent asks for is init's. */
    private static void awaitGone(List<String> pids) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (String pid : pids) {
            while (isAlive(pid) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(isAlive(pid)).as("process " + pid).isFalse();
        }
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        state(pid).filter(state -> !state.startsWith("Z")).isPresent())
                .isPresent();
    }

    private static Optional<String> state(String pid) {
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("State:"))
                    .map(line -> line.substring(6).strip())
                    .findFirst();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Test
    void programsWhenManyHaveEndedShouldLeaveNoZombies() throws IOException {
        for (int i = 0; i < 20; i++) {
            rig.run(script("exit 1"));
        }

        // The last one's end may have been told a moment before it was waited for.
        Await.until(
                "no zombies are left", Duration.ofMinutes(1), () -> zombies().isEmpty());
    }

    private static List<ProcessHandle> zombies() {
        return ProcessHandle.current()
                .children()
                .filter(child -> state("" + child.pid())
                        .filter(state -> state.startsWith("Z"))
                        .isPresent())
                .toList();
    }

    @Test
    void programWhenItPrintsAGigabyteShouldBeReadToItsEnd() throws IOException {
        Outcome outcome = rig.run(script("echo first; head -c 1000000000 /dev/zero; exit 2"), Duration.ofSeconds(60));

        assertThat(outcome.sentence()).startsWith("first (exit status 2)");
    }
}
