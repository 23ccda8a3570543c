package io.aliasdefender.address;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a command of the platform with a clean environment and a time limit. Blocks: for worker threads only. */
final class CommandRunner {
    /** Where the system's own commands are; the caller's PATH is not asked. */
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

    private static final int MOST_OUTPUT_BYTES = 64 * 1024;

    private static final ScheduledExecutorService ENDING = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "command-limit");
        thread.setDaemon(true);
        return thread;
    });

    private final Duration limit;

    CommandRunner(Duration limit) {
        this.limit = limit;
    }

    /**
     * How a command ended.
     *
     * @param exit its exit status; -1 when it was ended because it took too long
     * @param output what it printed on both streams, cut after 64 KiB
     */
    record Outcome(int exit, String output, Duration took) {
        boolean timedOut() {
            return exit == -1;
        }
    }

    /** The absolute path of a system command; empty when it is not installed. */
    static Optional<String> find(String name) {
        return SYSTEM_FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException when it cannot be started
     */
    Outcome run(Command command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command.argv()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", String.join(":", SYSTEM_FOLDERS));
        Process process = builder.start();
        AtomicBoolean late = new AtomicBoolean();
        // Ending it also ends whatever this thread or the reader waits for, so nothing here can wait for ever.
        ScheduledFuture<?> ending = ENDING.schedule(
                () -> {
                    late.set(true);
                    end(process);
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread reader = new Thread(() -> output.complete(output(process)), "command-output");
            reader.setDaemon(true);
            reader.start();
            write(process, command.input().orElse(""));
            int exit = process.waitFor();
            String printed = late.get() ? "" : output.join();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            return late.get() ? new Outcome(-1, "", took) : new Outcome(exit, printed, took);
        } finally {
            ending.cancel(false);
            end(process);
        }
    }

    /** Its children too: a wrapper that hangs in another program must not leave that behind. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void write(Process process, String text) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // It ended without reading all; its exit status and output say why.
        }
    }

    private static String output(Process process) {
        try (InputStream stream = process.getInputStream()) {
            return new String(stream.readNBytes(MOST_OUTPUT_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException ended) {
            return "";
        }
    }
}
