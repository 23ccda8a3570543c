package io.aliasdefender.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Virtual time, one source of chance, and the story of what happened. All times in nanoseconds. */
final class World {
    private static final int FIRST_CAPACITY = 256;
    /** More events at once than this means that something multiplies. */
    private static final int MOST_EVENTS = 100_000;

    private final SplittableRandom random;
    /** What is printed when an invariant breaks; null when nobody wants to read it. */
    private final List<String> timeline;

    /** A binary heap in three arrays, ordered by time and, at one time, by the order of scheduling. */
    private long[] at = new long[FIRST_CAPACITY];

    private long[] order = new long[FIRST_CAPACITY];
    private Runnable[] work = new Runnable[FIRST_CAPACITY];
    private int size;
    private long sequence;
    private long now;
    private long events;

    /** @param told whether the story is kept: it costs more than the life that it tells */
    World(long seed, boolean told) {
        random = new SplittableRandom(seed);
        timeline = told ? new ArrayList<>() : null;
    }

    long now() {
        return now;
    }

    Duration uptime() {
        return Duration.ofNanos(now);
    }

    /** How many events there were. */
    long events() {
        return events;
    }

    int waiting() {
        return size;
    }

    void after(long delay, Runnable action) {
        at(now + Math.max(0, delay), action);
    }

    void at(long time, Runnable action) {
        if (size == at.length) {
            grow();
        }
        int hole = size++;
        long mine = sequence++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (at[parent] <= time) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, time, mine, action);
    }

    private void grow() {
        if (size >= MOST_EVENTS) {
            throw new IllegalStateException("more than " + MOST_EVENTS + " events wait");
        }
        at = Arrays.copyOf(at, size * 2);
        order = Arrays.copyOf(order, size * 2);
        work = Arrays.copyOf(work, size * 2);
    }

    private void move(int from, int to) {
        at[to] = at[from];
        order[to] = order[from];
        work[to] = work[from];
    }

    private void put(int hole, long time, long sequenceOf, Runnable action) {
        at[hole] = time;
        order[hole] = sequenceOf;
        work[hole] = action;
    }

    private boolean before(int one, int other) {
        return at[one] < at[other] || at[one] == at[other] && order[one] < order[other];
    }

    private Runnable poll() {
        Runnable first = work[0];
        size--;
        long time = at[size];
        long mine = order[size];
        Runnable action = work[size];
        work[size] = null;
        int hole = 0;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && before(child + 1, child)) {
                child++;
            }
            if (time < at[child] || time == at[child] && mine < order[child]) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        if (size > 0) {
            put(hole, time, mine, action);
        }
        return first;
    }

    /** Lets everything happen that is due up to then. */
    void run(long until) {
        while (size > 0 && at[0] <= until) {
            now = at[0];
            events++;
            poll().run();
        }
        now = Math.max(now, until);
    }

    /** Between these, both included. */
    long between(long least, long most) {
        return most <= least ? least : least + random.nextLong(most - least + 1);
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    void note(Supplier<String> what) {
        if (timeline != null) {
            timeline.add(String.format(Locale.ROOT, "%10.4f s  %s", now / 1e9, what.get()));
        }
    }

    String timeline() {
        return timeline == null ? "" : String.join("\n", timeline);
    }
}
