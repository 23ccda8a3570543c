package io.aliasdefender.report;

import static io.aliasdefender.report.Markdown.escape;
import static io.aliasdefender.report.Markdown.time;

import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Tenure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When daemons started and ended, as far as tenures and the numbers of events tell. */
final class Daemons {
    /** After a start the numbers of events go on at a full thousand, or at 1 in a new state folder. */
    private static final int STEP = 1_000;

    private Daemons() {}

    private record Line(Instant at, String text) {}

    /** By time, escaped. */
    static List<String> lines(Records records, List<Move> begins, List<Event> events) {
        List<Line> lines = new ArrayList<>();
        for (Tenure tenure : records.tenures()) {
            tenure.end()
                    .filter(end -> !end.certain() && records.isAbout(end.at()))
                    .ifPresent(end -> lines.add(new Line(end.at(), ended(tenure, end))));
        }
        begins.stream().filter(Move::found).forEach(begin -> lines.add(new Line(begin.at(), found(begin.to()))));
        Map<String, Long> last = new HashMap<>();
        for (Event event : events) {
            Long before = last.put(event.node(), event.id());
            boolean first = event.id() % STEP == 1 && (before == null ? event.id() == 1 : event.id() > before + 1);
            if (first || before != null && event.id() < before) {
                lines.add(new Line(
                        event.at(),
                        "the daemon on " + escape(event.node())
                                + " had started: its events are counted anew from number " + event.id() + " on"));
            }
        }
        return lines.stream()
                .sorted(Comparator.comparing(Line::at).thenComparing(Line::text))
                .map(line -> time(line.at()) + " " + line.text())
                .distinct()
                .toList();
    }

    private static String ended(Tenure tenure, Tenure.End end) {
        return escape(tenure.node()) + ": "
                + end.sentence().map(Markdown::escape).orElse("its daemon is known to have run until then") + " ("
                + tenure.alias() + ")";
    }

    private static String found(Tenure tenure) {
        return escape(tenure.node()) + ": a daemon found " + tenure.alias() + " at its start: "
                + escape(tenure.beginSentence());
    }
}
