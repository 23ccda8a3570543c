package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.check.CheckState.Verdict;
import io.aliasdefender.payload.CheckKind.PidFile;
import io.aliasdefender.payload.CheckSpec;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessCheckTest {
    @TempDir
    private Path folder;

    private Path pidFile;
    private final LookRig rig = new LookRig();
    private final List<Process> processes = new ArrayList<>();
    private final BlockingQueue<CheckState> states = new LinkedBlockingQueue<>();
    private final List<RunningCheck> checks = new ArrayList<>();

    @BeforeEach
    void name() {
        pidFile = folder.resolve("squid.pid");
    }

    @AfterEach
    void close() {
        rig.on(() -> {
            checks.forEach(RunningCheck::close);
            return Future.succeededFuture();
        });
        rig.close();
        processes.forEach(Process::destroyForcibly);
    }

    private Process start() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        processes.add(process);
        Files.writeString(pidFile, process.pid() + "\n");
        return process;
    }

    /** Looks every minute only. */
    private void run() {
        CheckSpec spec = new CheckSpec(
                "squid", new PidFile(pidFile.toString()), Duration.ofMinutes(1), Duration.ofSeconds(20), 1, 1);
        rig.on(() -> {
            RunningCheck[] own = new RunningCheck[1];
            Check check = spec.kind().accept(new Kinds(spec.timeout(), rig.facilities(), () -> own[0].lookNow()));
            own[0] = new RunningCheck(
                    spec,
                    check,
                    CheckState.unknown(System.nanoTime()),
                    rig.facilities().loop(),
                    below -> below - 1,
                    (before, after) -> states.add(after));
            own[0].begin();
            checks.add(own[0]);
            return Future.succeededFuture();
        });
    }

    private CheckState next() throws InterruptedException {
        CheckState state = states.poll(30, TimeUnit.SECONDS);
        assertThat(state).as("a look in time").isNotNull();
        return state;
    }

    @Test
    void processWhenItIsKilledShouldFailWithoutWaitingForTheNextLook() throws Exception {
        Process process = start();
        run();
        assertThat(next().sentence()).isEqualTo("process " + process.pid() + " runs");

        process.destroyForcibly();

        CheckState state = next();
        assertThat(state.verdict()).isEqualTo(Verdict.FAILING);
        assertThat(state.sentence()).isEqualTo("process " + process.pid() + " has ended");
    }

    @Test
    void processWhenAnotherTookItsPlaceBeforeItEndedShouldPass() throws Exception {
        Process first = start();
        run();
        next();
        Process second = start();

        first.destroyForcibly();

        assertThat(next().sentence()).isEqualTo("process " + second.pid() + " runs");
    }

    @Test
    void fileWhenItIsNotThereOrHasNoNumberShouldFailWithASentence() throws Exception {
        PidFile kind = new PidFile(pidFile.toString());
        assertThat(rig.run(kind).sentence()).isEqualTo(pidFile + " is not there");
        Files.writeString(pidFile, "squid\n");
        assertThat(rig.run(kind).sentence()).isEqualTo(pidFile + " does not begin with the number of a process");
        Files.writeString(pidFile, "4194303\n");
        assertThat(rig.run(kind).sentence()).isEqualTo("process 4194303 does not run");
    }

    @Test
    void processWhenNobodyAskedForItsExitStatusShouldNotRun() throws Exception {
        // A shell that becomes another program, which never waits for the child, before the child ends.
        Process shell =
                new ProcessBuilder("sh", "-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 1000").start();
        processes.add(shell);
        String pid = shell.inputReader().readLine();
        Files.writeString(pidFile, pid);
        Path program = Path.of("/proc", Long.toString(shell.pid()), "comm");
        while (!Files.readString(program).strip().equals("sleep")) {
            Thread.onSpinWait();
        }
        shell.getOutputStream().close();
        while (!Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ")) {
            Thread.onSpinWait();
        }

        assertThat(rig.run(new PidFile(pidFile.toString())).passed()).isFalse();
    }
}
