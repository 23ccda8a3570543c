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

    private record Entry(Defended defended, long atNanos) {}

    private final Timers timers;
    private final Runnable wakeUp;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>((one, other) -> Long.compare(one.atNanos() - other.atNanos(), 0));

    private Timers.Registration timer = () -> {};
    private boolean armed;
    private long armedNanos;
    private boolean running;

    /** @param wakeUp called when a deadline has come; to call {@link #run} */
    Agenda(Timers timers, Runnable wakeUp) {
        this.timers = timers;
        this.wakeUp = wakeUp;
    }

    /** An alias is to be woken at this time of the timers and at no other. */
    void set(Defended defended, long atNanos) {
        defended.wakes = true;
        defended.wakeNanos = atNanos - timers.nanoTime() > 0 ? atNanos : timers.nanoTime() + SOONEST_NANOS;
        if (!defended.listed || defended.wakeNanos - defended.listedNanos < 0) {
            list(defended);
            arm();
        }
    }

    /** An alias is not to be woken. */
    void clear(Defended defended) {
        defended.wakes = false;
    }

    private void list(Defended defended) {
        defended.listed = true;
        defended.listedNanos = defended.wakeNanos;
        entries.add(new Entry(defended, defended.wakeNanos));
    }

    /** Wakes everybody whose deadline has come, each once. */
    void run(Consumer<Defended> wake) {
        long now = timers.nanoTime();
        List<Defended> due = new ArrayList<>();
        while (!entries.isEmpty() && entries.peek().atNanos() - now <= 0) {
            Entry entry = entries.remove();
            Defended defended = entry.defended();
            if (!defended.listed || defended.listedNanos != entry.atNanos()) {
                // An earlier entry took its place.
                continue;
            }
            defended.listed = false;
            if (defended.wakes && defended.wakeNanos - now > 0) {
                list(defended);
            } else if (defended.wakes) {
                defended.wakes = false;
                due.add(defended);
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
