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

    private static final int QUEUE_EVENTS = 1024;
    private static final int FLUSH_MILLIS = 1000;

    /** Made by Logback. */
    public Logging() {}

    /**
     * What can be chosen.
     *
     * @param level the least level of our own loggers
     * @param form how a line looks
     * @param patient whether the caller waits until a line is written. Not for a daemon, whose reader may be slow or
     *     stopped: it would stop with it. An impatient log drops lines when {@value #QUEUE_EVENTS} are waiting, and
     *     wants {@link #flush()} at the end.
     */
    public record Options(org.slf4j.event.Level level, LogForm form, boolean patient) {
        /** For a command that ends soon. */
        public static Options forCommand() {
            return new Options(org.slf4j.event.Level.INFO, LogForm.detect(), true);
        }

        /** For the daemon. */
        public static Options forDaemon() {
            return new Options(org.slf4j.event.Level.INFO, LogForm.detect(), false);
        }

        public Options withLevel(org.slf4j.event.Level other) {
            return new Options(other, form, patient);
        }
    }

    /** Starts the log anew. What is waiting to be written is written first, within a second. */
    public static void configure(Options options) {
        configure(context(), options, standardError());
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
        context.getLogger(OWN).setLevel(Level.convertAnSLF4JLevel(options.level()));
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        Appender<ILoggingEvent> writer = writer(context, options.form(), stream);
        root.addAppender(options.patient() ? writer : queued(context, writer));
    }

    private static Appender<ILoggingEvent> writer(LoggerContext context, LogForm form, OutputStream stream) {
        LogLayout layout = new LogLayout(form, ZoneId.systemDefault());
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

    private static Appender<ILoggingEvent> queued(LoggerContext context, Appender<ILoggingEvent> writer) {
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
