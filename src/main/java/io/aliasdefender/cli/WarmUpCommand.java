package io.aliasdefender.cli;

import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.web.ApiClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * For the start script, not for people: the short lives of two daemons in networks of their own that nobody else is in. The
 * one takes two aliases and hands them over to the other. Meanwhile the JVM sees the classes that it is to archive; what is
 * not in the archive is loaded and linked at its first use, which for much of it is the moment of a failover, and costs some
 * 30 ms there. Without root it defends nothing, and the archive has less.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int OK = 200;
    /** Whoever is named here is far from every other network: the namespace has no way out. */
    private static final String CONFIGURATION = """
            nodes: {self: 192.0.2.11, other: 192.0.2.12}
            aliases:
              - {address: 192.0.2.100/24, interface: eth0, label: "eth0:1", checks: [web, port, program, file]}
              - {address: "2001:db8::100/64", interface: eth0}
            witnesses: [router, "2001:db8::1"]
            interval: 20ms
            link: {key-file: "%s"}
            web: {port: 8600}
            checks:
              web: {http: "http://127.0.0.1:8600/health/live"}
              port: {tcp: "127.0.0.1:8600"}
              program: {exec: [/bin/true], timeout: 5s}
              file: {file: /proc}
            """;
    /** Of the one that the aliases are handed over to. */
    private static final String OF_THE_OTHER = """
            nodes: {self: 192.0.2.11, other: 192.0.2.12}
            aliases:
              - {address: 192.0.2.100/24, interface: eth1}
              - {address: "2001:db8::100/64", interface: eth1}
            witnesses: [any]
            link: {key-file: "%s"}
            web: off
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
            address add 192.0.2.12/24 dev eth1
            address add 192.0.2.1/24 dev eth1
            address add 2001:db8::1/64 dev eth1 nodad
            """;

    /** The thread that is in the neighbour's network, and what it starts is. Its namespace ends with this process. */
    private final ExecutorService neighbour = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "neighbour");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public Integer call() throws Exception {
        boolean alone = makeNetwork();
        Path folder = Files.createTempDirectory("alias-defender");
        try {
            prepare(alone);
            if (alone) {
                liveTogether(folder);
            } else {
                Life life = new Life(folder, "self", WITHOUT_NETWORK);
                readApi(life.api());
                life.end();
            }
            return Main.DONE;
        } finally {
            delete(folder);
        }
    }

    /** Moves this thread, and so the daemon, into a network of two; false when that is not permitted here. */
    private boolean makeNetwork() throws Exception {
        Optional<String> its = neighbour.submit(WarmUpCommand::enterNew).get();
        if (its.isEmpty()) {
            return false;
        }
        NetNs.enterNew();
        return ip(NETWORK.formatted(its.get()))
                && neighbour.submit(() -> ip(NEIGHBOUR)).get();
    }

    /** Where the namespace is that this thread is in now; empty: it is not permitted here. */
    private static Optional<String> enterNew() {
        try {
            NetNs.enterNew();
            return Optional.of("/proc/" + Files.readSymbolicLink(Path.of("/proc/thread-self")) + "/ns/net");
        } catch (IOException forbidden) {
            return Optional.empty();
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

    private void liveTogether(Path folder) throws Exception {
        Path key = folder.resolve("link.key");
        CommandTree.commandLine().setOut(new PrintWriter(Writer.nullWriter())).execute("link-key", "--key-file=" + key);
        Life self = new Life(folder, "self", CONFIGURATION.formatted(key));
        await(() -> isThrough(self.api()));
        // Only now, so that it finds the aliases where they are.
        Life other = neighbour
                .submit(() -> new Life(folder, "other", OF_THE_OTHER.formatted(key)))
                .get();
        // Which takes until the two know each other.
        await(() -> self.api().post("/api/aliases/all/move").status() == OK);
        readApi(self.api());
        other.end();
        self.end();
    }

    /** A daemon with a folder of its own, in the network of the thread that makes it. */
    private static final class Life {
        private final StateFolder state;
        private final Daemon daemon;
        private final ApiClient api;

        private Life(Path above, String node, String configuration) throws Exception {
            Path folder = Files.createDirectory(above.resolve(node));
            Path file = Files.writeString(folder.resolve("alias-defender.yaml"), configuration);
            MonitorCommand monitor = PlainMonitor.of(
                            "monitor", "--config", file.toString(), "--node", node, "--state", folder.toString())
                    .orElseThrow();
            Settings settings = monitor.awaitSettings();
            state = StateFolder.take(folder);
            daemon = monitor.daemon(settings, state);
            await(daemon.start());
            MonitorCommand.greeting(settings, file);
            api = new ApiClient(folder.resolve(CommonOptions.SOCKET_NAME), LIMIT);
        }

        private ApiClient api() {
            return api;
        }

        private void end() throws Exception {
            await(daemon.stop());
            state.close();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private static void readApi(ApiClient api) throws IOException {
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

    /** With all that is in it. */
    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static void await(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
