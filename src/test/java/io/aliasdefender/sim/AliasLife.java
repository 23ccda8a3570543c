package io.aliasdefender.sim;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What is seen from outside of how one daemon stands towards one alias. Times in nanoseconds. */
final class AliasLife {
    /** More than the longest burst that goes on for once again as long. */
    private static final int MOST_ASKED = 200;

    private static final long NEVER = Long.MIN_VALUE / 2;

    final SimDaemon daemon;
    final SimAlias alias;
    /** After the newest decision; null before the first. */
    private AliasState state;

    private AliasSpec spec;
    private long reconfiguredAt = NEVER;
    private long restedAt = NEVER;
    private boolean hearsNobody;
    private long gaveBackAt = NEVER;
    /** By link: when everybody was last asked who has it. */
    private final long[] askedAt = {NEVER, NEVER};
    /** By link: when it was asked lately, the newest last. */
    private final List<Deque<Long>> asked = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    /** From when on it must have asked before it may announce. */
    private long doubtSince;

    AliasLife(SimDaemon daemon, SimAlias alias, long now) {
        this.daemon = daemon;
        this.alias = alias;
        doubtSince = now;
    }

    /** The order by which it is to be kept off this host; null: none. */
    private Order keptOff;

    private boolean orderedToAdd;
    private boolean ending;
    private long strayAt = NEVER;
    /** When it wants to be woken, by the clock of its engine; null: not. */
    private Duration wakeAt;

    void decided(AliasState next, AliasSpec with, boolean heardNobody, long now) {
        hearsNobody = heardNobody;
        if (spec != null && !spec.equals(with)) {
            reconfiguredAt = now;
        }
        state = next;
        spec = with;
        restedAt = atRest() ? now : restedAt;
        // What was taken off and is put here by hand is wanted here.
        keptOff = keptOff == Order.REMOVE && next.phase() instanceof Phase.Holding ? null : keptOff;
    }

    /** Whether it had heard nobody at its last decision, which is as good as a doubt. */
    boolean hearsNobody() {
        return hearsNobody;
    }

    AliasState state() {
        return state;
    }

    AliasSpec spec() {
        return spec;
    }

    /** To be called before each decision. */
    void takes(Phase before, Input input, long now) {
        if (input instanceof Input.Ordered ordered) {
            switch (ordered.order()) {
                case REMOVE -> {
                    // Where another host has it, as far as is known, there is nothing to keep off.
                    boolean elsewhere = before instanceof Phase.Watching || before instanceof Phase.Starting;
                    keptOff = keptOff == null && !elsewhere ? Order.REMOVE : keptOff;
                    orderedToAdd = false;
                }
                case SUSPEND -> {
                    keptOff = Order.SUSPEND;
                    orderedToAdd = false;
                }
                case ADD -> {
                    // In maintenance an order to add is refused.
                    keptOff = keptOff == Order.SUSPEND ? keptOff : null;
                    orderedToAdd = true;
                }
                case RESUME -> keptOff = null;
                // It leaves only what another host has taken, and is not kept off.
                case MOVE -> {}
                case STOP, LEAVE, RETIRE -> ending = true;
            }
        }
        if (begun() && hasStrays()) {
            strayAt = now;
        }
    }

    /** Another host has it: what was removed here may come back one day. */
    void elsewhere() {
        keptOff = keptOff == Order.REMOVE ? null : keptOff;
        orderedToAdd = false;
    }

    Order keptOff() {
        return keptOff;
    }

    boolean orderedToAdd() {
        return orderedToAdd;
    }

    /** Its defender was told to end, and may let go for that. */
    boolean ending() {
        return ending;
    }

    boolean hadStrayWithin(long span, long now) {
        return now - strayAt <= span;
    }

    Duration wakeAt() {
        return wakeAt;
    }

    void wakeAt(Optional<Duration> time) {
        wakeAt = time.orElse(null);
    }

    boolean begun() {
        return state != null;
    }

    /** Nothing is under way, and nothing is in doubt. */
    private boolean atRest() {
        return begun()
                && (state.phase() instanceof Phase.Watching
                        || state.phase() instanceof Phase.Holding
                                && state.doubt().none());
    }

    /**
     * The same now, or not longer ago than that: where frames are lost, some alias of many always asks again. What is being
     * taken off is about to move, however lately it was at rest.
     */
    boolean atRest(long span, long now) {
        boolean leaves = begun() && state.phase() instanceof Phase.Releasing;
        return atRest() || begun() && !leaves && now - restedAt <= span;
    }

    boolean hasStrays() {
        return !daemon.host.kernel.hasOnly(alias, spec.placement()) && daemon.host.kernel.has(alias.index);
    }

    boolean reconfiguredWithin(long span, long now) {
        return now - reconfiguredAt <= span;
    }

    void givesBack(long now) {
        gaveBackAt = now;
    }

    boolean gaveBackAfter(long time) {
        return gaveBackAt > time;
    }

    void asked(int link, long now) {
        askedAt[link] = now;
        asked.get(link).addLast(now);
        if (asked.get(link).size() > MOST_ASKED) {
            asked.get(link).removeFirst();
        }
    }

    /** How often it was asked since then. */
    int askedSince(int link, long time) {
        return (int) asked.get(link).stream().filter(at -> at >= time).count();
    }

    long askedAt(int link) {
        return askedAt[link];
    }

    /** What it knew is not worth anything from now on. */
    void doubts(long now) {
        doubtSince = now;
    }

    boolean hasNotAsked(int link) {
        return askedAt[link] < doubtSince;
    }
}
