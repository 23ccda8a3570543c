package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.probe.Question;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells other defenders of which aliases this host has let go: each several times, for a frame may be lost, and a busy
 * host drops what lay in its sockets while it did not run; and one after the other, so that no switch is given those of a
 * thousand aliases at once. What is said late is still true, and only makes others ask.
 */
final class Farewells {
    /** As close as announcements of a claim at their usual rate. */
    private static final long SPACING_NANOS = 250_000;
    /** The time from one to the next of an alias: longer than most pauses of a busy host that count as one. */
    private static final long[] AGAIN_NANOS = {50_000_000, 100_000_000};

    private record Due(Question alias, long atNanos, int said) {}

    private final Timers timers;
    private final PauseGuard guard;
    private final Consumer<Question> say;
    private final Queue<Due> waiting;
    private final Set<Question> beingSaid = new HashSet<>();
    private long notBeforeNanos;
    private Timers.Registration timer = () -> {};
    private Runnable whenAllAreSaid = () -> {};

    Farewells(Timers timers, PauseGuard guard, Consumer<Question> say) {
        this.timers = timers;
        this.guard = guard;
        this.say = say;
        long begun = timers.nanoTime();
        notBeforeNanos = begun;
        // As times since then: what System.nanoTime gives may overflow.
        waiting = new PriorityQueue<>(Comparator.comparingLong(due -> due.atNanos() - begun));
    }

    void add(Question alias) {
        waiting.add(new Due(alias, timers.nanoTime(), 0));
        beingSaid.add(alias);
        sayDue();
    }

    /** Whether one is under way: meanwhile nothing is to say that this host wants the alias. */
    boolean isBeingSaid(Question alias) {
        return beingSaid.contains(alias);
    }

    /** @param done called once, at once where nothing waits */
    void whenAllAreSaid(Runnable done) {
        whenAllAreSaid = done;
        tellIfAllAreSaid();
    }

    void stop() {
        timer.cancel();
        waiting.clear();
        beingSaid.clear();
    }

    private void sayDue() {
        timer.cancel();
        while (!waiting.isEmpty()) {
            long now = timers.nanoTime();
            Due next = waiting.element();
            long at = next.atNanos() - notBeforeNanos > 0 ? next.atNanos() : notBeforeNanos;
            if (at - now > 0) {
                timer = timers.at(at, guard.guarded(this::sayDue));
                return;
            }
            waiting.remove();
            say.accept(next.alias());
            notBeforeNanos = at + SPACING_NANOS;
            if (next.said() < AGAIN_NANOS.length) {
                waiting.add(new Due(next.alias(), now + AGAIN_NANOS[next.said()], next.said() + 1));
            } else {
                beingSaid.remove(next.alias());
            }
        }
        tellIfAllAreSaid();
    }

    private void tellIfAllAreSaid() {
        if (waiting.isEmpty()) {
            Runnable done = whenAllAreSaid;
            whenAllAreSaid = () -> {};
            done.run();
        }
    }
}
