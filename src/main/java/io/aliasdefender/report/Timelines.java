package io.aliasdefender.report;

import static io.aliasdefender.report.Markdown.escape;
import static io.aliasdefender.report.Markdown.time;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Around each unplanned move: what every node said, as it said it. Moves that are close together have one timeline. */
final class Timelines {
    private static final Duration AROUND = Duration.ofSeconds(15);
    private static final int MOST = 20;
    /** Of one, and of all. */
    private static final int MOST_EVENTS = 80;

    private static final int MOST_IN_ALL = 400;

    private final Records records;
    private final List<Event> events;
    private final List<List<Move>> clusters = new ArrayList<>();
    private int left = MOST_IN_ALL;

    /** @param moves by time */
    Timelines(Records records, List<Event> events, List<Move> moves) {
        this.records = records;
        this.events = events;
        Instant open = Instant.MIN;
        for (Move move : moves) {
            if (!move.unplanned()) {
                continue;
            }
            if (move.begins().minus(AROUND).isAfter(open)) {
                clusters.add(new ArrayList<>());
            }
            clusters.get(clusters.size() - 1).add(move);
            open = move.at().plus(AROUND);
        }
    }

    void write(Markdown text) {
        text.heading(2, "Unplanned moves, as each node saw them");
        if (clusters.isEmpty()) {
            text.line("None.");
        }
        Rows.most(clusters, MOST, text, cluster -> write(cluster, text));
    }

    private void write(List<Move> cluster, Markdown text) {
        Move first = cluster.get(0);
        Set<IpAddress> aliases = new HashSet<>();
        cluster.forEach(move -> aliases.add(move.to().alias()));
        text.heading(
                3,
                Rows.names(aliases.stream().map(IpAddress::toString).sorted().toList()) + " to "
                        + Rows.names(cluster.stream()
                                .map(move -> move.to().node())
                                .distinct()
                                .toList())
                        + " at " + time(first.at()));
        Instant begin = cluster.stream()
                .map(Move::begins)
                .min(Instant::compareTo)
                .orElseThrow()
                .minus(AROUND);
        Instant end = cluster.get(cluster.size() - 1).at().plus(AROUND);
        List<Event> around = events.stream()
                .filter(event -> !event.at().isBefore(begin) && !event.at().isAfter(end))
                .filter(event -> event.alias().isEmpty()
                        || aliases.contains(event.alias().get()))
                .toList();
        if (around.isEmpty()) {
            text.line("No event of that time is kept.");
            return;
        }
        text.table("When (UTC)", "Node", "Level", "Event", "What it said");
        int most = Math.min(MOST_EVENTS, left);
        left -= Math.min(most, around.size());
        Rows.most(
                around,
                most,
                text,
                event -> text.row(
                        time(event.at()),
                        escape(event.node()),
                        event.level().toString(),
                        escape(event.cause()),
                        escape(event.sentence())));
        silentNodes(around, text);
    }

    /** A node that said nothing may have had no power. */
    private void silentNodes(List<Event> around, Markdown text) {
        Set<String> spoke = new HashSet<>();
        around.forEach(event -> spoke.add(event.node()));
        List<String> silent = records.nodes().stream()
                .map(Records.Source::node)
                .filter(node -> !spoke.contains(node))
                .toList();
        if (!silent.isEmpty()) {
            text.line("");
            text.line("Nothing of that time is known from " + Rows.names(silent) + ".");
        }
    }
}
