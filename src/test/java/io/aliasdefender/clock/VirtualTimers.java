package io.aliasdefender.clock;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Timers whose time passes only when it is told to. Tasks of one time run in the order in which they were set. */
public final class VirtualTimers implements Timers {
    /** Not zero: no code may take the zero of a clock for something. */
    private static final long START_NANOS = 7_000_000_000L;

    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::number));
    private long now = START_NANOS;
    private long suspended = 123_000_000_000L;
    private long number;
    private long lateNanos;

    private static final class Entry implements Registration {
        private final long due;
        private final long number;
        private final Runnable task;
        private boolean cancelled;

        private Entry(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        private long due() {
            return due;
        }

        private long number() {
            return number;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long bootNanos() {
        return now + suspended;
    }

    @Override
    public Registration at(long deadlineNanos, Runnable task) {
        Entry entry = new Entry(Math.max(deadlineNanos, now) + (number % 3 == 0 ? lateNanos : 0), number++, task);
        queue.add(entry);
        return entry;
    }

    /** Lets time pass; every task runs at its time. */
    public void pass(Duration length) {
        long end = now + length.toNanos();
        while (!queue.isEmpty() && queue.peek().due <= end) {
            Entry next = queue.poll();
            if (!next.cancelled) {
                now = Math.max(now, next.due);
                next.task.run();
            }
        }
        now = Math.max(now, end);
    }

    /** Time passes while this process does not run. */
    public void pause(Duration length) {
        now += length.toNanos();
    }

    /** From now on every third timer fires so much later than it should. */
    public void lateBy(Duration length) {
        lateNanos = length.toNanos();
    }

    /** The machine is suspended: only the clock of {@link #bootNanos()} goes on. */
    public void suspend(Duration length) {
        suspended += length.toNanos();
    }

    /** How many timers are set. */
    public long set() {
        return queue.stream().filter(entry -> !entry.cancelled).count();
    }
}
