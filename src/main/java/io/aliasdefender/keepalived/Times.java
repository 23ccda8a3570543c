package io.aliasdefender.keepalived;

import java.time.Duration;

/** Durations as our configuration has them. */
final class Times {
    private Times() {}

    /** In its largest whole unit, and rounded to a millisecond. */
    static String yaml(Duration duration) {
        long millis = (duration.toNanos() + 500_000) / 1_000_000;
        return millis > 0 && millis % 3_600_000 == 0
                ? millis / 3_600_000 + "h"
                : millis > 0 && millis % 60_000 == 0 && millis >= 120_000
                        ? millis / 60_000 + "m"
                        : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** The same, not less than what is allowed. */
    static String yaml(Duration duration, Duration least) {
        return yaml(duration.compareTo(least) < 0 ? least : duration);
    }

    /** The same within bounds. */
    static Duration within(Duration duration, Duration least, Duration most) {
        return duration.compareTo(least) < 0 ? least : duration.compareTo(most) > 0 ? most : duration;
    }
}
