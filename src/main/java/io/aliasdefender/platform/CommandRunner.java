package io.aliasdefender.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a command of the platform with a clean environment and a time limit. Blocks: for worker threads only. */
public final class CommandRunner {
    private static final List<String> SYSTEM_FOLDERS = Platform.commandFolders();

    /** Enough for a complaint about each line of the longest batch. */
    private static final int MOST_OUTPUT_BYTES = 1 << 20;
    /**
     * What a command printed is there at once when it ends; whoever keeps its output open longer is a child that it
     * left behind.
     */
    private static final Duration LAST_OUTPUT = Duration.ofMillis(500);

    private final Duration limit;
    private volatile boolean closed;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    public CommandRunner(Duration limit) {
        this.limit = limit;
    }

    /**
     * How a command ended.
     *
     * @param exit its exit status; -1 when it was ended because it took too long
     * @param output what it printed on both streams, cut after 1 MiB
     */
    public record Outcome(int exit, String output, Duration took) {
        public boolean timedOut() {
            return exit == -1;
        }
    }

    /** The absolute path of a system command; empty when it is not installed. */
    public static Optional<String> find(String name) {
        return SystemCommands.find(name);
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException when it cannot be started
     */
    public Outcome run(Command command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command.argv()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", String.join(":", SYSTEM_FOLDERS));
        Process process = builder.start();
        running.add(process);
        if (closed) {
            // Closed between its start and now: nobody else would end it.
            end(process);
        }
        try {
            // Writing and reading are left to others, because a child that the command left behind can hold up either
            // for ever, whatever becomes of the command itself.
            Output output = new Output(process.getInputStream());
            inBackground("command-output", output::readAll);
            feed(process, command.input());
            boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
            String printed = ended ? output.await(LAST_OUTPUT) : "";
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            return ended ? new Outcome(process.exitValue(), printed, took) : new Outcome(-1, "", took);
        } finally {
            running.remove(process);
            if (process.isAlive()) {
                end(process);
            }
        }
    }

    /** Ends whatever is running. */
    public void close() {
        closed = true;
        running.forEach(CommandRunner::end);
    }

    /** Ends a command and whatever it started. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void inBackground(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void feed(Process process, Optional<String> input) throws IOException {
        if (input.isPresent()) {
            inBackground("command-input", () -> write(process, input.get()));
        } else {
            process.getOutputStream().close();
        }
    }

    private static void write(Process process, String text) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // It ended without reading all; its exit status and output say why.
        }
    }

    /** What a command prints, as far as it is kept. */
    private static final class Output {
        private static final int BUFFER_BYTES = 8 << 10;

        private final InputStream stream;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final CountDownLatch ended = new CountDownLatch(1);

        Output(InputStream stream) {
            this.stream = stream;
        }

        /** Reads to the end, also what is not kept: a command whose reader goes away is killed by SIGPIPE. */
        void readAll() {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (stream) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    keep(buffer, read);
                }
            } catch (IOException gone) {
                // The stream was closed with its process.
            } finally {
                ended.countDown();
            }
        }

        private synchronized void keep(byte[] buffer, int length) {
            kept.write(buffer, 0, Math.min(length, MOST_OUTPUT_BYTES - kept.size()));
        }

        String await(Duration patience) throws InterruptedException {
            ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
            synchronized (this) {
                return kept.toString(StandardCharsets.UTF_8).strip();
            }
        }
    }
}
