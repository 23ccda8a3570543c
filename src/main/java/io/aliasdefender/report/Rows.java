package io.aliasdefender.report;

import static io.aliasdefender.report.Markdown.escape;
import static io.aliasdefender.report.Markdown.time;

import io.aliasdefender.core.Wording;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.report.Coverage.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The words of a report for one thing. */
final class Rows {
    private static final int MOST_NAMES = 8;

    private Rows() {}

    /** The first so many, and how many there are besides. */
    static <T> void most(List<T> all, int most, Markdown text, Consumer<T> each) {
        all.stream().limit(most).forEach(each);
        if (all.size() > most) {
            text.line("");
            text.line("And " + (all.size() - most) + " more, which are left out here.");
        }
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The names, escaped. */
    static String names(List<String> names) {
        String first = names.stream().limit(MOST_NAMES).map(Markdown::escape).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? first + " and " + (names.size() - MOST_NAMES) + " more" : first;
    }

    static String event(Event event) {
        return time(event.at()) + " " + escape(event.node()) + ": " + escape(event.sentence());
    }

    /** Where an alias was before. */
    static String origin(Move move) {
        if (move.from().isEmpty()) {
            return "not known";
        }
        Tenure before = move.from().get();
        String node = escape(before.node());
        Optional<Tenure.End> end = before.end();
        if (end.isEmpty() || end.get().at().isAfter(move.at())) {
            return node;
        }
        return end.get().certain()
                ? node
                : node + ", known to have run until " + time(end.get().at());
    }

    /** For how long nobody answered. */
    static String silence(Move move) {
        return move.silence()
                .map(silence -> silence.isZero() ? "none" : Wording.of(silence))
                .orElse("not measured");
    }

    static String nobody(Span span) {
        String until = span.after()
                .map(next -> "until " + escape(next.node()) + " had it at " + time(span.end()))
                .orElse("until the end of this report");
        if (!span.beginIsUncertain()) {
            return "nobody had it from " + time(span.begin()) + " " + until + " (" + Wording.of(span.length()) + ")";
        }
        String last = span.before().map(before -> escape(before.node())).orElse("somebody")
                + " is known to have run until " + time(span.begin());
        Optional<Duration> silence = span.after().flatMap(Tenure::unanswered);
        return last + ", and whether it had it after that is not known, " + until
                + silence.map(known -> "; that node had heard no answer for the last " + Wording.of(known))
                        .orElse("");
    }
}
