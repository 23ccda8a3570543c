package io.aliasdefender.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command of the program that runs on a host until it is told to end, and what it has printed so far. */
final class Running implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Path out;

    private Running(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Runs the program. */
    static Running program(LabHost host, Object... arguments) throws IOException {
        return command(host, argv(arguments));
    }

    /** Runs the program on a terminal. */
    static Running onTerminal(LabHost host, Object... arguments) throws IOException {
        return command(
                host,
                List.of("script", "--quiet", "--flush", "--command", String.join(" ", argv(arguments)), "/dev/null"));
    }

    private static List<String> argv(Object... arguments) {
        List<String> argv = new ArrayList<>(DaemonCommand.ofThisProgram().argv());
        for (Object argument : arguments) {
            argv.add(argument.toString());
        }
        return argv;
    }

    private static Running command(LabHost host, List<String> command) throws IOException {
        List<String> argv = new ArrayList<>(List.of("env", "-u", "NO_COLOR", "--default-signal=INT,TERM"));
        argv.addAll(command);
        Path out = Files.createTempFile(host.log().getParent(), "running", ".out");
        ProcessBuilder builder = new ProcessBuilder(host.namespace().command(argv))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("TERM", "xterm");
        return new Running(builder.start(), out);
    }

    /** Whole lines only. */
    List<String> lines() {
        try {
            String text = Files.readString(out, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for a line. */
    void await(Predicate<String> wanted) {
        Await.until(
                LIMIT,
                () -> lines().stream().anyMatch(wanted),
                () -> "the line that is wanted, in:\n" + String.join("\n", lines()));
    }

    /** Sends a signal, and gives the exit status. */
    int end(Signal signal) throws InterruptedException {
        signal.send(process.pid());
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new LabException("it did not end by " + signal);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
