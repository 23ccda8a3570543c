package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A configuration verticle with its file, and everything that it says. */
abstract class ConfigWatching {
    static final Duration SCAN_PERIOD = Duration.ofMillis(10);
    static final String GOOD = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24}]
            """;
    static final String BETTER = GOOD + "interval: 100ms\n";
    static final String BAD = GOOD + "intervall: 1s\n";

    @TempDir
    Path folder;

    Path file;
    Vertx vertx;
    ConfigVerticle verticle;
    final BlockingQueue<Settings> published = new LinkedBlockingQueue<>();
    final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws IOException {
        file = folder.resolve("web.yaml");
        Files.writeString(file, GOOD);
        vertx = vertx();
        ByReference.register(vertx);
        Channels.SETTINGS.listen(vertx, published::add);
        Channels.REPORT.listen(vertx, reports::add);
    }

    Vertx vertx() {
        return Vertx.vertx();
    }

    /** What tells of changes; by default nobody does, and the file is looked at again and again. */
    FileNews news() {
        return FileNews.NONE;
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static Settings settings(String yaml) {
        return ConfigReader.read("test", yaml.getBytes(StandardCharsets.UTF_8), Hosts.web1())
                .settings()
                .orElseThrow();
    }

    void start() throws Exception {
        start(file, Hosts::web1);
    }

    void start(Path path, Callable<HostFacts> host) throws Exception {
        verticle = new ConfigVerticle(path, host, settings(GOOD), news(), SCAN_PERIOD);
        await(vertx.deployVerticle(verticle));
    }

    Report nextReport() throws InterruptedException {
        Report report = reports.poll(30, TimeUnit.SECONDS);
        assertThat(report).as("a report").isNotNull();
        return report;
    }

    Settings nextSettings() throws InterruptedException {
        Settings settings = published.poll(30, TimeUnit.SECONDS);
        assertThat(settings).as("settings").isNotNull();
        return settings;
    }

    /** The way of most editors: a reader never sees anything between the old file and the new one. */
    void replace(String yaml) throws IOException {
        Path next = folder.resolve("web.yaml~");
        Files.writeString(next, yaml);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Asks for a check, whose answer comes after everything that was noticed before. */
    ConfigStatus check() throws Exception {
        return await(verticle.check());
    }

    /** Gives the scans the time in which they would say something again, if they did. */
    void awaitScans(int scans) throws Exception {
        await(vertx.timer(SCAN_PERIOD.multipliedBy(scans).toMillis()));
    }

    /** The next report of this kind; between two states of a path there may be the moment in which it is gone. */
    Report reportOf(String cause) throws InterruptedException {
        Report report = nextReport();
        while (!report.cause().equals(cause)) {
            report = nextReport();
        }
        return report;
    }
}
