package io.aliasdefender.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Report;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class JournalVerticleTest {
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Event> passedOn = new LinkedBlockingQueue<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private String deployed;
    private final Logger logger = (Logger) LoggerFactory.getLogger(JournalVerticle.class);

    @BeforeEach
    void start() throws Exception {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        ByReference.register(vertx);
        Channels.EVENT.listen(vertx, passedOn::add);
        deployed = await(vertx.deployVerticle(new JournalVerticle("web1")));
    }

    @AfterEach
    void stop() throws Exception {
        logger.detachAppender(log);
        logger.setAdditive(true);
        await(vertx.close());
    }

    @Test
    void reportShouldGetTheNextNumberATimeAndOurName() throws Exception {
        publish(Report.of(ALIAS, "took-over", Level.INFO, "it is here"));
        publish(Report.of("reloaded", Level.WARNING, "a new file"));

        Event first = next();
        Event second = next();

        assertThat(first)
                .isEqualTo(new Event(1, first.at(), "web1", Optional.of(ALIAS), "took-over", Level.INFO, "it is here"));
        assertThat(second.id()).isEqualTo(2);
        assertThat(second.alias()).isEmpty();
        assertThat(second.at()).isAfterOrEqualTo(first.at());
    }

    @Test
    void historyShouldBeTheNewestThousandInTheirOrder() throws Exception {
        for (int i = 1; i <= 1_005; i++) {
            publish(Report.of("cause", Level.DEBUG, "sentence " + i));
        }
        while (next().id() < 1_005) {
            // All of them are to be recorded first.
        }

        List<Long> all = since(0);

        assertThat(all).isEqualTo(LongStream.rangeClosed(6, 1_005).boxed().toList());
        assertThat(since(1_003)).containsExactly(1_004L, 1_005L);
        assertThat(since(1_005)).isEmpty();
        assertThat(since(9_999)).isEmpty();
    }

    @Test
    void historyAfterARestartShouldBeThereAndCountOnAtAFullThousand(@TempDir Path folder) throws Exception {
        String first = await(vertx.deployVerticle(new JournalVerticle("web2", folder)));
        await(vertx.undeploy(deployed));
        publish(Report.of(ALIAS, "took-over", Level.INFO, "it is here"));
        publish(Report.of("reloaded", Level.WARNING, "a new file"));
        next();
        Event before = next();
        await(vertx.undeploy(first));

        await(vertx.deployVerticle(new JournalVerticle("web2", folder)));
        publish(Report.of("reloaded", Level.WARNING, "another file"));

        assertThat(next().id()).isEqualTo(1_001);
        assertThat(since(0)).containsExactly(1L, 2L, 1_001L);
        assertThat(await(Channels.EVENTS.ask(vertx, 1L)).events()).contains(before);
    }

    @Test
    void historyWhenTheDiskCannotBeWrittenShouldCostNothingElse(@TempDir Path folder) throws Exception {
        await(vertx.undeploy(deployed));
        Files.createDirectory(folder.resolve("events.jsonl"));
        await(vertx.deployVerticle(new JournalVerticle("web2", folder)));

        publish(Report.of(ALIAS, "took-over", Level.INFO, "it is here"));
        publish(Report.of(ALIAS, "took-over", Level.INFO, "it is here still"));

        assertThat(next().id()).isEqualTo(1);
        assertThat(next().id()).isEqualTo(2);
        assertThat(since(0)).containsExactly(1L, 2L);
    }

    @Test
    void logShouldHaveTheSentenceAtItsLevel() throws Exception {
        logger.setLevel(ch.qos.logback.classic.Level.TRACE);
        for (Level level : Level.values()) {
            // A placeholder in it, such as a file's name may have, is text.
            publish(Report.of("cause", level, "the {} sentence of " + level));
            next();
        }

        assertThat(log.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly(
                        "DEBUG the {} sentence of debug",
                        "INFO the {} sentence of info",
                        "WARN the {} sentence of warning",
                        "ERROR the {} sentence of error");
    }

    @Test
    void logShouldHaveWhatTheSentenceIsAboutBesideIt() throws Exception {
        publish(Report.of(ALIAS, "took-over", Level.INFO, "it is here"));
        next();

        assertThat(log.list.get(0).getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly("cause=took-over", "event=1", "alias=" + ALIAS);
    }

    private void publish(Report report) {
        Channels.REPORT.publish(vertx, report);
    }

    private Event next() throws InterruptedException {
        Event event = passedOn.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    private List<Long> since(long number) throws Exception {
        return await(Channels.EVENTS.ask(vertx, number)).events().stream()
                .map(Event::id)
                .toList();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
