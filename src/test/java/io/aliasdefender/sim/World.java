package io.aliasdefender.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time, one source of chance, and a network whose frames may be lost, late or cut off. */
final class World {
    /** A pause, a cut or a move, in words, with its time: what is printed when an invariant breaks. */
    private final List<String> timeline = new ArrayList<>();

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final boolean[][] cut;
    private long nowNanos;
    private long sequence;

    final Random random;
    /** Probability that a frame is lost. */
    double loss;

    private record Event(long atNanos, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** @param ports how many stations the switch has */
    World(long seed, int ports) {
        random = new Random(seed);
        cut = new boolean[ports][ports];
    }

    Duration now() {
        return Duration.ofNanos(nowNanos);
    }

    long nanos() {
        return nowNanos;
    }

    void after(Duration delay, Runnable action) {
        events.add(new Event(nowNanos + delay.toNanos(), sequence++, action));
    }

    void run(Duration until) {
        while (!events.isEmpty() && events.peek().atNanos() <= until.toNanos()) {
            Event event = events.poll();
            nowNanos = event.atNanos();
            event.action().run();
        }
        nowNanos = Math.max(nowNanos, until.toNanos());
    }

    /** Between these, both included. */
    Duration between(Duration least, Duration most) {
        long span = most.minus(least).toNanos();
        return least.plusNanos(span <= 0 ? 0 : random.nextLong(span + 1));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    void cut(int from, int to, boolean off) {
        cut[from][to] = off;
    }

    boolean isCut(int from, int to) {
        return cut[from][to];
    }

    void healCuts() {
        for (boolean[] row : cut) {
            java.util.Arrays.fill(row, false);
        }
    }

    /** Whether one frame gets through. */
    boolean carries(int from, int to) {
        return !cut[from][to] && !chance(loss);
    }

    /** How long a frame takes. */
    Duration flight() {
        return Duration.ofNanos(50_000 + random.nextInt(450_000));
    }

    void note(String what) {
        timeline.add(String.format("%10.4f s  %s", nowNanos / 1e9, what));
    }

    String timeline() {
        return String.join("\n", timeline);
    }
}
