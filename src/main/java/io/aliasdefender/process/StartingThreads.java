package io.aliasdefender.process;

import io.aliasdefender.os.Privileges;
import io.aliasdefender.os.Spawner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Threads that start programs and do nothing else: whoever starts one waits until it is loaded, and what a program may do is
 * inherited from the thread. One as a rule, and none when nothing was started for a while; another one when something waits, because
 * a program that lies on a server which does not answer keeps a thread until it does. What waits is never refused: a machine that is
 * late has not failed.
 */
final class StartingThreads implements AutoCloseable {
    /** Who waits so long gets a thread of its own. */
    static final Duration PATIENCE = Duration.ofMillis(100);

    private static final int MOST = 32;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Duty duty;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int threads;
    private boolean idle;
    private boolean closed;

    /** What a thread gives away, for good, before it starts its first program. */
    interface Duty {
        void give() throws IOException;
    }

    /** Something to start. */
    interface Start {
        void with(Spawner spawner) throws IOException;

        /** Instead: it cannot be. */
        void failed(Exception failure);
    }

    private record Waiting(Start start, long sinceNanos) {}

    private StartingThreads(Duty duty) {
        this.duty = duty;
    }

    /** Those of programs of this process's own user. */
    static StartingThreads withoutRights() {
        return new StartingThreads(Privileges::none);
    }

    /** Those of programs that setpriv(1) starts. */
    static StartingThreads ofSetpriv() {
        return new StartingThreads(Privileges::neverMore);
    }

    /** Has it begun by one of the threads, which tells the outcome. */
    synchronized void begin(Start start) {
        waiting.add(new Waiting(start, System.nanoTime()));
        if (threads == 0 && !another()) {
            waiting.clear();
            start.failed(new IOException("there are too many threads (raise TasksMax=)"));
        } else if (idle) {
            notifyAll();
        }
    }

    /** To be called now and then while something may be waiting; returns whether something is. */
    synchronized boolean hurry() {
        Waiting first = waiting.peek();
        if (first != null && System.nanoTime() - first.sinceNanos() >= PATIENCE.toNanos() && threads < MOST) {
            another();
        }
        return first != null;
    }

    /** Returns whether there is another thread. */
    private boolean another() {
        Thread thread = new Thread(this::work, "program-start");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError none) {
            // So Java says that the system has none; memory is not meant.
            return false;
        }
        threads++;
        return true;
    }

    private void work() {
        Spawner spawner = null;
        Start start = next();
        while (start != null) {
            try {
                if (spawner == null) {
                    Spawner fresh = Spawner.ofThisThread();
                    duty.give();
                    // Only a thread that has given away everything starts something.
                    spawner = fresh;
                }
                start.with(spawner);
            } catch (IOException | RuntimeException failure) {
                start.failed(failure);
            }
            start = next();
        }
    }

    /** Returns null when this thread is not needed any more. */
    private synchronized Start next() {
        long end = System.nanoTime() + IDLE.toNanos();
        boolean wanted = true;
        while (waiting.isEmpty() && threads == 1 && !closed && wanted) {
            idle = true;
            wanted = waitUntil(end);
        }
        idle = false;
        Waiting next = waiting.poll();
        if (next == null) {
            threads--;
            return null;
        }
        return next.start();
    }

    /** Returns false when that time has come. */
    private boolean waitUntil(long endNanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, endNanos - System.nanoTime());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
        return System.nanoTime() < endNanos;
    }

    /** Its threads end when nothing waits. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
