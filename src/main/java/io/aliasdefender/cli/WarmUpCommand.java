package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigVerticle;
import io.aliasdefender.config.Host;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.service.ServiceManager;
import io.aliasdefender.web.ApiClient;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * For the start script, not for people: a short life of a daemon that defends nothing and sends nothing, during which
 * the JVM sees the classes that it is to archive. Without the rights for ARP it ends early, and the archive has less.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("alias-defender");
        Path file = folder.resolve("none.yaml");
        Path socket = folder.resolve(CommonOptions.SOCKET_NAME);
        try {
            ConfigVerticle config =
                    new ConfigVerticle(file, () -> Host.of(KernelView.EMPTY, "localhost", Optional.empty()), nothing());
            Daemon.Place place = new Daemon.Place(folder, Optional.empty(), ServiceManager.ofEnvironment(), log -> {});
            Daemon daemon = new Daemon(nothing(), config, place, Version.number());
            await(daemon.start());
            new ApiClient(socket, LIMIT).get("/api/status");
            await(daemon.stop());
            return Main.DONE;
        } finally {
            delete(folder);
        }
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

    private static Settings nothing() {
        Node self = new Node("localhost", IpAddress.of("127.0.0.1"));
        Settings.Web unixSocketOnly = new Settings.Web("127.0.0.1", Optional.empty());
        return new Settings(
                self,
                List.of(self),
                List.of(),
                Duration.ofSeconds(1),
                List.of(),
                Settings.AddressTool.AUTO,
                unixSocketOnly);
    }

    private static void await(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
