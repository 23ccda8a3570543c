package io.aliasdefender.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.aliasdefender.payload.Log;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up, in code: a file would have to be parsed at each start.
 *
 * <p>Logback finds this class as a service, so that the very first line is already in form;
 * {@link #configure(Options)} changes it once the command line is known.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    /** The loggers of this program; all others (Vert.x, Netty) speak only from WARN up. */
    static final String OWN = "io.aliasdefender";

    /** Who warns of what is no news, or of each connection that is one too many, with a stack trace. */
    private static final List<String> QUIET =
            List.of("io.netty.bootstrap.ServerBootstrap", "io.vertx.core.eventbus.impl.MessageConsumerImpl");

    /** Who tells what the other side of a connection does wrong: anybody could fill the log with it. */
    private static final List<String> SILENT = List.of("io.vertx.core.net.impl.ConnectionBase");

    private static final int QUEUE_EVENTS = 1024;
    /** A thousand aliases that are taken at once are no reason to leave anything out; a fault that repeats is. */
    static final int LINES_AT_ONCE = 1_000;

    static final int LINES_PER_SECOND = 100;
    private static final int FLUSH_MILLIS = 1000;
    private static final String GATE = "gate";

    /** Made by Logback. */
    public Logging() {}

    /**
     * What can be chosen.
     *
     * @param level the least level of our own loggers
     * @param form how a line looks, and for {@link LogForm#SYSLOG} also where it goes
     * @param json whether each line is an object in JSON
     * @param patient whether the caller waits until a line is written. Not for a daemon, whose reader may be slow or
     *     stopped: it would stop with it. An impatient log drops lines when {@value #QUEUE_EVENTS} are waiting, or when
     *     there are too many of them ({@link LogGate}), and wants {@link #flush()} at the end.
     */
    public record Options(org.slf4j.event.Level level, LogForm form, boolean json, boolean patient) {
        /** For a command that ends soon. */
        public static Options forCommand() {
            return new Options(org.slf4j.event.Level.INFO, LogForm.detect(), false, true);
        }

        /** For the daemon. */
        public static Options forDaemon(Log log) {
            LogForm form = switch (log.to()) {
                case AUTO -> LogForm.detect();
                case STDERR -> LogForm.detectWithoutJournal();
                case SYSLOG -> LogForm.SYSLOG;
            };
            return new Options(level(log.level()), form, log.format() == Log.Format.JSON, false);
        }

        private static org.slf4j.event.Level level(io.aliasdefender.core.Level level) {
            return switch (level) {
                case DEBUG -> org.slf4j.event.Level.DEBUG;
                case INFO -> org.slf4j.event.Level.INFO;
                case WARNING -> org.slf4j.event.Level.WARN;
                case ERROR -> org.slf4j.event.Level.ERROR;
            };
        }
    }

    /** Starts the log anew. What is waiting to be written is written first, within a second. */
    public static void configure(Options options) {
        configure(context(), options, stream(options));
    }

    /** Changes the log of a daemon without losing a line. What waits is written the old way; that may take a second. */
    public static void change(Options options) {
        change(context(), options, stream(options));
    }

    /** Writes what waits, for a second at most, and ends the log. To be called last. */
    public static void flush() {
        context().stop();
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        configure(context, Options.forCommand(), standardError());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configure(LoggerContext context, Options options, OutputStream stream) {
        context.reset();
        setLevel(context, options);
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        SILENT.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        Appender<ILoggingEvent> writer = writer(context, options, stream);
        root.addAppender(options.patient() ? writer : gate(context, queued(context, writer)));
    }

    static void change(LoggerContext context, Options options, OutputStream stream) {
        setLevel(context, options);
        AsyncAppender queue = queued(context, writer(context, options, stream));
        ((LogGate) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(GATE)).exchange(queue);
    }

    private static void setLevel(LoggerContext context, Options options) {
        context.getLogger(OWN).setLevel(Level.convertAnSLF4JLevel(options.level()));
    }

    private static LogGate gate(LoggerContext context, AsyncAppender queue) {
        LogGate gate = new LogGate(new LogRate(LINES_AT_ONCE, LINES_PER_SECOND), queue);
        gate.setContext(context);
        gate.setName(GATE);
        gate.start();
        return gate;
    }

    private static Appender<ILoggingEvent> writer(LoggerContext context, Options options, OutputStream stream) {
        LogLayout layout = new LogLayout(options.form(), options.json(), ZoneId.systemDefault());
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setEncoder(encoder);
        appender.setOutputStream(stream);
        appender.start();
        return appender;
    }

    private static AsyncAppender queued(LoggerContext context, Appender<ILoggingEvent> writer) {
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("queue");
        queue.setQueueSize(QUEUE_EVENTS);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(writer);
        queue.start();
        return queue;
    }

    private static OutputStream stream(Options options) {
        return options.form() == LogForm.SYSLOG
                ? new Unfailing(new SyslogStream(SyslogStream.SYSTEM_LOG, standardError()))
                : standardError();
    }

    private static OutputStream standardError() {
        return new Unfailing(new FileOutputStream(FileDescriptor.err));
    }

    /**
     * Unbuffered, one write an event, so that the lines of several processes do not mix; not closed with the log,
     * because standard error outlives a change of its form. What cannot be written (a full disk) is lost; Logback
     * would end the log for good.
     */
    static final class Unfailing extends OutputStream {
        private final OutputStream stream;

        Unfailing(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int single) {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                stream.write(bytes, offset, length);
            } catch (IOException lost) {
                // The next line may find some space again.
            }
        }
    }

    private static LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalStateException(
                "SLF4J is bound to " + factory.getClass().getName() + ", not to Logback");
    }
}
