package io.aliasdefender.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.platform.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandRunnerTest {
    /** Never reached by a command that ends by itself. */
    private static final Duration LONG = Duration.ofSeconds(50);

    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path folder;

    @Test
    void commandShouldGiveItsStatusAndBothOfItsStreams() throws Exception {
        Outcome outcome = run(LONG, "echo out; echo err >&2; exit 3");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.output().lines()).containsExactlyInAnyOrder("out", "err");
    }

    @Test
    void commandShouldSeeNothingOfOurEnvironment() throws Exception {
        Outcome outcome = run(LONG, "env");

        assertThat(outcome.output().lines())
                .contains("LC_ALL=C", "PATH=/usr/sbin:/sbin:/usr/bin:/bin")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA"));
    }

    @Test
    void commandShouldReadItsInputToTheEnd() throws Exception {
        Outcome outcome = run(LONG, "exec wc -c", "x".repeat(1 << 20));

        assertThat(outcome.output()).isEqualTo("" + (1 << 20));
    }

    @Test
    void commandWhenItTakesTooLongShouldBeEndedWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        Outcome outcome = run(SHORT, "sleep 600 & echo $! > " + pid + "; wait");

        assertThat(outcome.timedOut()).isTrue();
        assertThat(outcome.took()).isBetween(SHORT, LONG);
        awaitEnd(Long.parseLong(Files.readString(pid).strip()));
    }

    @Test
    void commandWhenItLeavesAChildBehindShouldNotBeWaitedForAnyLonger() throws Exception {
        // The child keeps the output open and has lost its parent, so nothing of ours can end it.
        Outcome outcome = run(LONG, "echo done; sh -c 'sleep 20 & exit 0'; exit 0");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.output()).isEqualTo("done");
        assertThat(outcome.took()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void commandWhenItReadsNothingShouldStillBeEnded() throws Exception {
        Outcome outcome = run(SHORT, "sh -c 'sleep 20 <&0 & exit 0'; exec sleep 600", "x".repeat(1 << 20));

        assertThat(outcome.timedOut()).isTrue();
        assertThat(outcome.took()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void commandWhenItPrintsMoreThanIsKeptShouldStillComeToItsEnd() throws Exception {
        // Complains about each line while the rest is still being written to it, as a batch does.
        Outcome outcome = run(
                LONG, "exec awk '{ print \"complaint about line\", NR, $0 } END { exit 7 }'", "x\n".repeat(200_000));

        assertThat(outcome.exit()).isEqualTo(7);
        assertThat(outcome.output()).hasSizeBetween((1 << 20) - 100, 1 << 20).startsWith("complaint about line 1 x");
    }

    @Test
    void commandWhenItIsKilledShouldTellSoByItsStatus() throws Exception {
        Outcome outcome = run(LONG, "kill -9 $$");

        assertThat(outcome.timedOut()).isFalse();
        assertThat(outcome.exit()).isEqualTo(128 + 9);
    }

    @Test
    void commandWhenItIsMissingOrNoProgramShouldFailToStart() throws Exception {
        Path notExecutable = Files.writeString(folder.resolve("text"), "text");
        CommandRunner runner = new CommandRunner(LONG);

        assertThatThrownBy(() -> runner.run(Command.of(List.of("/nowhere/ip"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/ip")
                .hasMessageContaining("No such file");
        assertThatThrownBy(() -> runner.run(Command.of(List.of(notExecutable.toString()))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Permission denied");
    }

    @Test
    void runnerWhenClosedShouldEndWhatIsRunning() throws Exception {
        Path begun = folder.resolve("begun");
        CommandRunner runner = new CommandRunner(LONG);
        String program = Scripts.script(folder, "hangs", "echo > " + begun + "; exec sleep 600");
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> {
            try {
                return runner.run(Command.of(List.of(program)));
            } catch (IOException | InterruptedException failure) {
                throw new AssertionError(failure);
            }
        });
        while (!Files.exists(begun)) {
            Thread.onSpinWait();
        }

        runner.close();

        assertThat(outcome.get(40, TimeUnit.SECONDS).exit()).isEqualTo(128 + 9);
    }

    @Test
    void findShouldLookInTheSystemsFoldersOnly() {
        assertThat(CommandRunner.find("sh"))
                .hasValueSatisfying(path -> assertThat(path).endsWith("bin/sh"));
        assertThat(CommandRunner.find("there-is-no-such-command")).isEmpty();
    }

    private Outcome run(Duration limit, String body) throws Exception {
        return new CommandRunner(limit).run(Command.of(List.of(Scripts.script(folder, "command", body))));
    }

    private Outcome run(Duration limit, String body, String input) throws Exception {
        List<String> argv = List.of(Scripts.script(folder, "command", body));
        return new CommandRunner(limit).run(new Command(argv, Optional.of(input)));
    }

    private static void awaitEnd(long pid) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(40, TimeUnit.SECONDS);
        }
    }
}
