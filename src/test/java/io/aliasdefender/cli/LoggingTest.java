package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

class LoggingTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger ours = context.getLogger("io.aliasdefender.failover.FailoverVerticle");
    private final Logger theirs = context.getLogger("io.netty.util.Recycler");
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void logWhenNothingWasConfiguredShouldBeOurs() {
        LoggerContext global = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertThat(global.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr"))
                .isNotNull();
        assertThat(LoggerFactory.getLogger("io.netty.util.Recycler").isInfoEnabled())
                .isFalse();
    }

    @Test
    void libraryWhenItOnlyInformsShouldBeSilent() {
        configure(Level.DEBUG, LogForm.JOURNAL);
        ours.debug("ours");
        theirs.info("theirs");
        theirs.warn("trouble");
        assertThat(lines()).containsExactly("<7>ours", "<4>io.netty.util.Recycler: trouble");
    }

    /** A second line would be one that this program never wrote; and whoever reads a log has a terminal, too. */
    @Test
    void lineShouldStayOneLineWithNothingThatATerminalActsOn() {
        configure(Level.INFO, LogForm.JOURNAL);
        ours.info("its answer is \u001b[2J\n<0>forged\u202e");
        assertThat(lines()).containsExactly("<6>its answer is \\u001b[2J\\u000a<0>forged\\u202e");
    }

    @Test
    void levelWhenChangedShouldHoldFromThenOn() {
        configure(Level.WARN, LogForm.JOURNAL);
        ours.info("one");
        configure(Level.INFO, LogForm.JOURNAL);
        ours.info("two");
        assertThat(lines()).containsExactly("<6>two");
    }

    @Test
    void plainFormShouldHaveTimeLevelAndMessage() {
        assertThat(laidOut(LogForm.PLAIN, event(Level.INFO, "taking over", null)))
                .isEqualTo("04:05:06.007 INFO  taking over\n");
    }

    @Test
    void colourFormShouldColourTheLevelAlone() {
        assertThat(laidOut(LogForm.COLOUR, event(Level.ERROR, "network down?", null)))
                .isEqualTo("04:05:06.007 \033[1;31mERROR\033[0m network down?\n");
    }

    @Test
    void journalWhenThereIsAStackTraceShouldPrefixEachLine() {
        String text = laidOut(LogForm.JOURNAL, event(Level.ERROR, "failed", new IllegalStateException("no\nway")));
        assertThat(text.lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("<3>"));
        assertThat(text).startsWith("<3>failed\n<3>java.lang.IllegalStateException: no\n<3>way\n");
    }

    @Test
    @Timeout(60)
    void impatientLogWhenItsReaderHangsShouldNotHoldTheWriter() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writing.countDown();
                try {
                    reading.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                written.write(bytes, offset, length);
            }
        };
        Logging.configure(context, new Logging.Options(Level.INFO, LogForm.JOURNAL, false, false), stuck);

        ours.info("first");
        writing.await();
        for (int i = 0; i < 5_000; i++) {
            ours.info("more");
        }

        reading.countDown();
        context.stop();

        assertThat(lines()).startsWith("<6>first", "<6>more").hasSizeLessThan(5_000);
    }

    @Test
    @Timeout(60)
    void impatientLogWhenThereAreTooManyLinesShouldLeaveOutAndCountThem() {
        Logging.Options options = new Logging.Options(Level.INFO, LogForm.JOURNAL, false, false);
        Logging.configure(context, options, written);

        int said = 5 * Logging.LINES_AT_ONCE;
        long begun = System.nanoTime();
        for (int i = 0; i < said; i++) {
            ours.info("more");
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        context.stop();

        List<String> more = lines().stream().filter("<6>more"::equals).toList();
        List<String> told =
                lines().stream().filter(line -> !line.equals("<6>more")).toList();
        assertThat(more)
                .hasSizeLessThanOrEqualTo(Logging.LINES_AT_ONCE + (int) Math.ceil(seconds * Logging.LINES_PER_SECOND));
        assertThat(told).allMatch(line -> line.matches("<4>the log has left out \\d+ lines?: .*"));
        assertThat(told.stream()
                        .mapToInt(line -> Integer.parseInt(line.replaceAll("^<4>the log has left out (\\d+) .*", "$1")))
                        .sum())
                .isEqualTo(said - more.size());
    }

    @Test
    void impatientLogWhenItIsChangedShouldLoseNoLine() {
        Logging.configure(context, new Logging.Options(Level.INFO, LogForm.JOURNAL, false, false), written);
        ByteArrayOutputStream elsewhere = new ByteArrayOutputStream();

        ours.info("before");
        Logging.change(context, new Logging.Options(Level.DEBUG, LogForm.PLAIN, true, false), elsewhere);
        ours.debug("after");
        context.stop();

        assertThat(lines()).containsExactly("<6>before");
        assertThat(elsewhere.toString(StandardCharsets.UTF_8)).matches("\\{\"time\":.*\"message\":\"after\"}\n");
    }

    @Test
    void jsonShouldBeOneLineWithAllThatIsKnown() {
        LoggingEvent event = event(Level.ERROR, "no\n\"way\"", new IllegalStateException("really"));
        event.addKeyValuePair(new KeyValuePair("cause", "claim-failed"));
        event.addKeyValuePair(new KeyValuePair("event", 7L));

        String line = new LogLayout(LogForm.PLAIN, true, ZoneOffset.UTC).doLayout(event);

        assertThat(line).endsWith("\n").hasLineCount(1);
        assertThat(new JsonObject(line).getMap())
                .containsEntry("time", "2026-01-02T03:05:06.007Z")
                .containsEntry("level", "error")
                .containsEntry("message", "no\n\"way\"")
                .containsEntry("cause", "claim-failed")
                .containsEntry("event", 7)
                .containsKey("trace");
    }

    @Test
    void textShouldHaveTheCauseBehindTheSentence() {
        LoggingEvent event = event(Level.INFO, "taking over", null);
        event.addKeyValuePair(new KeyValuePair("event", 7L));
        event.addKeyValuePair(new KeyValuePair("cause", "silent"));

        assertThat(laidOut(LogForm.JOURNAL, event)).isEqualTo("<6>taking over [silent]\n");
    }

    @Test
    void logWhenItsDiskIsFullForAWhileShouldGoOnAfterwards() {
        boolean[] full = new boolean[1];
        OutputStream disk = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (full[0]) {
                    throw new IOException("No space left on device");
                }
                written.write(bytes, offset, length);
            }
        };
        Logging.Options options = new Logging.Options(Level.INFO, LogForm.JOURNAL, false, true);
        Logging.configure(context, options, new Logging.Unfailing(disk));

        ours.info("one");
        full[0] = true;
        ours.info("two");
        full[0] = false;
        ours.info("three");

        assertThat(lines()).containsExactly("<6>one", "<6>three");
    }

    private void configure(Level level, LogForm form) {
        Logging.configure(context, new Logging.Options(level, form, false, true), written);
    }

    private LoggingEvent event(Level level, String message, Throwable failure) {
        var logbackLevel = ch.qos.logback.classic.Level.convertAnSLF4JLevel(level);
        LoggingEvent event = new LoggingEvent("", ours, logbackLevel, message, failure, null);
        event.setInstant(Instant.parse("2026-01-02T03:05:06.007Z"));
        return event;
    }

    private static String laidOut(LogForm form, LoggingEvent event) {
        return new LogLayout(form, false, ZoneOffset.ofHours(1)).doLayout(event);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
