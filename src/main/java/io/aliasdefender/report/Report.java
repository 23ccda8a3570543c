package io.aliasdefender.report;

import static io.aliasdefender.report.Markdown.escape;
import static io.aliasdefender.report.Markdown.time;

import io.aliasdefender.core.Wording;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.report.Coverage.Span;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What happened to the aliases in a time, in Markdown for a post-mortem. Pure: the same records make the same text. */
public final class Report {
    /** Of the longest list: what is beyond is counted. */
    static final int MOST_ROWS = 200;

    private static final Set<String> CHECKS = Set.of("check-failing", "check-passing", "unfit", "fit-again");
    private static final String CONFIGURATION = "config-";
    private static final String DRILL = "drill";

    private final Records records;
    private final List<Move> begins;
    private final List<Move> moves;
    private final List<Move> firsts;
    private final Coverage coverage;
    private final List<Event> events;
    private final Markdown text = new Markdown();

    private Report(Records records) {
        this.records = records;
        begins = Move.of(records);
        moves = begins.stream()
                .filter(begin -> !begin.found() && !begin.first())
                .toList();
        firsts =
                begins.stream().filter(begin -> !begin.found() && begin.first()).toList();
        coverage = Coverage.of(records);
        events = records.events().stream()
                .filter(event -> records.isAbout(event.at()))
                .filter(event -> records.aliases().isEmpty()
                        || event.alias()
                                .filter(alias -> !records.aliases().contains(alias))
                                .isEmpty())
                .sorted(Comparator.comparing(Event::at)
                        .thenComparing(Event::node)
                        .thenComparing(Event::id))
                .toList();
    }

    /** All of it; at most some hundred thousand characters. */
    public static String markdown(Records records) {
        return new Report(records).write();
    }

    private String write() {
        text.heading(1, "What happened to " + subject());
        text.line("From " + time(records.from()) + " to " + time(records.to()) + " (UTC), told by "
                + escape(records.node()) + " at " + time(records.at()) + ".");
        summary();
        moves();
        new Timelines(records, events, moves).write(text);
        coverage();
        outages();
        list("Checks", events(event -> CHECKS.contains(event.cause())), "No check changed.");
        list(
                "Configuration",
                events(event -> event.cause().startsWith(CONFIGURATION)),
                "No change of the configuration was accepted or refused.");
        daemons();
        missing();
        return text.toString();
    }

    private String subject() {
        return records.aliases().isEmpty()
                ? "the aliases"
                : records.aliases().stream().map(IpAddress::toString).sorted().collect(Collectors.joining(", "));
    }

    private List<Event> events(Predicate<Event> which) {
        return events.stream().filter(which).toList();
    }

    private void summary() {
        text.heading(2, "Summary");
        long unplanned = moves.stream().filter(Move::unplanned).count();
        text.item(
                moves.isEmpty()
                        ? "No alias moved."
                        : Rows.count(unplanned, "unplanned move") + " and "
                                + Rows.count(moves.size() - unplanned, "planned move") + " of "
                                + Rows.names(moves.stream()
                                        .map(move -> move.to().alias().toString())
                                        .distinct()
                                        .toList())
                                + ".");
        if (!firsts.isEmpty()) {
            text.item(Rows.names(firsts.stream()
                            .map(move -> move.to().alias().toString())
                            .toList()) + " came up: nobody is known to have had it before.");
        }
        if (!moves.isEmpty()) {
            text.item(longest());
        }
        text.item(
                coverage.knownFrom().isEmpty()
                        ? "Whether there was a time with nobody is not known: the records of a node are missing."
                        : whether(coverage.nobody(), "nobody had an alias"));
        text.item(whether(coverage.two(), "two nodes had the same alias"));
        Gaps.sentences(records).stream().limit(3).forEach(text::item);
    }

    private String longest() {
        List<Move> measured = moves.stream()
                .filter(move ->
                        move.silence().filter(silence -> !silence.isZero()).isPresent())
                .toList();
        long unknown = moves.stream().filter(move -> move.silence().isEmpty()).count();
        String most = measured.stream()
                .max(Comparator.comparing(move -> move.silence().orElseThrow()))
                .map(move -> "Clients had no answer for at most "
                        + Wording.of(move.silence().orElseThrow()) + ": "
                        + move.to().alias() + ", which "
                        + escape(move.to().node()) + " had from " + time(move.at()) + " on"
                        + (move.unplanned() ? "" : " (a planned move)") + ".")
                .orElse("No silence was measured.");
        return most + (unknown == 0 ? "" : " Of " + Rows.count(unknown, "move") + " it is not known.");
    }

