package io.aliasdefender.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of a measurement, in Markdown: a row a figure and family, a column an interval. */
final class MeasureReport {
    private MeasureReport() {}

    static String markdown(Measure.Options options, List<Series> table, TestMachine before, TestMachine after) {
        List<String> lines = new ArrayList<>();
        lines.add("| what is done | figure | alias | "
                + options.intervals().stream().map(LabConfig::text).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---|---|---|" + "---|".repeat(options.intervals().size()));
        options.troubles().stream()
                .sorted()
                .distinct()
                .forEach(trouble -> lines.addAll(rows(trouble, options.intervals(), table)));
        lines.add("");
        lines.add("A cell is best / median / worst of " + options.runs() + " runs"
                + (options.troubles().contains(Trouble.BOOT_TOGETHER)
                        ? " (" + options.runs(Trouble.BOOT_TOGETHER) + " of the last row)"
                        : "")
                + ", ≤ the bar. The client sends an echo request every " + Client.INTERVAL.toMillis()
                + " ms where time is judged, every ms where the nodes are linked, and paused for at most "
                + clientPause(table)
                + " itself; frames were lost for " + options.lossLength().toSeconds() + " s.");
        lines.add(neighbours(table));
        lines.add("");
        lines.add(("Measured on %s: %d cores, %s, %s; daemons of the " + (options.realTime() ? "real-time" : "ordinary")
                        + " class; load average %s before and %s after; %d laboratories side by side.")
                .formatted(
                        before.date(),
                        before.cores(),
                        before.kernel(),
                        before.jdk(),
                        before.loadAverage(),
                        after.loadAverage(),
                        options.parallel()));
        if (options.cards() == 2) {
            lines.add("Each machine has two cards: one with the aliases, the other with the addresses of the nodes.");
        }
        if (!options.commandLine().isEmpty()) {
            lines.add("");
            lines.add("Command: `" + options.commandLine() + "`");
        }
        table.forEach(series -> lines.addAll(failures(series)));
        return String.join("\n", lines);
    }

    private static List<String> rows(Trouble trouble, List<Duration> intervals, List<Series> table) {
        List<String> rows = new ArrayList<>();
        for (Figure figure : trouble.bars(intervals.get(0)).keySet()) {
            for (Family family : Family.values()) {
                List<String> cells = new ArrayList<>();
                cells.add(rows.isEmpty() ? trouble.toString() : "");
                cells.add(family == Family.IPV4 ? figure + figure.unit() : "");
                cells.add(family.toString());
                for (Duration interval : intervals) {
                    cells.add(find(table, trouble, interval)
                            .map(series -> cell(series, family, figure))
                            .orElse("-"));
                }
                rows.add("| " + String.join(" | ", cells) + " |");
            }
        }
        return rows;
    }

    private static Optional<Series> find(List<Series> table, Trouble trouble, Duration interval) {
        return table.stream()
                .filter(series ->
                        series.trouble() == trouble && series.interval().equals(interval))
                .findFirst();
    }

    /** {@code 92 / 98 / 143 ≤ 150}; short where all is zero, bold where it is over the bar. */
    private static String cell(Series series, Family family, Figure figure) {
        List<Long> values = series.values(family, figure);
        long bar = series.bars().get(figure);
        String text = "-";
        if (!values.isEmpty()) {
            long worst = values.get(values.size() - 1);
            text = figure.plain(values.get(0)) + " / " + figure.plain(median(values)) + " / "
                    + (worst > bar ? "**" + figure.plain(worst) + "** > " : figure.plain(worst) + " ≤ ")
                    + figure.plain(bar);
            text = worst == 0 && bar == 0 ? "0" : text;
        }
        int failed = series.failures().size();
        return failed == 0 ? text : text + ", **" + failed + " of " + series.runs() + " failed**";
    }

    /** The middle one, or of an even number the mean of the two in the middle. */
    static long median(List<Long> sorted) {
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    private static String neighbours(List<Series> table) {
        List<Outcome> outcomes =
                table.stream().flatMap(series -> series.outcomes().stream()).toList();
        long right = outcomes.stream()
                .filter(outcome -> outcome.wrongNeighbours().isEmpty())
                .count();
        return "In the end the neighbour tables of client and router named the holder's MAC address for both aliases in "
                + right + " of " + outcomes.size() + " runs.";
    }

    private static List<String> failures(Series series) {
        String which = "\n" + series.trouble() + ", every " + LabConfig.text(series.interval());
        List<String> lines = new ArrayList<>();
        series.outcomes()
                .forEach(outcome -> outcome.wrongNeighbours().forEach(wrong -> lines.add(which + ": " + wrong)));
        series.failures().forEach(failure -> lines.add(which + ", failed:\n\n```\n" + failure + "\n```"));
        return lines;
    }

    private static String clientPause(List<Series> table) {
        return Figure.SILENCE.text(table.stream()
                .flatMap(series -> series.outcomes().stream())
                .map(Outcome::clientPause)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .toNanos());
    }
}
