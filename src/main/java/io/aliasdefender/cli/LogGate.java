package io.aliasdefender.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The daemon's way to its log: never waits, lets through only so many lines, and says how many it left out, once a
 * second at the most. What is behind it can be exchanged.
 */
final class LogGate extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final Executor A_SECOND_LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final LogRate rate;
    private AsyncAppender queue;
    private long leftOut;
    private boolean telling;

    /** @param queue takes the lines; started */
    LogGate(LogRate rate, AsyncAppender queue) {
        this.rate = rate;
        this.queue = queue;
    }

    /** Has everything from now on go to another queue, and ends the former one when it is empty, within a second. */
    void exchange(AsyncAppender other) {
        AsyncAppender former;
        synchronized (this) {
            former = queue;
            queue = other;
        }
        former.stop();
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        if (queue.getRemainingCapacity() > 0 && rate.take(System.nanoTime())) {
            queue.doAppend(event);
            return;
        }
        leftOut++;
        if (!telling) {
            telling = true;
            A_SECOND_LATER.execute(this::tellLater);
        }
    }

    private synchronized void tellLater() {
        // As long as nobody reads, there is nobody to tell.
        telling = queue.getRemainingCapacity() == 0;
        if (telling) {
            A_SECOND_LATER.execute(this::tellLater);
        } else {
            tell();
        }
    }

    private void tell() {
        if (leftOut > 0) {
            String sentence = "the log has left out " + leftOut + (leftOut == 1 ? " line" : " lines")
                    + ": there were more than " + rate.perSecond() + " a second, or nobody read them";
            leftOut = 0;
            LoggerContext loggers = (LoggerContext) getContext();
            queue.doAppend(new LoggingEvent(
                    LogGate.class.getName(), loggers.getLogger(Logging.OWN), Level.WARN, sentence, null, null));
        }
    }

    @Override
    public void stop() {
        super.stop();
        AsyncAppender last;
        synchronized (this) {
            tell();
            last = queue;
        }
        last.stop();
    }
}
