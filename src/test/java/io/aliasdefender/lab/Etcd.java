package io.aliasdefender.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's etcd in the router's namespace: both hosts reach it whether or not they reach each other. */
final class Etcd implements AutoCloseable {
    private static final String URL = "http://192.0.2.1:2379";
    /** Where {@code scripts/setup} unpacks it: nothing of it is installed, and nothing runs by itself. */
    private static final String UNPACKED = ".cache/alias-defender/etcd/usr/bin/etcd";

    private final Lab lab;
    private final Path folder;
    private Process process;

    Etcd(Lab lab) {
        this.lab = lab;
        folder = lab.folder().resolve("etcd");
    }

    /** The program; empty: it is not on this machine. */
    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(
                        Stream.of(path.split(":")).map(folder -> Path.of(folder, "etcd")),
                        Stream.of(Path.of(System.getProperty("user.home"), UNPACKED)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A line of a configuration. */
    static String config(int ttlSeconds, String onLoss) {
        return "lease: {etcd: [\"" + URL + "\"], ttl: " + ttlSeconds + "s, on-loss: " + onLoss + "}";
    }

    /** Starts it, with what it had before, and waits until it answers. */
    void start() {
        try {
            Files.createDirectories(folder);
            process = new ProcessBuilder(lab.router()
                            .namespace()
                            .command(List.of(
                                    program().orElseThrow().toString(),
                                    "--data-dir",
                                    folder.resolve("data").toString(),
                                    "--listen-client-urls",
                                    "http://0.0.0.0:2379",
                                    "--advertise-client-urls",
                                    URL,
                                    "--listen-peer-urls",
                                    "http://127.0.0.1:2380",
                                    "--unsafe-no-fsync")))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException failure) {
            throw new LabException("etcd: " + failure.getMessage(), failure);
        }
        Await.until("etcd answers", Duration.ofSeconds(30), this::answers);
    }

    private boolean answers() {
        return Shell.succeeds(lab.router()
                .namespace()
                .command(List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/2379"))
                .toArray(String[]::new));
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** It does not answer, and its connections stay. */
    void freeze() {
        Shell.run("kill", "-STOP", "" + process.pid());
    }

    void resume() {
        Shell.run("kill", "-CONT", "" + process.pid());
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
