package io.aliasdefender.clock;

/**
 * A monotonic clock with timers: everything that the deciding and probing parts know of time. In the daemon it is the
 * event loop; the simulator has one of its own. All calls, and all tasks, on one thread.
 */
public interface Timers {
    /** Nanoseconds of a monotonic clock, which may stand still while the machine is suspended. Only differences mean something. */
    long nanoTime();

    /** The same of a clock that goes on while the machine is suspended. */
    long bootNanos();

    /** Runs a task at a time of {@link #nanoTime()}, never before it; soon when that has passed. */
    Registration at(long deadlineNanos, Runnable task);

    /** Runs a task soon, after what is under way. */
    default Registration soon(Runnable task) {
        return at(nanoTime(), task);
    }

    /** Ends a timer or a watch. */
    @FunctionalInterface
    interface Registration {
        /** On the thread of the timers; again is harmless. */
        void cancel();
    }
}
