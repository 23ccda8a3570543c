package io.aliasdefender.sim;

import io.aliasdefender.clock.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Virtual time, one source of chance, and the story of what happened. All times in nanoseconds. */
final class World {
    private static final int FIRST_CAPACITY = 256;
    /** Children of a place in the heap: flatter than a binary one, and what is compared lies together. */
    private static final int CHILDREN = 4;

    /** More events at once than this means that something multiplies. */
    private static final int MOST_EVENTS = 400_000;

    private final SplittableRandom random;
    /** What is printed when an invariant breaks; null when nobody wants to read it. */
    private final List<String> timeline;

    /** A heap, ordered by time and, at one time, by the order of scheduling. */
    private Event[] heap = new Event[FIRST_CAPACITY];
    /** The times of those. */
    private long[] times = new long[FIRST_CAPACITY];

    private int size;
    private long sequence;
    private long now;
    private long events;
    /** What went wrong somewhere where nobody could be told. */
    private RuntimeException failure;

    /** Something that will happen. */
    final class Event implements Timers.Registration {
        private final long at;
        private final long order;
        private final Runnable work;
        /** Its place in the heap; -1 when it has happened or was cancelled. */
        private int place;

        private Event(long at, long order, Runnable work) {
            this.at = at;
            this.order = order;
            this.work = work;
        }

        @Override
        public void cancel() {
            if (place >= 0) {
                remove(place);
            }
        }
    }

    /** @param told whether the story is kept: it costs more than the life that it tells */
    World(long seed, boolean told) {
        random = new SplittableRandom(seed);
        timeline = told ? new ArrayList<>() : null;
    }

    long now() {
        return now;
    }

    /** How many events there were. */
    long events() {
        return events;
    }

    int waiting() {
        return size;
    }

    Event after(long delay, Runnable action) {
        return at(now + Math.max(0, delay), action);
    }

    Event at(long time, Runnable action) {
        Event event = new Event(Math.max(time, now), sequence++, action);
        if (size == heap.length) {
            grow();
        }
        rise(event, size++);
        return event;
    }

    private void grow() {
        if (size >= MOST_EVENTS) {
            throw new IllegalStateException("more than " + MOST_EVENTS + " events wait");
        }
        heap = Arrays.copyOf(heap, size * 2);
        times = Arrays.copyOf(times, size * 2);
    }

    private void put(Event event, int place) {
        heap[place] = event;
        times[place] = event.at;
        event.place = place;
    }

    private boolean before(Event event, int place) {
        return event.at < times[place] || event.at == times[place] && event.order < heap[place].order;
    }

    private boolean before(int one, int other) {
        return times[one] < times[other] || times[one] == times[other] && heap[one].order < heap[other].order;
    }

    private void rise(Event event, int from) {
        int hole = from;
        while (hole > 0 && before(event, (hole - 1) / CHILDREN)) {
            int parent = (hole - 1) / CHILDREN;
            put(heap[parent], hole);
            hole = parent;
        }
        put(event, hole);
    }

    private void sink(Event event, int from) {
        int hole = from;
        while (CHILDREN * hole + 1 < size) {
            int child = CHILDREN * hole + 1;
            int end = Math.min(child + CHILDREN, size);
            for (int next = child + 1; next < end; next++) {
                child = before(next, child) ? next : child;
            }
            if (before(event, child)) {
                break;
            }
            put(heap[child], hole);
            hole = child;
        }
        put(event, hole);
    }

    private void remove(int place) {
        heap[place].place = -1;
        Event last = heap[--size];
        heap[size] = null;
        if (place < size) {
            sink(last, place);
            if (last.place == place) {
                rise(last, place);
            }
        }
    }

    /** Lets everything happen that is due up to then. */
    void run(long until) {
        while (size > 0 && times[0] <= until) {
            Event first = heap[0];
            remove(0);
            now = first.at;
            events++;
            first.work.run();
            if (failure != null) {
                throw failure;
            }
        }
        now = Math.max(now, until);
    }

    /** Ends everything after the event that is under way. The first failure counts. */
    void fail(RuntimeException how) {
        failure = failure == null ? how : failure;
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

    boolean told() {
        return timeline != null;
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
