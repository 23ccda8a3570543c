package io.aliasdefender.process;

import io.aliasdefender.os.Pipe;
import io.aliasdefender.os.ProcessGroup;
import io.aliasdefender.platform.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run without a shell and without any right of this process, in a process group of its own, with a time
 * limit and a limit of what it may print. When it ends, well or not, whatever it has left in its group is killed: it leaves
 * neither processes nor, because the kernel gives those to init, zombies. Who wants to leave a process running on purpose
 * starts it in a session of its own (setsid(1)).
 */
public final class ChildProcess {
    /** Who prints more is killed: to read for ever what nobody keeps costs a core. */
    static final int MOST_PRINTED_BYTES = 1 << 20;

    /** One that sleeps in the kernel cannot be killed before it wakes: nobody waits for that. */
    private static final Duration KILLED = Duration.ofSeconds(1);

    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long MOST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final int BUFFER_BYTES = 8 << 10;
    private static final List<String> FOLDERS = List.of("/usr/local/sbin", "/usr/local/bin");

    private final Order order;
    private final Process process;
    private final Pipe input;
    private final Pipe output;
    private final byte[] text;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final long beginNanos = System.nanoTime();
    private int fed;
    private int printed;
    private volatile boolean stopped;

    /**
     * What is to be run.
     *
     * @param argv the program, an absolute path, and its arguments
     * @param environment besides PATH and LC_ALL; nothing else is handed on
     * @param input for its standard input; may be empty
     * @param limit it and its group are killed when it takes longer
     * @param keptBytes of what it prints, so much is kept
     */
    public record Order(
            List<String> argv,
            RunAs user,
            Map<String, String> environment,
            String input,
            Duration limit,
            int keptBytes) {
        public Order {
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
        }
    }

    private ChildProcess(Order order, Process process, Pipe input, Pipe output) {
        this.order = order;
        this.process = process;
        this.input = input;
        this.output = output;
        text = order.input().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Starts it. Blocks as long as starting a process does: a few milliseconds. Whoever starts it also calls {@link #await}.
     *
     * @throws IOException with a sentence when it cannot be started
     */
    public static ChildProcess start(Order order) throws IOException {
        List<String> command = Confinement.command(order.argv(), order.user());
        Pipe input = Pipe.open(true);
        Pipe output = null;
        try {
            output = Pipe.open(false);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(input.childEnd())
                    .redirectOutput(output.childEnd())
                    .redirectErrorStream(true)
                    .directory(Path.of("/").toFile());
            builder.environment().clear();
            builder.environment().putAll(environment(order));
            ChildProcess child = new ChildProcess(order, builder.start(), input, output);
            input.started();
            output.started();
            child.mayBeEndedForMemory();
            return child;
        } catch (IOException | RuntimeException failure) {
            input.close();
            if (output != null) {
                output.close();
            }
            throw failure;
        }
    }

    private static Map<String, String> environment(Order order) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LC_ALL", "C");
        environment.put("PATH", String.join(":", FOLDERS) + ":" + String.join(":", Platform.commandFolders()));
        environment.putAll(order.environment());
        return environment;
    }

    /** The kernel is to spare the daemon when memory is short, but not this. */
    private void mayBeEndedForMemory() {
        try {
            Files.writeString(Path.of("/proc/" + process.pid() + "/oom_score_adj"), "0");
        } catch (IOException notPermitted) {
            // As it was.
        }
    }

    /** Waits for its end, which comes within the limit. Blocks; to be called once. */
    public Outcome await() throws InterruptedException {
        try {
            boolean byItself = serve();
            boolean gone = process.waitFor(KILLED.toNanos(), TimeUnit.NANOSECONDS);
            read();
            Outcome.End how = stopped
                    ? Outcome.End.STOPPED
                    : printed > MOST_PRINTED_BYTES
                            ? Outcome.End.TOO_MUCH
                            : byItself ? Outcome.End.BY_ITSELF : Outcome.End.TOO_LONG;
            return new Outcome(
                    how,
                    gone ? process.exitValue() : -1,
                    kept.toString(StandardCharsets.UTF_8).strip(),
                    Duration.ofNanos(System.nanoTime() - beginNanos));
        } finally {
            input.close();
            output.close();
        }
    }

    /** Returns whether it ended by itself; by then nothing of its group is left. */
    private boolean serve() throws InterruptedException {
        try {
            return feedAndRead();
        } finally {
            end();
        }
    }

    private boolean feedAndRead() throws InterruptedException {
        long pause = FIRST_PAUSE_NANOS;
        while (printed <= MOST_PRINTED_BYTES) {
            feed();
            read();
            long left = order.limit().toNanos() - (System.nanoTime() - beginNanos);
            if (left <= 0) {
                return false;
            }
            if (process.waitFor(Math.min(left, pause), TimeUnit.NANOSECONDS)) {
                return true;
            }
            pause = Math.min(2 * pause, MOST_PAUSE_NANOS);
        }
        return false;
    }

    private void feed() {
        while (fed < text.length) {
            int written = input.write(text, fed);
            if (written == Pipe.NOT_NOW) {
                return;
            }
            fed = written == Pipe.ENDED ? text.length : fed + written;
        }
        input.close();
    }

    private void read() {
        int read = output.read(buffer);
        while (read > 0 && printed <= MOST_PRINTED_BYTES) {
            kept.write(buffer, 0, Math.max(0, Math.min(read, order.keptBytes() - kept.size())));
            printed += read;
            read = output.read(buffer);
        }
    }

    /** Ends it now; {@link #await} returns soon after. Any thread. */
    public void stop() {
        stopped = true;
        end();
    }

    /** All of its group, and itself in case that it has not even come so far as to begin one. */
    private void end() {
        // The number of a group stays taken while anybody is in it. One without anybody might have been given anew,
        // though
        // not within the moment since its first process was waited for.
        ProcessGroup.kill(process.pid());
        process.destroyForcibly();
    }
}
