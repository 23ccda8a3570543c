package io.aliasdefender.failover;

import io.aliasdefender.clock.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The deadlines of all aliases, with one timer for the earliest. A deadline that is put off leaves its entry where it
 * is: that one finds the new deadline when its time has come, so that most inputs of an alias cost no sorting.
 */
final class Agenda {
    /** A deadline that has passed when it is set comes this much later: an alias must not keep the others from a turn. */
    private static final long SOONEST_NANOS = 1_000_000;

    private record Entry(Wakeable one, long atNanos) {}

    private final Timers timers;
    private final Runnable wakeUp;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>((first, second) -> Long.signum(first.atNanos() - second.atNanos()));

    private Timers.Registration timer = () -> {};
    private boolean armed;
    private long armedNanos;
    private boolean running;

    /** @param wakeUp called when a deadline has come; to call {@link #run} */
    Agenda(Timers timers, Runnable wakeUp) {
        this.timers = timers;
        this.wakeUp = wakeUp;
    }

    /** It is to be woken at this time of the timers and at no other. */
    void set(Wakeable one, long atNanos) {
        one.wakes = true;
        one.wakeNanos = atNanos - timers.nanoTime() > 0 ? atNanos : timers.nanoTime() + SOONEST_NANOS;
        if (!one.listed || one.wakeNanos - one.listedNanos < 0) {
            list(one);
            arm();
        }
    }

    /** It is not to be woken. */
    void clear(Wakeable one) {
        one.wakes = false;
    }

    private void list(Wakeable one) {
        one.listed = true;
        one.listedNanos = one.wakeNanos;
        entries.add(new Entry(one, one.wakeNanos));
    }

    /** Wakes everybody whose deadline has come, each once. */
    void run(Consumer<Wakeable> wake) {
        long now = timers.nanoTime();
        List<Wakeable> due = new ArrayList<>();
        while (!entries.isEmpty() && entries.peek().atNanos() - now <= 0) {
            Entry entry = entries.remove();
            Wakeable one = entry.one();
            if (!one.listed || one.listedNanos != entry.atNanos()) {
                // An earlier entry took its place.
                continue;
            }
            one.listed = false;
            if (one.wakes && one.wakeNanos - now > 0) {
                list(one);
            } else if (one.wakes) {
                one.wakes = false;
                due.add(one);
            }
        }
        running = true;
        try {
            due.forEach(wake);
        } finally {
            running = false;
            arm();
        }
    }

    void stop() {
        timer.cancel();
        armed = true;
        running = true;
    }

    private void arm() {
        if (running || entries.isEmpty()) {
            return;
        }
        long next = entries.peek().atNanos();
        if (armed && armedNanos - next <= 0) {
            return;
        }
        timer.cancel();
        armed = true;
        armedNanos = next;
        timer = timers.at(next, () -> {
            armed = false;
            wakeUp.run();
        });
    }
}
