package io.aliasdefender.cli;

import static io.aliasdefender.core.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.Report;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class UncaughtErrorsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Logger logger = (Logger) LoggerFactory.getLogger(UncaughtErrors.class);
    private final BlockingQueue<ILoggingEvent> logged = new LinkedBlockingQueue<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event);
        }
    };

    @BeforeEach
    void watch() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        ByReference.register(vertx);
        UncaughtErrors.watch(vertx);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        Thread.setDefaultUncaughtExceptionHandler(null);
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void mistakeInABusHandlerShouldBeOneLineAndTheNextMessageShouldBeHandled() throws Exception {
        BlockingQueue<Report> handled = new LinkedBlockingQueue<>();
        Channels.REPORT.listen(vertx, report -> {
            if (report.cause().equals("bad")) {
                throw new IllegalStateException("two\nlines");
            }
            handled.add(report);
        });

        Channels.REPORT.publish(vertx, Report.of("bad", INFO, ""));
        Channels.REPORT.publish(vertx, Report.of("good", INFO, ""));

        assertOneLine("two lines (UncaughtErrorsTest.java:");
        assertThat(handled.poll(30, TimeUnit.SECONDS).cause()).isEqualTo("good");
    }

    @Test
    void mistakeInATimerShouldBeOneLineAndTheTimerShouldGoOn() throws Exception {
        BlockingQueue<Long> rounds = new LinkedBlockingQueue<>();
        vertx.setPeriodic(1, timer -> {
            rounds.add(timer);
            throw new IllegalStateException("in a timer");
        });

        assertOneLine("in a timer (UncaughtErrorsTest.java:");
        rounds.poll(30, TimeUnit.SECONDS);
        assertThat(rounds.poll(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void mistakeOfAThreadShouldBeOneLine() throws Exception {
        new Thread(() -> {
                    throw new IllegalStateException("in a thread");
                })
                .start();

        assertOneLine("in a thread (UncaughtErrorsTest.java:");
    }

    private void assertOneLine(String words) throws InterruptedException {
        ILoggingEvent event = logged.poll(30, TimeUnit.SECONDS);
        assertThat(event.getLevel()).isEqualTo(Level.ERROR);
        assertThat(event.getFormattedMessage())
                .startsWith("an error inside, going on without what failed: java.lang.IllegalStateException: ")
                .contains(words)
                .doesNotContain("\n");
        assertThat(event.getThrowableProxy()).isNull();
    }
}
