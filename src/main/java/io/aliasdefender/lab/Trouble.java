package io.aliasdefender.lab;

import static io.aliasdefender.lab.Figure.ANNOUNCEMENTS;
import static io.aliasdefender.lab.Figure.FORMER_ANNOUNCEMENTS;
import static io.aliasdefender.lab.Figure.MOVES;
import static io.aliasdefender.lab.Figure.MOVES_AFTER;
import static io.aliasdefender.lab.Figure.NO_HOLDER;
import static io.aliasdefender.lab.Figure.OUTAGE;
import static io.aliasdefender.lab.Figure.OUTAGE_AFTER;
import static io.aliasdefender.lab.Figure.SETTLING;
import static io.aliasdefender.lab.Figure.SILENCE;
import static io.aliasdefender.lab.Figure.TWO_HOLDERS;
import static io.aliasdefender.lab.Figure.TWO_HOLDERS_AFTER;

import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is done to a pair of defenders, again and again, and by which figures it is judged. */
public enum Trouble {
    POWER_OFF("the holder loses its power", true),
    ISOLATED("the holder is cut off, its link up; then healed", true),
    CABLE("the holder's cable is pulled; then put back", true),
    PARTITION("the hosts cannot hear each other, all others hear both; then healed", true),
    STOPPED("the holder's daemon is stopped (SIGTERM)", true),
    DELETED("the alias is deleted by hand", true),
    MACHINE_FROZEN("the holder is frozen and cut off; then both end at once", true),
    KILLED("the holder's daemon is killed (-9)", false),
    PAUSED("the holder's daemon is frozen for 8 s", false),
    PAUSED_UNDER_POWER_CUT("the other's daemon is frozen for 8 s, the holder loses its power meanwhile", false),
    STRANGER("a stranger brings the alias up and announces it, for 12 s", false),
    LOSS_10("10 % of all frames lost", false),
    LOSS_30("30 % of all frames lost", false),
    ROUTER_DOWN("the router is down for 10 s", false),
    BOOT_TOGETHER("both hosts boot together", false),
    STOPPED_LINKED("the nodes are linked: the holder's daemon is stopped (SIGTERM)", true, true),
    MOVED("the nodes are linked: the aliases are moved (`move all`)", true, true),
    MAINTENANCE_LINKED("the nodes are linked: the holder goes into maintenance", true, true),
    FAILBACK_LINKED("the nodes are linked: the better host is back (`failback: 2s`)", true, true),
    HOSTS_CUT_LINKED("the nodes are linked, the router forwards: the hosts cannot hear each other for 8 s", true, true);

    private static final Duration RESTORED = Duration.ofMillis(50);
    /** After a lost interval: the burst, the command, the announcement. */
    private static final Duration TAKING_OVER_MOST = Duration.ofMillis(200);

    private static final Duration TAKING_OVER_LEAST = Duration.ofMillis(40);
    /** Until the network is seen to be healed, and who has to has let go. */
    private static final Duration HEALING = Duration.ofMillis(100);
    /** What {@code announce: count} is by default. */
    private static final long ANNOUNCED_ONCE = 5;
    /** RFC 5227, section 2.4: once in ten seconds at most, and a stranger stays for twelve. */
    private static final long DEFENDED = 2;

    /** Requests in a row that may be lost when an alias is handed over: what is under way at that moment. */
    private static final Duration HANDED_OVER = Duration.ofMillis(5);
    /** From the address of the one to that of the other no more. */
    private static final Duration BOTH = Duration.ofMillis(20);

    private final String label;
    private final boolean timed;
    private final boolean linked;

    Trouble(String label, boolean timed) {
        this(label, timed, false);
    }

    Trouble(String label, boolean timed, boolean linked) {
        this.label = label;
        this.timed = timed;
        this.linked = linked;
    }

    /** Whether the nodes are linked: it is about what only they do. */
    boolean linked() {
        return linked;
    }

    /** Whether the client's time is judged, so that nothing else may run beside it. */
    boolean timed() {
        return timed;
    }

    /** The figures, each with what must not be exceeded in its unit: nanoseconds, or a number. */
    Map<Figure, Long> bars(Duration interval) {
        long takenOver = interval.plus(takingOver(interval)).toNanos();
        long healed = healing(interval).toNanos();
        return new EnumMap<>(
                switch (this) {
                    case POWER_OFF -> Map.of(SILENCE, takenOver);
                    case ISOLATED -> Map.of(OUTAGE, takenOver, TWO_HOLDERS_AFTER, healed, OUTAGE_AFTER, healed);
                    case CABLE -> Map.of(OUTAGE, takenOver, MOVES_AFTER, 0L, OUTAGE_AFTER, healed);
                    case PARTITION ->
                        Map.of(SETTLING, interval.multipliedBy(2).plus(HEALING).toNanos(), SILENCE, HEALING.toNanos());
                    case STOPPED ->
                        Map.of(SILENCE, takenOver + Policy.autoGrace(interval).toNanos());
                    case DELETED -> Map.of(SILENCE, RESTORED.toNanos(), MOVES, 0L);
                    case MACHINE_FROZEN ->
                        Map.of(FORMER_ANNOUNCEMENTS, 0L, TWO_HOLDERS_AFTER, healed, OUTAGE_AFTER, healed);
                    case KILLED, PAUSED -> Map.of(OUTAGE, 0L, TWO_HOLDERS, 0L);
                    case PAUSED_UNDER_POWER_CUT -> Map.of(TWO_HOLDERS, 0L, ANNOUNCEMENTS, ANNOUNCED_ONCE);
                    case STRANGER -> Map.of(MOVES, 0L, ANNOUNCEMENTS, DEFENDED);
                    case LOSS_10, LOSS_30, ROUTER_DOWN -> Map.of(MOVES, 0L);
                    case BOOT_TOGETHER -> Map.of(TWO_HOLDERS, 0L);
                    case STOPPED_LINKED, MOVED, MAINTENANCE_LINKED, FAILBACK_LINKED ->
                        Map.of(OUTAGE, HANDED_OVER.toNanos(), TWO_HOLDERS, BOTH.toNanos(), NO_HOLDER, 0L);
                    case HOSTS_CUT_LINKED -> Map.of(TWO_HOLDERS, 0L, MOVES, 0L);
                });
    }

    /** 200 ms at an interval of 1 s, 50 ms at 100 ms, 40 ms at 10 ms. */
    private static Duration takingOver(Duration interval) {
        Duration half = interval.dividedBy(2);
        Duration least = half.compareTo(TAKING_OVER_LEAST) > 0 ? half : TAKING_OVER_LEAST;
        return least.compareTo(TAKING_OVER_MOST) < 0 ? least : TAKING_OVER_MOST;
    }

    /** 100 ms, and 50 ms at an interval of 10 ms. */
    private static Duration healing(Duration interval) {
        Duration quick = interval.plus(TAKING_OVER_LEAST);
        return quick.compareTo(HEALING) < 0 ? quick : HEALING;
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
