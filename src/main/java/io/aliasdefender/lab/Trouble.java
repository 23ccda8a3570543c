package io.aliasdefender.lab;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is done to a pair of defenders, again and again, and by which figure it is judged. */
public enum Trouble {
    POWER_OFF("the holder loses its power", Figure.SILENCE, true),
    DELETED("the alias is deleted by hand", Figure.SILENCE, true),
    KILLED("the holder's daemon is killed (-9)", Figure.OUTAGE, false),
    PAUSED("the holder's daemon is frozen for 8 s", Figure.TWO_HOLDERS, false),
    LOSS_10("10 % of all frames lost", Figure.MOVES, false),
    LOSS_30("30 % of all frames lost", Figure.MOVES, false),
    ROUTER_DOWN("the router is down for 10 s", Figure.MOVES, false),
    BOOT_TOGETHER("both hosts boot together", Figure.TWO_HOLDERS, false);

    private static final Duration RESTORED = Duration.ofMillis(50);
    /** After a lost interval: the burst, the command, the announcement. */
    private static final Duration TAKING_OVER_MOST = Duration.ofMillis(200);

    private static final Duration TAKING_OVER_LEAST = Duration.ofMillis(40);

    private final String label;
    private final Figure figure;
    private final boolean timed;

    Trouble(String label, Figure figure, boolean timed) {
        this.label = label;
        this.figure = figure;
        this.timed = timed;
    }

    /** What a run is judged by. */
    enum Figure {
        /** The longest time in which the client got no answer. */
        SILENCE("client without an answer"),
        /** The longest time in which requests of the client were lost. */
        OUTAGE("outage"),
        /** The time in which two hosts had the alias. */
        TWO_HOLDERS("two holders"),
        /** How often the alias went to another host. */
        MOVES("moves");

        private final String label;

        Figure(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    Figure figure() {
        return figure;
    }

    /** Whether the client's time is the figure, so that nothing else may run beside it. */
    boolean timed() {
        return timed;
    }

    /** What must not be exceeded, in the unit of the figure: nanoseconds or moves. */
    long bar(Duration interval) {
        return switch (this) {
            case POWER_OFF -> interval.plus(takingOver(interval)).toNanos();
            case DELETED -> RESTORED.toNanos();
            case KILLED, PAUSED, LOSS_10, LOSS_30, ROUTER_DOWN, BOOT_TOGETHER -> 0;
        };
    }

    /** 200 ms at an interval of 1 s, 50 ms at 100 ms, 40 ms at 10 ms. */
    private static Duration takingOver(Duration interval) {
        Duration half = interval.dividedBy(2);
        Duration least = half.compareTo(TAKING_OVER_LEAST) > 0 ? half : TAKING_OVER_LEAST;
        return least.compareTo(TAKING_OVER_MOST) < 0 ? least : TAKING_OVER_MOST;
    }

    /** Its name on the command line, in kebab-case. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a name of the command line; empty when there is none such. */
    public static Optional<Trouble> parse(String option) {
        return Arrays.stream(values())
                .filter(trouble -> trouble.option().equals(option))
                .findFirst();
    }

    /** All names of the command line. */
    public static String options() {
        return Arrays.stream(values()).map(Trouble::option).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return label;
    }
}
