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
    /** The longest time between two checks while something is under way, or many targets are asked. */
    public static final Duration PERIOD = Duration.ofMillis(50);

    /** The longest time between two checks while nothing is under way. */
    public static final Duration LONGEST_PERIOD = Duration.ofMillis(350);

    /**
     * Of the interval: what a host knows in a calm is up to an interval old anyway. With a router, an alias and another node,
     * each of which is asked once in an interval, the rounds themselves come more often than this, and no timer is needed
     * beside them.
     */
    private static final double PERIOD_OF_INTERVAL = 0.35;

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

    /** Looks where nothing else has for a period. */
    private Timers.Registration beat = () -> {};

    /** When that is. */
    private long dueNanos;

    private long calmPeriodNanos = PERIOD_NANOS;
    /** How many things are under way. */
    private int underWay;

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
        beatAt(lastNanos + periodNanos());
    }

    /** Ends the beating. The listeners stay, for another start. */
    public void stop() {
        beat.cancel();
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

    /**
     * What is looked after.
     *
     * @param addresses how many: the work of one turn grows with them and is no pause
     * @param interval how often each is asked, above zero; says how long a pause may be that nobody notices, see
     *     {@link #period}
     */
    public void looksAfter(int addresses, Duration interval) {
        workNanos = WORK_PER_ADDRESS.toNanos() * addresses;
        calmPeriodNanos = period(interval).toNanos();
        hurry();
    }

    /**
     * The longest time between two checks while nothing is under way.
     *
     * @param interval how often each target is asked
     * @return {@link #PERIOD} to {@link #LONGEST_PERIOD}; a longer pause than this and {@link #LIMIT} together is always
     *     noticed
     */
    public static Duration period(Duration interval) {
        long nanos = (long) (interval.toNanos() * PERIOD_OF_INTERVAL);
        return Duration.ofNanos(Math.max(PERIOD_NANOS, Math.min(nanos, LONGEST_PERIOD.toNanos())));
    }

    /**
     * Something is under way from now on whose outcome a short pause would spoil: a question that is not answered yet, a
     * claim, an announcement that is soon due. Until {@link #ended()} the time between two checks is {@link #PERIOD}.
     */
    public void begun() {
        underWay++;
        if (underWay == 1) {
            hurry();
        }
    }

    /** What was told by {@link #begun()} has come to an end; to be called once for each. */
    public void ended() {
        underWay--;
        if (underWay == 0 && timers.isPresent() && calmPeriodNanos > PERIOD_NANOS) {
            beatAt(lastNanos + calmPeriodNanos);
        }
    }

    private long periodNanos() {
        return underWay > 0 ? PERIOD_NANOS : calmPeriodNanos;
    }

    /** The period may be a shorter one. */
    private void hurry() {
        if (timers.isPresent()) {
            long latest = timers.get().nanoTime() + periodNanos();
            if (dueNanos - latest > 0) {
                beatAt(latest);
            }
        }
    }

    private void beatAt(long nanos) {
        beat.cancel();
        dueNanos = nanos;
        beat = timers.map(clock -> clock.at(nanos, this::check)).orElse(beat);
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
        // Whatever came first: the beat was due then, and did not come.
        long late = Math.max(now - dueNanos, 0);
        long suspended = Math.max(boot - now - suspendedNanos, 0);
        reset(now, boot);
        // Not at each check, of which there may be thousands a second.
        if (dueNanos - now < periodNanos() / 2) {
            beatAt(now + periodNanos());
        }
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
