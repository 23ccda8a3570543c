package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.lab.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class SpawnerTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir
    private Path folder;

    private interface Work<T> {
        T carryOut() throws Exception;
    }

    /** A thread with a spawner is changed for good. */
    private static <T> T onThread(Work<T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(work.carryOut());
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        thread.start();
        return done.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private String printed(boolean oldLibrary, String... lines) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return onThread(() -> {
            Spawner spawner = new Spawner(oldLibrary);
            try (Pipe pipe = Pipe.open(false, spawner.scratch());
                    Child child =
                            spawner.start(List.of(script.toString()), Map.of("A", "b c"), Optional.empty(), pipe)) {
                ByteArrayOutputStream kept = new ByteArrayOutputStream();
                Await.until(
                        "the end of its output",
                        LONG,
                        () -> pipe.read(spawner.scratch(), kept, Integer.MAX_VALUE) == Pipe.ENDED);
                Await.until("its end", LONG, () -> child.end(spawner.scratch()).isPresent());
                return kept.toString(StandardCharsets.UTF_8);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void programShouldHaveNothingOpenThatIsNotMarkedToBeClosed(boolean oldLibrary) throws Exception {
        Libc.require();
        int unmarked = Libc.open("/etc/hostname", Libc.O_RDONLY);
        try {
            assertThat(unmarked).isGreaterThan(2);
            // The shell has its script open, and ls the folder.
            assertThat(printed(oldLibrary, "ls -l /proc/$$/fd")).doesNotContain("hostname");
        } finally {
            Libc.close(unmarked);
        }
    }

    @Test
    void programShouldBeInTheRootFolderAndThisProcessWhereItWas() throws Exception {
        String before = Path.of("/proc/self/cwd").toRealPath().toString();

        assertThat(printed(false, "pwd", "echo $A")).isEqualTo("/\nb c\n");
        assertThat(Path.of("/proc/self/cwd").toRealPath()).hasToString(before);
    }

    @Test
    void fileThatIsNoProgramShouldBeRefusedWithASentence() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no program");
        assertThatThrownBy(() -> start(text)).cause().hasMessageContaining("run chmod a+rx");

        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> start(text))
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is no program of this machine");
    }

    private static Child start(Path program) throws Exception {
        return onThread(() -> {
            Spawner spawner = Spawner.ofThisThread();
            try (Pipe pipe = Pipe.open(false, spawner.scratch())) {
                return spawner.start(List.of(program.toString()), Map.of(), Optional.empty(), pipe);
            }
        });
    }
}
