package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.lab.HolderTimeline.Stretch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The moments of a run, of {@link System#nanoTime()}.
 *
 * @param fromNanos when the trouble began
 * @param mendedNanos when what was broken was mended; empty: it was not, or that is not of interest
 */
record Course(long fromNanos, OptionalLong mendedNanos) {
    /** A trouble with nothing to mend. */
    static Course from(Faults.Fault fault) {
        return new Course(fault.atNanos(), OptionalLong.empty());
    }

    /** A trouble with nothing to mend. */
    static Course from(long nanos) {
        return new Course(nanos, OptionalLong.empty());
    }

    static Course between(long fromNanos, Faults.Fault mended) {
        return new Course(fromNanos, OptionalLong.of(mended.atNanos()));
    }

    /** All figures of an alias, from the trouble until now, each in its unit. */
    Map<Figure, Long> figures(Family family, Lab lab, Traffic traffic, Ear ear) {
        long end = System.nanoTime();
        long mended = mendedNanos.orElse(end);
        long after = mendedNanos.orElse(fromNanos);
        IpAddress alias = family.alias();
        EchoRecord answers = traffic.answers(family);
        HolderTimeline timeline = lab.timeline();
        LabHost first = lab.web(1);
        Set<MacAddress> former = Set.of(first.station().mac());
        long formerEnd = timeline.gainedAt(alias, first.name(), after).orElse(end);
        Set<MacAddress> hosts =
                lab.hosts().stream().map(host -> host.station().mac()).collect(Collectors.toSet());
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            figures.put(
                    figure,
                    switch (figure) {
                        case SILENCE -> nanos(answers.longestSilence(fromNanos, end));
                        case TOTAL_SILENCE -> nanos(answers.totalSilence(fromNanos, end));
                        case OUTAGE -> nanos(answers.longestOutage(fromNanos, mended));
                        case OUTAGE_AFTER -> nanos(answers.longestOutage(after, end));
                        case TWO_HOLDERS -> nanos(timeline.several(alias, fromNanos, end));
                        case TWO_HOLDERS_AFTER -> nanos(timeline.several(alias, after, end));
                        case NO_HOLDER -> nanos(timeline.nobody(alias, fromNanos, end));
                        case SETTLING -> settling(timeline.stretches(alias, after, end));
                        case MOVES -> (long) timeline.moves(alias, fromNanos, end);
                        case MOVES_AFTER -> (long) timeline.moves(alias, after, end);
                        case ANNOUNCEMENTS -> (long) ear.announcements().count(alias, hosts, fromNanos, mended);
                        case FORMER_ANNOUNCEMENTS -> (long) ear.announcements().count(alias, former, after, formerEnd);
                    });
        }
        return figures;
    }

    /** From the beginning to the end of the last stretch that had not exactly one holder. */
    static long settling(List<Stretch> stretches) {
        long begin = stretches.get(0).fromNanos();
        return stretches.stream()
                .filter(stretch -> stretch.holders().size() != 1)
                .mapToLong(stretch -> stretch.toNanos() - begin)
                .max()
                .orElse(0);
    }

    private static long nanos(Duration duration) {
        return duration.toNanos();
    }
}
