package io.aliasdefender.cli;

import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.web.ApiClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * For the start script, not for people: the short life of a daemon that takes two aliases and gives them up again, in a
 * network of its own that nobody else is in. Meanwhile the JVM sees the classes that it is to archive; what is not in
 * the archive is loaded and linked at its first use, which for much of it is the moment of a failover, and costs some 30
 * ms there. Without root it defends nothing, and the archive has less.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    /** Whoever is named here is far from every other network: the namespace has no way out. */
    private static final String CONFIGURATION = """
            nodes: {self: 192.0.2.11, other: 192.0.2.12}
            aliases:
              - {address: 192.0.2.100/24, interface: eth0, label: "eth0:1", checks: [web, port, program, file]}
              - {address: "2001:db8::100/64", interface: eth0}
            witnesses: [router, "2001:db8::1"]
            interval: 20ms
            web: {port: 8600}
            checks:
              web: {http: "http://127.0.0.1:8600/health/live"}
              port: {tcp: "127.0.0.1:8600"}
              program: {exec: [/bin/true], timeout: 5s}
              file: {file: /proc}
            """;
    /** Where the network is not our own. */
    private static final String WITHOUT_NETWORK = """
            nodes: {self: 192.0.2.11, other: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24, interface: eth0}]
            web: off
            """;
    /** A cable to a neighbour, whose kernel answers as a witness. */
    private static final String NETWORK = """
            link set lo up
            link add eth0 type veth peer name eth1
            link set eth1 netns %s
            link set eth0 up
            address add 192.0.2.11/24 dev eth0
            route add default via 192.0.2.1
            address add 2001:db8::11/64 dev eth0 nodad
            """;

    private static final String NEIGHBOUR = """
            link set eth1 up
            address add 192.0.2.1/24 dev eth1
            address add 2001:db8::1/64 dev eth1 nodad
            """;

    @Override
    public Integer call() throws Exception {
        boolean alone = makeNetwork();
        Path folder = Files.createTempDirectory("alias-defender");
        try {
            prepare(alone);
            live(folder, alone ? CONFIGURATION : WITHOUT_NETWORK, alone);
            return Main.DONE;
        } finally {
            delete(folder);
        }
    }

    /** Moves this thread, and so the daemon, into a network of two; false when that is not permitted here. */
    private static boolean makeNetwork() throws IOException, InterruptedException {
        BlockingQueue<Optional<String>> neighbour = new SynchronousQueue<>();
        BlockingQueue<Boolean> plugged = new SynchronousQueue<>();
        Thread thread = new Thread(() -> neighbour(neighbour, plugged), "neighbour");
        // Its namespace ends with it, that is with this process.
        thread.setDaemon(true);
        thread.start();
        Optional<String> its = neighbour.take();
        if (its.isEmpty()) {
            return false;
        }
        NetNs.enterNew();
        boolean made = ip(NETWORK.formatted(its.get()));
        plugged.put(made);
        return made && plugged.take();
    }

    private static void neighbour(BlockingQueue<Optional<String>> told, BlockingQueue<Boolean> plugged) {
        try {
            Optional<String> namespace = Optional.empty();
            try {
                NetNs.enterNew();
                namespace = Optional.of("/proc/" + Files.readSymbolicLink(Path.of("/proc/thread-self")) + "/ns/net");
            } catch (IOException forbidden) {
                // Whoever asked is told that there is none.
            }
            told.put(namespace);
            if (namespace.isPresent()) {
                plugged.put(plugged.take() && ip(NEIGHBOUR));
                Thread.sleep(Long.MAX_VALUE);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ip(String lines) throws InterruptedException {
        try {
            Process ip = new ProcessBuilder("ip", "-batch", "-")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Writer input = ip.outputWriter(StandardCharsets.US_ASCII)) {
                input.write(lines);
            }
            return ip.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && ip.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /** What a daemon does before it lives. */
    private static void prepare(boolean permitted) throws CommandFailed {
        CommandTree.commandLine().parseArgs("monitor", "--node=self");
        Logging.configure(new LogOptions().over(Log.DEFAULT));
        Signals.handle("HUP", () -> {});
        if (permitted) {
            MonitorCommand.requireRights();
        }
    }

    private static void live(Path folder, String configuration, boolean defending) throws Exception {
        Path file = Files.writeString(folder.resolve("alias-defender.yaml"), configuration);
        MonitorCommand monitor = PlainMonitor.of(
                        "monitor", "--config", file.toString(), "--node", "self", "--state", folder.toString())
                .orElseThrow();
        Settings settings = monitor.awaitSettings();
        try (StateFolder state = StateFolder.take(folder)) {
            Daemon daemon = monitor.daemon(settings, state);
            await(daemon.start());
            MonitorCommand.greeting(settings, file);
            defend(new ApiClient(folder.resolve(CommonOptions.SOCKET_NAME), LIMIT), defending);
            await(daemon.stop());
        }
    }

    private static void defend(ApiClient api, boolean defending) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (defending && !isThrough(api) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        api.get("/api/events");
        api.get("/api/config");
    }

    /** Whether it holds everything, and every check has a result. */
    private static boolean isThrough(ApiClient api) throws IOException {
        JsonObject status = api.get("/api/status").body();
        return status.getJsonArray("aliases").stream()
                        .allMatch(alias -> alias.toString().contains("\"state\":\"holding\""))
                && status.getJsonArray("checks").stream()
                        .noneMatch(check -> check.toString().contains("\"state\":\"unknown\""));
    }

    /** With the files in it. */
    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    private static void await(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
