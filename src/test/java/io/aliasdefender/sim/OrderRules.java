package io.aliasdefender.sim;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.payload.OrderAnswer;

/** What must become of an operator's order. Times in nanoseconds. */
final class OrderRules {
    private static final long MS = 1_000_000;
    /** The daemon answers after four seconds at the latest. */
    private static final long ANSWERED_WITHIN = 4_200 * MS;

    private final World world;
    private final Invariants invariants;

    OrderRules(Site site, Invariants invariants) {
        this.world = site.world;
        this.invariants = invariants;
    }

    /** One order, and whether it was answered. */
    final class Given {
        private final SimDaemon daemon;
        private final SimAlias alias;
        private final Order order;
        private final long at = world.now();
        /** What happened in the milliseconds before has not been heard of. */
        private final boolean calm = invariants.disturbedAt() <= at - 2 * MS;

        private boolean answered;

        private Given(SimDaemon daemon, SimAlias alias, Order order) {
            this.daemon = daemon;
            this.alias = alias;
            this.order = order;
            lookIn(ANSWERED_WITHIN);
        }

        private void lookIn(long wait) {
            world.after(wait, () -> {
                if (answered || !daemon.loop.alive()) {
                    return;
                }
                // By its own clock, and only while it runs.
                long ran = world.now() - Math.max(at, Math.max(daemon.seen.ranSince(), daemon.loop.pausedUntil()));
                if (!daemon.loop.runs() || ran < ANSWERED_WITHIN || daemon.host.frozenUntil > world.now()) {
                    lookIn(ANSWERED_WITHIN);
                    return;
                }
                throw new Broken(
                        Invariant.OBEYS, daemon.host + " has not answered the order to " + order + " " + alias);
            });
        }

        void answered(OrderAnswer answer) {
            answered = true;
            invariants.judge(Invariant.OBEYS);
            world.note(() -> daemon.host + " answers: " + answer);
            boolean there = daemon.host.kernel.hasExactly(
                    alias, daemon.life(alias.index).spec().placement());
            // The kernel may have changed in the last millisecond.
            // What is here may leave with its lease, whatever was answered before.
            boolean stays = daemon.site.leases == null || order != Order.ADD;
            if (answer.done() && stays && order != Order.RESUME && there != (order == Order.ADD)) {
                world.after(2 * MS, () -> {
                    boolean still = daemon.host.kernel.hasExactly(
                            alias, daemon.life(alias.index).spec().placement());
                    if (daemon.loop.runs() && still == there && calmSince(at)) {
                        throw new Broken(Invariant.OBEYS, daemon.host + " says of " + alias + ": " + answer);
                    }
                });
            }
        }

        private boolean calmSince(long time) {
            return calm && invariants.disturbedAt() <= time;
        }
    }

    Given given(SimDaemon daemon, SimAlias alias, Order order) {
        return new Given(daemon, alias, order);
    }

    /** A host adds an alias. */
    void adds(AliasLife life) {
        if (life.keptOff() != null) {
            throw new Broken(
                    Invariant.KEPT_OFF,
                    life.daemon.host + " adds " + life.alias + " after the order to " + life.keptOff());
        }
    }
}
