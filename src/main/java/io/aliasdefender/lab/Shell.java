package io.aliasdefender.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs one command of the platform to its end, within a time limit, and fails with what it printed. */
final class Shell {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lab-shell-timer");
        thread.setDaemon(true);
        return thread;
    });

    private Shell() {}

    /** What the command printed; throws {@link LabException} when its exit status is not 0. */
    static String run(String... argv) {
        return run(List.of(argv), "");
    }

    /** The same, with text on its standard input. */
    static String run(List<String> argv, String input) {
        Ended ended = end(argv, input);
        if (ended.status() != 0) {
            throw new LabException(String.join(" ", argv) + ": exit status " + ended.status() + ": "
                    + ended.output().strip());
        }
        return ended.output();
    }

    /** Whether the command exists and ends with status 0. */
    static boolean succeeds(String... argv) {
        try {
            return end(List.of(argv), "").status() == 0;
        } catch (LabException missing) {
            return false;
        }
    }

    private static Ended end(List<String> argv, String input) {
        String command = String.join(" ", argv);
        Process process;
        try {
            process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        } catch (IOException failure) {
            throw new LabException(command + ": " + failure.getMessage(), failure);
        }
        ScheduledFuture<?> limit = TIMER.schedule(process::destroyForcibly, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (!limit.cancel(false)) {
                throw new LabException(command + ": not finished within " + LIMIT.toSeconds() + " s");
            }
            return new Ended(status, output);
        } catch (IOException failure) {
            throw new LabException(command + ": " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LabException(command + ": interrupted", interrupted);
        }
    }

    private record Ended(int status, String output) {}
}
