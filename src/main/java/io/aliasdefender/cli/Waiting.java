package io.aliasdefender.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** For somebody who waits before a terminal: after two seconds a line says what for, until it is over. */
final class Waiting {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final Timer timer = new Timer("waiting", true);
    private final long begunNanos = System.nanoTime();
    private boolean shown;
    private boolean over;

    /** Something that takes its time. */
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** @param terminal whether anybody waits before one */
    static <T, E extends Exception> T during(PrintWriter out, boolean terminal, String what, Work<T, E> work) throws E {
        return during(out, terminal, what, FIRST, work);
    }

    static <T, E extends Exception> T during(
            PrintWriter out, boolean terminal, String what, Duration first, Work<T, E> work) throws E {
        Waiting waiting = new Waiting(out, terminal, what, first);
        try {
            return work.run();
        } finally {
            waiting.end();
        }
    }

    private Waiting(PrintWriter out, boolean terminal, String what, Duration first) {
        this.out = out;
        if (terminal) {
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            show(what);
                        }
                    },
                    first.toMillis(),
                    STEP.toMillis());
        }
    }

    private synchronized void show(String what) {
        if (!over) {
            shown = true;
            long seconds = Duration.ofNanos(System.nanoTime() - begunNanos).toSeconds();
            out.print(CLEAR_LINE + what + " (" + seconds + " s)");
            out.flush();
        }
    }

    private synchronized void end() {
        over = true;
        timer.cancel();
        if (shown) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
