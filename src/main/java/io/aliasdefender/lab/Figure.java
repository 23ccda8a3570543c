package io.aliasdefender.lab;

import java.util.Locale;

/**
 * What a run is judged by. "Afterwards" is from the moment at which what was broken is mended; the other figures of
 * time end there, and where nothing is mended all of them are about the whole run.
 */
enum Figure {
    /** The longest time in which the client got no answer, in the whole run. */
    SILENCE("client without an answer", true),
    /** The time in which the client got no answer, all in all, in the whole run. */
    TOTAL_SILENCE("client without an answer, in all", true),
    /** The longest time in which requests of the client were lost, until all is mended. */
    OUTAGE("outage", true),
    /** The longest time in which requests of the client were lost, afterwards. */
    OUTAGE_AFTER("outage afterwards", true),
    /** The time in which two powered hosts had the alias, in the whole run. */
    TWO_HOLDERS("two holders", true),
    /** The time in which two powered hosts had the alias, afterwards. */
    TWO_HOLDERS_AFTER("two holders afterwards", true),
    /** The time in which no powered host had the alias, in the whole run. */
    NO_HOLDER("no holder", true),
    /** From the mending to the moment from which on exactly one host had the alias. */
    SETTLING("until exactly one holder", true),
    /** How often the alias went to another host, in the whole run. */
    MOVES("moves", false),
    /** How often the alias went to another host, afterwards. */
    MOVES_AFTER("moves afterwards", false),
    /** How often the hosts announced the alias, until all is mended. */
    ANNOUNCEMENTS("announcements", false),
    /** How often the replaced holder announced it, afterwards, before it got it anew by right. */
    FORMER_ANNOUNCEMENTS("announcements by the former holder", false);

    private static final double NANOS_PER_MILLI = 1e6;

    private final String label;
    private final boolean time;

    Figure(String label, boolean time) {
        this.label = label;
        this.time = time;
    }

    /** A value in words: nanoseconds as milliseconds with their unit, or a number. */
    String text(long value) {
        return time && value != 0 ? plain(value) + " ms" : plain(value);
    }

    /** The same without the unit. */
    String plain(long value) {
        if (!time) {
            return Long.toString(value);
        }
        // A tenth where it matters: near the bar of 50 ms, and below.
        double millis = value / NANOS_PER_MILLI;
        return value == 0 ? "0" : String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%.0f", millis);
    }

    /** The unit of {@link #plain}, after a comma; nothing for a number. */
    String unit() {
        return time ? ", ms" : "";
    }

    @Override
    public String toString() {
        return label;
    }
}
