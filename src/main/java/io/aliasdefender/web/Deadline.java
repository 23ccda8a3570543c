package io.aliasdefender.web;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Closes a connection at a moment, whatever it is waiting for: a time limit of each read never ends one that trickles. */
final class Deadline implements AutoCloseable {
    private final Timer timer = new Timer("deadline", true);
    private volatile boolean passed;

    Deadline(Closeable connection, Duration limit) {
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        passed = true;
                        try {
                            connection.close();
                        } catch (IOException ended) {
                            // That is what was wanted.
                        }
                    }
                },
                limit.toMillis());
    }

    /** Whether that is why the connection is closed. */
    boolean passed() {
        return passed;
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
