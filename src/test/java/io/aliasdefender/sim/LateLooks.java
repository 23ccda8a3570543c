package io.aliasdefender.sim;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;

/**
 * A deciding part whose timers reach the core without looking for a pause first: only what comes from outside looks. And
 * an announcement that is due is taken for one that is in time.
 */
final class LateLooks implements Variant {
    @Override
    public Timers timers(Timers timers) {
        return new Hurried(timers);
    }

    @Override
    public PauseGuard guard(PauseGuard guard, Timers timers) {
        PauseGuard blind = new PauseGuard();
        blind.start(((Hurried) timers).asSeenByTheGuard());
        return blind;
    }

    @Override
    public Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
        boolean due = input instanceof Input.Tick
                && state.phase() instanceof Phase.Holding holding
                && holding.announcements().nextAt().compareTo(now) < 0
                && holding.announcements().nextAt().compareTo(holding.since()) > 0;
        Duration then = due ? ((Phase.Holding) state.phase()).announcements().nextAt() : now;
        return Failover.decide(state, input, spec, evidence, then);
    }

    /** Timers that remember whether one of them is being run. */
    private static final class Hurried implements Timers {
        private final Timers real;
        private boolean running;
        private long seenNanos;
        private long seenBootNanos;

        private Hurried(Timers real) {
            this.real = real;
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }

        @Override
        public long bootNanos() {
            return real.bootNanos();
        }

        @Override
        public Registration at(long deadlineNanos, Runnable task) {
            return real.at(deadlineNanos, () -> {
                running = true;
                try {
                    task.run();
                } finally {
                    running = false;
                }
            });
        }

        /** The same clocks, which stand still while a timer is being run. */
        private Timers asSeenByTheGuard() {
            return new Timers() {
                @Override
                public long nanoTime() {
                    seenNanos = running ? seenNanos : real.nanoTime();
                    return seenNanos;
                }

                @Override
                public long bootNanos() {
                    seenBootNanos = running ? seenBootNanos : real.bootNanos();
                    return seenBootNanos;
                }

                @Override
                public Registration at(long deadlineNanos, Runnable task) {
                    return real.at(deadlineNanos, task);
                }
            };
        }
    }
}
