package io.aliasdefender.clock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Notices that this process did not run: the one detector of the process, for all that runs on its event loop. Every
 * input (a timer, a socket that can be read, a message of the bus) passes {@link #check()} before it is handled, so that
 * nothing is decided on what a pause has made old. One thread only, that of the timers.
 */
public final class PauseGuard {
    /** The time between two beats, and so the longest time without a check while the process runs. */
    public static final Duration PERIOD = Duration.ofMillis(50);

    /** Lateness that is no pause of this process but its own work, for each address that it looks after. */
    public static final Duration WORK_PER_ADDRESS = Duration.ofNanos(100_000);

    /**
     * Ten times the worst lateness of a timer on a machine with four busy processes on each core, so that a merely
     * busy host still defends; far shorter than what a paused virtual machine or a frozen process misses.
     */
    public static final Duration LIMIT = Duration.ofMillis(100);

    /**
     * A timer that is later than this, or than its own length when that is more, proves nothing by itself. Five times
     * the worst lateness on a very busy machine: a wrong silence only causes a burst, but a pause that is told voids
     * evidence everywhere.
     */
    public static final Duration LATE = Duration.ofMillis(50);

    private static final long PERIOD_NANOS = PERIOD.toNanos();
    private static final long LIMIT_NANOS = LIMIT.toNanos();
    private static final long LATE_NANOS = LATE.toNanos();

    /** Never changed, but replaced: whoever is told may come or go meanwhile. */
    private List<Listener> listeners = List.of();

    /** Empty: it does not beat. */
    private Optional<Timers> timers = Optional.empty();

    private Timers.Registration heartbeat = () -> {};
    private long workNanos;
    private long lastNanos;
    /** By how much the clock that goes on during a suspension was ahead of the other one at the last check. */
    private long suspendedNanos;
    /** When a pause was told last. */
    private long toldNanos;

    /** Is told of pauses, before whatever noticed one is handled. */
    public interface Listener {
        /**
         * This process did not run, or was so late that a conclusion is worth nothing. Voids what is known. Nothing may
         * be sent or read here: another listener has not heard of it yet.
         *
         * @param length how long it did not run, above zero
         */
        void paused(Duration length);

        /** Every listener has been told: what has become worth nothing can be asked anew. */
        default void resumed() {}

        /** Every listener has begun anew: what was said by others meanwhile can be told. */
        default void settled() {}
    }

    /**
     * Begins to beat; whatever was before, such as a long start, is forgiven. Has no effect on a guard that beats.
     *
     * @param timers of the thread on which everything is
     */
    public void start(Timers timers) {
        if (this.timers.isPresent()) {
            return;
        }
        this.timers = Optional.of(timers);
        reset(timers.nanoTime(), timers.bootNanos());
        toldNanos = lastNanos;
        beat(timers);
    }

    /** Ends the beating. The listeners stay, for another start. */
    public void stop() {
        heartbeat.cancel();
        timers = Optional.empty();
    }

    /**
     * Adds a listener; they are called in the order in which they came.
     *
     * @return ends it
     */
    public Timers.Registration listen(Listener listener) {
        listeners = with(listener);
        return () -> listeners = without(listener);
    }

    /** How many addresses are looked after: the work of one turn grows with them and is no pause. */
    public void addresses(int count) {
        workNanos = WORK_PER_ADDRESS.toNanos() * count;
    }

    /**
     * To be called first at every input. Tells all listeners when this process did not run since the last call.
     *
     * @return whether it did not
     */
    public boolean check() {
        if (timers.isEmpty()) {
            return false;
        }
        long now = timers.get().nanoTime();
        long boot = timers.get().bootNanos();
        long late = Math.max(now - lastNanos - PERIOD_NANOS, 0);
        long suspended = Math.max(boot - now - suspendedNanos, 0);
        reset(now, boot);
        long length = late + suspended;
        if (length <= LIMIT_NANOS + workNanos) {
            return false;
        }
        tell(timers.get(), length);
        return true;
    }

    /** A task that is checked before: for timers that are set again and again. */
    public Runnable guarded(Runnable task) {
        return () -> {
            check();
            task.run();
        };
    }

    /**
     * Whether a conclusion from silence comes so late that it is worth nothing.
     *
     * @param lateNanos how much later than planned
     * @param timeoutNanos for how long was to be waited
     */
    public boolean tooLate(long lateNanos, long timeoutNanos) {
        return lateNanos > Math.max(LATE_NANOS, timeoutNanos) + workNanos;
    }

    /**
     * Tells about a pause that was too short for {@link #check()} but spoilt one conclusion. One pause makes many timers
     * late, and is told once.
     *
     * @param lateNanos how much later than planned the conclusion was, above zero
     */
    public void late(long lateNanos) {
        if (timers.isPresent() && timers.get().nanoTime() - lateNanos - toldNanos > 0) {
            tell(timers.get(), lateNanos);
        }
    }

    /** The sentence about a pause. */
    public static String sentence(Duration length) {
        return String.format(Locale.ROOT, "this process was paused for %d ms", length.toMillis());
    }

    private List<Listener> with(Listener listener) {
        List<Listener> more = new ArrayList<>(listeners);
        more.add(listener);
        return List.copyOf(more);
    }

    private List<Listener> without(Listener listener) {
        List<Listener> fewer = new ArrayList<>(listeners);
        fewer.remove(listener);
        return List.copyOf(fewer);
    }

    private void beat(Timers timers) {
        heartbeat = timers.at(timers.nanoTime() + PERIOD_NANOS, () -> beat(timers));
        check();
    }

    private void reset(long nowNanos, long bootNanos) {
        lastNanos = nowNanos;
        suspendedNanos = bootNanos - nowNanos;
    }

    private void tell(Timers timers, long lengthNanos) {
        toldNanos = timers.nanoTime();
        Duration length = Duration.ofNanos(lengthNanos);
        List<Listener> told = listeners;
        for (Listener listener : told) {
            listener.paused(length);
        }
        for (Listener listener : told) {
            listener.resumed();
        }
        for (Listener listener : told) {
            listener.settled();
        }
    }
}
