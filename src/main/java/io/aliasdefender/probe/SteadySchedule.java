package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.payload.ProbeTarget;
import java.util.List;
import java.util.function.Consumer;

/** When each target's rounds begin: once per interval, the targets spread over it. */
final class SteadySchedule {
    /** The first rounds after a plan come this close together, so that a start need not wait for an interval. */
    private static final long FIRST_ROUNDS_SPACING_NANOS = 1_000_000;

    /** Of many targets some share a place in the interval: what is sent together wakes the processor once. */
    private static final int MOST_PLACES = 50;

    private final Timers timers;
    private final PauseGuard guard;
    private final Consumer<SteadyEntry> ask;

    /** @param ask sends the questions of a target's first round; the others are begun by the target's own timer */
    SteadySchedule(Timers timers, PauseGuard guard, Consumer<SteadyEntry> ask) {
        this.timers = timers;
        this.guard = guard;
        this.ask = ask;
    }

    /** The first rounds soon, the others at each target's own place in the interval. */
    void begin(List<SteadyEntry> added) {
        long now = timers.nanoTime();
        for (int i = 0; i < added.size(); i++) {
            begin(added.get(i), now, i, added.size());
        }
    }

    private void begin(SteadyEntry entry, long now, int position, int of) {
        long interval = entry.target.intervalNanos();
        long first = now + Math.min(FIRST_ROUNDS_SPACING_NANOS, interval / of) * position;
        entry.roundTimer = timers.at(first, guard.guarded(() -> {
            int places = Math.min(of, MOST_PLACES);
            long place = now + interval / places * ((long) position * places / of);
            at(entry, place - timers.nanoTime() > interval / 2 ? place : place + interval);
            ask.accept(entry);
        }));
        entry.nextRoundNanos = first;
    }

    /** It keeps its place in the interval, unless that has become too far away. */
    void redefine(SteadyEntry entry, ProbeTarget definition) {
        long now = timers.nanoTime();
        long before = entry.target.intervalNanos();
        entry.target.redefine(definition);
        long interval = entry.target.intervalNanos();
        if (interval < before && entry.nextRoundNanos - now > interval) {
            at(entry, now + interval);
        }
    }

    /**
     * A round begins, and the next one an interval after it.
     *
     * @return how late this one is
     */
    long next(SteadyEntry entry) {
        long late = Math.max(timers.nanoTime() - entry.nextRoundNanos, 0);
        // Rounds that were missed are not made up for; the place in the interval is kept.
        long interval = entry.target.intervalNanos();
        at(entry, entry.nextRoundNanos + (late / interval + 1) * interval);
        return late;
    }

    private void at(SteadyEntry entry, long atNanos) {
        entry.roundTimer.cancel();
        entry.nextRoundNanos = atNanos;
        entry.roundTimer = timers.at(atNanos, entry.round);
    }
}
