package io.aliasdefender.lab;

import java.time.Duration;

/** A thread of the laboratory's own that goes on until it is told to stop. It keeps no JVM from ending. */
final class LabThread {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Thread thread;
    private volatile boolean stopped;

    /**
     * Prepares; nothing runs before {@link #start()}.
     *
     * @param work comes to its end when this is {@link #stopped()}
     */
    LabThread(String name, Runnable work) {
        thread = new Thread(work, name);
        thread.setDaemon(true);
    }

    /** Before all other threads of this process, for whoever measures time. */
    @SuppressWarnings("ThreadPriorityCheck") // a client that is late itself would count as a longer outage
    LabThread first() {
        thread.setPriority(Thread.MAX_PRIORITY);
        return this;
    }

    void start() {
        thread.start();
    }

    boolean stopped() {
        return stopped;
    }

    /** Has it come to its end, and waits for that, for five seconds at the most. */
    void stop() {
        stopped = true;
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
