package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.event.Report;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.core.status.ConfigStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConfigVerticleTest {
    private static final Duration SCAN_PERIOD = Duration.ofMillis(10);
    private static final String GOOD = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24}]
            """;
    private static final String BETTER = GOOD + "interval: 100ms\n";
    private static final String BAD = GOOD + "intervall: 1s\n";

    @TempDir
    private Path folder;

    private Path file;
    private Vertx vertx;
    private ConfigVerticle verticle;
    private final BlockingQueue<Settings> published = new LinkedBlockingQueue<>();
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws IOException {
        file = folder.resolve("web.yaml");
        Files.writeString(file, GOOD);
        vertx = Vertx.vertx();
        ByReference.register(vertx);
        Channels.SETTINGS.listen(vertx, published::add);
        Channels.REPORT.listen(vertx, reports::add);
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Settings settings(String yaml) {
        return ConfigReader.read("test", yaml.getBytes(StandardCharsets.UTF_8), Hosts.web1())
                .settings()
                .orElseThrow();
    }

    private void start() throws Exception {
        start(file, Hosts::web1);
    }

    private void start(Path path, Callable<Host> host) throws Exception {
        verticle = new ConfigVerticle(path, host, settings(GOOD), SCAN_PERIOD);
        await(vertx.deployVerticle(verticle));
    }

    private Report nextReport() throws InterruptedException {
        Report report = reports.poll(30, TimeUnit.SECONDS);
        assertThat(report).as("a report").isNotNull();
        return report;
    }

    private Settings nextSettings() throws InterruptedException {
        Settings settings = published.poll(30, TimeUnit.SECONDS);
        assertThat(settings).as("settings").isNotNull();
        return settings;
    }

    /** The way of most editors: a reader never sees anything between the old file and the new one. */
    private void replace(String yaml) throws IOException {
        Path next = folder.resolve("web.yaml~");
        Files.writeString(next, yaml);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Asks for a check, whose answer comes after everything that was noticed before. */
    private ConfigStatus check() throws Exception {
        return await(verticle.check());
    }

    @Test
    void fileWhenReplacedShouldPublishTheNewSettingsAndTheirPlan() throws Exception {
        start();
        replace(BETTER);

        assertThat(nextSettings()).isEqualTo(settings(BETTER));
        Report report = nextReport();
        assertThat(report.cause()).isEqualTo("config-reloaded");
        assertThat(report.level()).isEqualTo(Level.INFO);
        assertThat(report.sentence())
                .isEqualTo("configuration reloaded: change interval: 1s -> 100ms; "
                        + "change 192.0.2.100: confirm spacing 5ms -> 2ms, grace 3s -> 300ms");
        assertThat(await(Channels.CONFIG_NOW.ask(vertx, "test")))
                .isEqualTo(new ConfigStatus(
                        true,
                        file.toString(),
                        List.of(
                                "change interval: 1s -> 100ms",
                                "change 192.0.2.100: confirm spacing 5ms -> 2ms, grace 3s -> 300ms")));
    }

    @Test
    void fileWhenAsAtStartShouldSayNothing() throws Exception {
        start();

        assertThat(check().accepted()).isTrue();
        assertThat(nextReport().sentence()).isEqualTo("SIGHUP: the configuration file is right and means what runs");
        assertThat(published).isEmpty();
    }

    @Test
    void fileWhenWrongShouldBeRejectedOnceAndLeaveTheRunningSettings() throws Exception {
        start();
        replace(BAD);

        Report rejected = nextReport();
        assertThat(rejected.cause()).isEqualTo("config-rejected");
        assertThat(rejected.level()).isEqualTo(Level.ERROR);
        String error = file + ":3:1: unknown key \"intervall\" in the file; write \"interval\"";
        assertThat(rejected.sentence()).isEqualTo("configuration rejected, the running one stays: " + error);
        assertThat(await(Channels.CONFIG_NOW.ask(vertx, "test")))
                .isEqualTo(new ConfigStatus(false, file.toString(), List.of(error)));

        awaitScans(5);
        assertThat(reports).isEmpty();
        assertThat(published).isEmpty();
    }

    /** Gives the scans the time in which they would say something again, if they did. */
    private void awaitScans(int scans) throws Exception {
        await(vertx.timer(SCAN_PERIOD.multipliedBy(scans).toMillis()));
    }

    @Test
    void checkWhenTheFileIsStillWrongShouldSayTheErrorsAgain() throws Exception {
        start();
        replace(BAD);
        Report first = nextReport();

        ConfigStatus status = check();

        assertThat(status.accepted()).isFalse();
        assertThat(nextReport()).isEqualTo(first);
        assertThat(published).isEmpty();
    }

    @Test
    void checkWhenAskedOnTheBusShouldAnswerWithWhatIsFound() throws Exception {
        start();
        replace(BETTER);

        ConfigStatus status = await(Channels.CONFIG_CHECK.ask(vertx, "the page"));

        assertThat(status.accepted()).isTrue();
        assertThat(nextSettings()).isEqualTo(settings(BETTER));
        assertThat(published).isEmpty();
    }

    @Test
    void fileWhenSeveralMistakesShouldHaveThemAllInOneReport() throws Exception {
        start();
        replace(BAD + "grace: 3\n");

        assertThat(nextReport().sentence())
                .isEqualTo("configuration rejected, the running one stays: (1) " + file
                        + ":3:1: unknown key \"intervall\" in the file; write \"interval\" (2) " + file
                        + ":4:8: grace \"3\" has no unit; write 3s if seconds are meant");
    }

    @Test
    void fileWhenRightAgainShouldSayThatNothingChanged() throws Exception {
        start();
        replace(BAD);
        nextReport();
        replace(GOOD);

        assertThat(nextReport().sentence()).isEqualTo("the configuration file is right and means what runs");
        assertThat(check().accepted()).isTrue();
        assertThat(published).isEmpty();
    }

    @Test
    void fileWhenOnlyACommentChangedShouldNotPublishAgain() throws Exception {
        start();
        replace(BETTER);
        nextSettings();
        nextReport();
        replace(BETTER + "# a comment\n");

        assertThat(nextReport().cause()).isEqualTo("config-unchanged");
        assertThat(check().lines()).as("the last plan").isNotEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void fileWhenDeletedShouldBeSaidOnceAndNoticedWhenItIsBack() throws Exception {
        start();
        Files.delete(file);

        Report gone = nextReport();
        assertThat(gone.cause()).isEqualTo("config-gone");
        assertThat(gone.level()).isEqualTo(Level.WARNING);
        assertThat(gone.sentence()).isEqualTo("the configuration file " + file + " is gone; the running one stays");
        awaitScans(5);
        assertThat(reports).isEmpty();
        assertThat(published).isEmpty();

        replace(BETTER);
        assertThat(nextSettings()).isEqualTo(settings(BETTER));
    }

    @Test
    void fileWhenReplacedByDirectoryOrPipeShouldBeRejectedAndWatchedOn() throws Exception {
        start();
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(reportOf("config-rejected").sentence()).contains("this is a directory");

        Files.delete(file);
        makePipe(file);
        assertThat(reportOf("config-rejected").sentence()).contains("no regular file");

        Files.delete(file);
        Files.writeString(file, BETTER);
        assertThat(nextSettings()).isEqualTo(settings(BETTER));
    }

    /** The next report of this kind; between two states of a path there may be the moment in which it is gone. */
    private Report reportOf(String cause) throws InterruptedException {
        Report report = nextReport();
        while (!report.cause().equals(cause)) {
            report = nextReport();
        }
        return report;
    }

    private static void makePipe(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void linkWhenSwappedShouldBeFollowed() throws Exception {
        Path other = folder.resolve("other.yaml");
        Path link = folder.resolve("link.yaml");
        Files.writeString(other, BETTER);
        Files.createSymbolicLink(link, file);
        start(link, Hosts::web1);
        Path next = folder.resolve("link~");
        Files.createSymbolicLink(next, other);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(nextSettings()).isEqualTo(settings(BETTER));
    }

    /** Content that is seen for the first time does not count yet: it may be half of a file. */
    @Test
    void contentWhenSeenOnceShouldWaitForTheNextLook() throws Exception {
        WatchedFile watched = new WatchedFile(file, Hosts::web1);
        String half = BETTER.substring(0, BETTER.indexOf("interval"));

        assertThat(await(watched.look(vertx)).length()).isZero();
        assertThat(FileState.decoded(await(watched.look(vertx)))).isEqualTo(content(GOOD));
        replace(half + "# half");
        assertThat(FileState.decoded(await(watched.look(vertx)))).isEqualTo(content(GOOD));
        replace(BETTER);
        assertThat(FileState.decoded(await(watched.look(vertx)))).isEqualTo(content(GOOD));
        assertThat(FileState.decoded(await(watched.look(vertx)))).isEqualTo(content(BETTER));
        replace(GOOD);
        watched.trustNextLook();
        assertThat(FileState.decoded(await(watched.look(vertx)))).isEqualTo(content(GOOD));
    }

    private static FileState content(String text) {
        return new FileState.Content(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fileWhenRewrittenAThousandTimesShouldEndWithTheLastContent() throws Exception {
        start();
        for (int i = 1; i <= 1_000; i++) {
            Files.writeString(file, GOOD + "interval: " + (100 + i) + "ms\n");
        }

        Settings last = settings(GOOD + "interval: 1100ms\n");
        List<Settings> seen = new ArrayList<>();
        do {
            seen.add(nextSettings());
        } while (!seen.get(seen.size() - 1).equals(last));
        check();
        assertThat(published).isEmpty();
        assertThat(seen).as("each once").doesNotHaveDuplicates();
    }

    @Test
    void fileWhenRewrittenWithTheSameContentShouldNeverPublish() throws Exception {
        start();
        for (int i = 0; i < 1_000; i++) {
            replace(GOOD);
        }

        check();
        assertThat(nextReport().cause()).isEqualTo("config-unchanged");
        assertThat(reports).isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void hostWhenChangedShouldCountAtTheNextCheck() throws Exception {
        Callable<Host> web2 = Hosts::web2;
        start(file, web2);

        assertThat(nextSettings().self().name()).isEqualTo("web2");
        assertThat(nextReport().sentence())
                .isEqualTo("configuration reloaded: change this host: web1 192.0.2.11 -> web2 192.0.2.12; "
                        + "keep 192.0.2.100/24 on eth0");
    }

    @Test
    void hostWhenItCannotBeReadShouldBeSaidOnceAndTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(file, () -> {
            if (calls.incrementAndGet() <= 3) {
                throw new IOException("no netlink");
            }
            return Hosts.web1();
        });

        assertThat(nextReport().sentence()).contains("this file cannot be judged (no netlink)");
        assertThat(nextReport().cause()).isEqualTo("config-unchanged");
        assertThat(published).isEmpty();
    }

    @Test
    void warningsWhenReloadedShouldBeReported() throws Exception {
        start();
        replace(GOOD.replace("/24}", "/24, interface: bond0}"));

        assertThat(nextReport().sentence()).endsWith("interface eth0 -> bond0");
        Report warning = nextReport();
        assertThat(warning.cause()).isEqualTo("config-warning");
        assertThat(warning.level()).isEqualTo(Level.WARNING);
        assertThat(warning.sentence()).contains("this host has no interface bond0 at the moment");
    }
}
