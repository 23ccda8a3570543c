package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.probe.Question;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells other defenders of which aliases this host has let go, one after the other: no switch is given those of a thousand
 * aliases at once. What waits when this process was paused is not told: another host may have had the alias since.
 */
final class Farewells {
    /** As close as announcements of a claim at their usual rate. */
    private static final long SPACING_NANOS = 250_000;

    private final Timers timers;
    private final PauseGuard guard;
    private final Consumer<Question> say;
    private final Timers.Registration listening;
    private final Set<Question> waiting = new LinkedHashSet<>();
    private long notBeforeNanos;
    private Timers.Registration timer = () -> {};
    private Runnable whenAllAreSaid = () -> {};

    Farewells(Timers timers, PauseGuard guard, Consumer<Question> say) {
        this.timers = timers;
        this.guard = guard;
        this.say = say;
        notBeforeNanos = timers.nanoTime();
        listening = guard.listen(new PauseGuard.Listener() {
            @Override
            public void paused(Duration length) {
                waiting.clear();
            }
        });
    }

    void add(Question alias) {
        if (waiting.isEmpty()) {
            notBeforeNanos = Math.max(notBeforeNanos, timers.nanoTime());
        }
        waiting.add(alias);
        sayDue();
    }

    /** @param done called once, at once where nothing waits */
    void whenAllAreSaid(Runnable done) {
        whenAllAreSaid = done;
        tellIfAllAreSaid();
    }

    void stop() {
        timer.cancel();
        listening.cancel();
        waiting.clear();
    }

    private void sayDue() {
        timer.cancel();
        while (!waiting.isEmpty()) {
            if (notBeforeNanos - timers.nanoTime() > 0) {
                timer = timers.at(notBeforeNanos, guard.guarded(this::sayDue));
                return;
            }
            Question next = waiting.iterator().next();
            waiting.remove(next);
            say.accept(next);
            notBeforeNanos += SPACING_NANOS;
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
