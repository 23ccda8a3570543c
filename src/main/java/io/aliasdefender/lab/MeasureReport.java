package io.aliasdefender.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The table of a measurement, in Markdown. */
final class MeasureReport {
    private MeasureReport() {}

    static String markdown(Measure.Options options, List<Measure.Series> table, Machine before, Machine after) {
        List<String> lines = new ArrayList<>();
        lines.add("| trouble | interval | runs | figure | best | median | worst | bar | met | client's longest silence"
                + " | outage | moves | two holders | client knows the holder |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        table.stream().sorted(Comparator.comparing(Measure.Series::trouble)).forEach(series -> lines.add(row(series)));
        lines.add("");
        lines.add(
                "Of the last columns the worst run is given. An outage counts lost requests only, not a busy client's pauses. The client sends an echo request every "
                        + Client.INTERVAL.toMillis() + " ms; frames were lost for "
                        + options.lossLength().toSeconds() + " s. The client itself paused for at most "
                        + clientPause(table)
                        + ".");
        lines.add("");
        lines.add("Measured on %s: %d cores, %s, %s; load average %s before and %s after; %d laboratories side by side."
                .formatted(
                        before.date(),
                        before.cores(),
                        before.kernel(),
                        before.jdk(),
                        before.loadAverage(),
                        after.loadAverage(),
                        options.parallel()));
        if (!options.commandLine().isEmpty()) {
            lines.add("");
            lines.add("Command: `" + options.commandLine() + "`");
        }
        for (Measure.Series series : table) {
            series.failures()
                    .forEach(failure -> lines.add("\n" + series.trouble() + ", every "
                            + LabConfig.text(series.interval()) + ", failed:\n\n```\n" + failure + "\n```"));
        }
        return String.join("\n", lines);
    }

    private static String row(Measure.Series series) {
        Trouble.Figure figure = series.trouble().figure();
        List<Trial.Outcome> outcomes = series.outcomes();
        List<Long> values =
                outcomes.stream().map(outcome -> outcome.value(figure)).sorted().toList();
        int runs = outcomes.size() + series.failures().size();
        List<String> cells = new ArrayList<>();
        cells.add(series.trouble().toString());
        cells.add(LabConfig.text(series.interval()));
        cells.add(
                series.failures().isEmpty()
                        ? "" + runs
                        : runs + ", " + series.failures().size() + " failed");
        cells.add(figure.toString());
        cells.add(values.isEmpty() ? "-" : text(figure, values.get(0)));
        cells.add(values.isEmpty() ? "-" : text(figure, median(values)));
        cells.add(values.isEmpty() ? "-" : text(figure, values.get(values.size() - 1)));
        cells.add(text(figure, series.trouble().bar(series.interval())));
        cells.add(series.met() ? "yes" : "**no**");
        cells.add(worst(outcomes, Trouble.Figure.SILENCE));
        cells.add(worst(outcomes, Trouble.Figure.OUTAGE));
        cells.add(worst(outcomes, Trouble.Figure.MOVES));
        cells.add(worst(outcomes, Trouble.Figure.TWO_HOLDERS));
        long knowing = outcomes.stream().filter(Trial.Outcome::clientKnows).count();
        cells.add(knowing + " of " + runs);
        return "| " + String.join(" | ", cells) + " |";
    }

    /** The middle one, or of an even number the mean of the two in the middle. */
    static long median(List<Long> sorted) {
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    private static String worst(List<Trial.Outcome> outcomes, Trouble.Figure figure) {
        return outcomes.stream()
                .map(outcome -> outcome.value(figure))
                .max(Comparator.naturalOrder())
                .map(value -> text(figure, value))
                .orElse("-");
    }

    private static String clientPause(List<Measure.Series> table) {
        return text(
                Trouble.Figure.SILENCE,
                table.stream()
                        .flatMap(series -> series.outcomes().stream())
                        .map(Trial.Outcome::clientPause)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO)
                        .toNanos());
    }

    /** A figure with its unit: nanoseconds as milliseconds, or a number of moves. */
    static String text(Trouble.Figure figure, long value) {
        return switch (figure) {
            case SILENCE, OUTAGE, TWO_HOLDERS -> value == 0 ? "0" : String.format(Locale.ROOT, "%.1f ms", value / 1e6);
            case MOVES -> Long.toString(value);
        };
    }
}
