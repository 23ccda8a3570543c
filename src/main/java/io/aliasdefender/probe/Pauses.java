package io.aliasdefender.probe;

import java.time.Duration;
import java.util.Locale;

/** Finds out whether this process was paused, before anything is concluded from the passing of time. */
interface Pauses {
    /**
     * A timer that is later than this, or than its own length when that is more, proves nothing by itself. Five times
     * the worst lateness on a very busy machine: a wrong silence only causes a burst, but a pause that is told voids
     * evidence everywhere.
     */
    long LATE_NANOS = 50_000_000;

    /** Tells about a pause and voids what it spoilt. Returns whether there was one. */
    boolean check();

    /** Tells about a pause that was too short for {@link #check()} but spoilt one conclusion. */
    void late(long lateNanos);

    /** Lateness that is no pause: the work of one turn, which is the more the more targets there are. */
    long workNanos();

    default boolean tooLate(long lateNanos, long timeoutNanos) {
        return lateNanos > Math.max(LATE_NANOS, timeoutNanos) + workNanos();
    }

    static String sentence(Duration length) {
        return String.format(Locale.ROOT, "this process was paused for %d ms", length.toMillis());
    }
}
