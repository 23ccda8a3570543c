package io.aliasdefender.sim;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened in some schedules. Times in nanoseconds. */
final class Stats {
    /** What {@link Invariant#floor} is about. */
    static final long SCHEDULES_OF_A_FLOOR = 2_000;

    long schedules;
    long decisions;
    long takeovers;
    long events;
    long lived;
    private final Map<String, Long> faults = new LinkedHashMap<>();
    /** A number for each, which is counted up millions of times. */
    private final Map<Invariant, long[]> judged = new EnumMap<>(Invariant.class);

    private long mostTwoHolders;
    private long mostHandOver;
    private long mostCalmHandOver;
    private long handOvers;
    private long mostSplitGroup;
    private long mostSettling;
    private int mostAnnouncementsAMinute;

    Stats() {
        for (Invariant which : Invariant.values()) {
            judged.put(which, new long[1]);
        }
    }

    void fault(Enum<?> fault) {
        faults.merge(fault.toString(), 1L, Long::sum);
    }

    void judged(Invariant which) {
        judged.get(which)[0]++;
    }

    /** How often an invariant really judged. */
    long judgements(Invariant which) {
        return judged.get(which)[0];
    }

    /** The invariants that judged less often than they should, with by how much; empty for too few schedules. */
    List<String> judgedTooSeldom() {
        if (schedules < SCHEDULES_OF_A_FLOOR) {
            return List.of();
        }
        return Arrays.stream(Invariant.values())
                .filter(which -> judgements(which) < which.floor * (schedules / SCHEDULES_OF_A_FLOOR))
                .map(which -> which + " judged " + judgements(which) + " times in " + schedules
                        + " schedules; at least " + which.floor + " in " + SCHEDULES_OF_A_FLOOR + " are needed")
                .toList();
    }

    void twoHolders(long length) {
        mostTwoHolders = Math.max(mostTwoHolders, length);
    }

    /** An alias was handed over, and on both hosts for so long. */
    void handOver(long length, boolean calm) {
        handOvers++;
        mostHandOver = Math.max(mostHandOver, length);
        mostCalmHandOver = calm ? Math.max(mostCalmHandOver, length) : mostCalmHandOver;
    }

    void splitGroup(long length) {
        mostSplitGroup = Math.max(mostSplitGroup, length);
    }

    void settling(long length) {
        mostSettling = Math.max(mostSettling, length);
    }

    void announcementsAMinute(int count) {
        mostAnnouncementsAMinute = Math.max(mostAnnouncementsAMinute, count);
    }

    void add(Stats other) {
        schedules += other.schedules;
        decisions += other.decisions;
        takeovers += other.takeovers;
        events += other.events;
        lived += other.lived;
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        judged.forEach((which, count) -> count[0] += other.judgements(which));
        twoHolders(other.mostTwoHolders);
        handOvers += other.handOvers;
        mostHandOver = Math.max(mostHandOver, other.mostHandOver);
        mostCalmHandOver = Math.max(mostCalmHandOver, other.mostCalmHandOver);
        splitGroup(other.mostSplitGroup);
        settling(other.mostSettling);
        announcementsAMinute(other.mostAnnouncementsAMinute);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                schedules               %,d
                simulated time          %,d h
                decisions               %,d
                claims                  %,d
                faults                  %,d: %s
                two holders, at worst   %,d ms
                handed over             %,d times; on both hosts for %,d ms at worst, %,d ms where nothing else happens
                a group apart, at worst %,d ms
                settled, at worst       %,d ms after everything was mended
                announcements, at worst %,d in a minute by one host for one alias
                judged                  %s""",
                schedules,
                lived / 3_600_000_000_000L,
                decisions,
                takeovers,
                faults.values().stream().mapToLong(Long::longValue).sum(),
                faults.entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", ")),
                mostTwoHolders / 1_000_000,
                handOvers,
                mostHandOver / 1_000_000,
                mostCalmHandOver / 1_000_000,
                mostSplitGroup / 1_000_000,
                mostSettling / 1_000_000,
                mostAnnouncementsAMinute,
                Arrays.stream(Invariant.values())
                        .map(which -> String.format(Locale.ROOT, "%,d %s", judgements(which), which))
                        .collect(Collectors.joining(", ")));
    }
}