    private static String whether(List<Span> spans, String what) {
        return spans.isEmpty()
                ? "No time is known in which " + what + "."
                : Rows.count(spans.size(), "time") + " in which " + what + ": see below.";
    }

    private void moves() {
        text.heading(2, "Moves");
        List<Move> shown = begins.stream().filter(begin -> !begin.found()).toList();
        if (shown.isEmpty()) {
            text.line("None.");
            return;
        }
        text.table("When (UTC)", "Alias", "From", "To", "Planned", "Without an answer", "Cause", "Why");
        Rows.most(
                shown,
                MOST_ROWS,
                text,
                move -> text.row(
                        time(move.at()),
                        move.to().alias().toString()
                                + move.to()
                                        .group()
                                        .map(group -> " (" + escape(group) + ")")
                                        .orElse(""),
                        Rows.origin(move),
                        escape(move.to().node()),
                        move.first() ? "first" : move.unplanned() ? "**no**" : "yes",
                        Rows.silence(move),
                        escape(move.to().beginCause()),
                        escape(move.to().beginSentence())));
    }

    private void coverage() {
        text.heading(2, "Times with nobody, or with two");
        if (coverage.knownFrom().isEmpty()) {
            text.line("Whether nobody had an alias is not known: the records of a node are missing.");
        }
        if (coverage.nobody().isEmpty() && coverage.two().isEmpty()) {
            text.line("None is known of more than " + Wording.of(Move.CLOCKS)
                    + "; what is shorter may be the difference of two clocks.");
        }
        Rows.most(coverage.nobody(), MOST_ROWS, text, span -> text.item(span.alias() + ": " + Rows.nobody(span)));
        Rows.most(
                coverage.two(),
                MOST_ROWS,
                text,
                span -> text.item(span.alias() + ": "
                        + Rows.names(List.of(
                                span.before().map(Tenure::node).orElse(""),
                                span.after().map(Tenure::node).orElse("")))
                        + " had it both, from " + time(span.begin()) + " to " + time(span.end()) + " ("
                        + Wording.of(span.length()) + ")"));
    }

    private void outages() {
        text.heading(2, "Measured outages");
        List<String> aliases = moves.stream()
                .map(move -> move.to().alias().toString())
                .distinct()
                .sorted()
                .toList();
        if (!aliases.isEmpty()) {
            text.table("Alias", "Moves", "Unplanned", "Longest", "All together");
            Rows.most(aliases, MOST_ROWS, text, this::outage);
        }
        List<Event> drills = events(event -> event.cause().equals(DRILL));
        if (!drills.isEmpty()) {
            text.line("");
        }
        Rows.most(drills, MOST_ROWS, text, event -> text.item(Rows.event(event)));
        if (aliases.isEmpty() && drills.isEmpty()) {
            text.line("None.");
        } else {
            text.line("");
            text.line(
                    "Measured by the node that took the alias, from the last answer that it heard: at most one interval more"
                            + " than what a client lost.");
        }
    }

    private void outage(String alias) {
        List<Move> its = moves.stream()
                .filter(move -> move.to().alias().toString().equals(alias))
                .toList();
        List<Duration> silences =
                its.stream().map(Move::silence).flatMap(Optional::stream).toList();
        text.row(
                alias,
                "" + its.size(),
                "" + its.stream().filter(Move::unplanned).count(),
                silences.stream()
                        .max(Comparator.naturalOrder())
                        .map(Wording::of)
                        .orElse("not measured"),
                silences.isEmpty()
                        ? "not measured"
                        : Wording.of(silences.stream().reduce(Duration.ZERO, Duration::plus)));
    }

    private void list(String heading, List<Event> some, String none) {
        text.heading(2, heading);
        if (some.isEmpty()) {
            text.line(none);
        }
        Rows.most(some, MOST_ROWS, text, event -> text.item(Rows.event(event)));
    }

    private void daemons() {
        text.heading(2, "Starts and ends of daemons");
        List<String> lines = Daemons.lines(records, begins, events);
        if (lines.isEmpty()) {
            text.line("None is known.");
        }
        Rows.most(lines, MOST_ROWS, text, text::item);
    }

    private void missing() {
        text.heading(2, "What is missing");
        List<String> sentences = Gaps.sentences(records);
        if (sentences.isEmpty()) {
            text.line("Nothing that is known: every node was asked, and its records reach back to "
                    + time(records.from()) + ".");
        }
        sentences.forEach(text::item);
    }
}
