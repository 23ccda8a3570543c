package io.aliasdefender.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of docs/BENCHMARKS.md that is measured: bars, plots, all figures, circumstances. */
final class BenchReport {
    private final Samples samples;
    private final String images;
    private final List<Rival> rivals;

    /** @param images the folder of the plots, as the page links to it */
    BenchReport(Samples samples, String images) {
        this.samples = samples;
        this.images = images;
        rivals = List.copyOf(new TreeSet<>(samples.rivals()));
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.addAll(circumstances());
        lines.add("");
        lines.add("### Bars");
        lines.add("");
        lines.addAll(bars());
        lines.add("");
        lines.add("### Plots");
        for (BenchPlots plot : BenchPlots.values()) {
            if (!plot.isEmpty(samples)) {
                lines.add("");
                lines.add("![" + plot + "](" + images + "/" + plot.fileName() + ")");
            }
        }
        lines.add("");
        lines.add("### Every figure");
        lines.add("");
        lines.add(
                "Median, and in brackets the worst where it differs. Of the ratio of the medians, less than 1 is better"
                        + " for Alias Defender. *Not well*: ten seconds after everything was mended the alias still had not exactly one holder,"
                        + " or a third host knew another one; a time is then what it was until the run was ended.");
        lines.add("");
        lines.addAll(figures());
        List<String> failures = failures();
        if (!failures.isEmpty()) {
            lines.add("");
            lines.add("Runs that did not end well; their figures, where there are any, are those up to then:");
            lines.add("");
            lines.addAll(failures);
        }
        return String.join("\n", lines) + "\n";
    }

    private List<String> circumstances() {
        List<Double> loads = samples.all().stream()
                .map(sample -> sample.values().get(Measurand.LOAD))
                .sorted()
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add("Measured on " + samples.fact("date") + ": " + samples.fact("cores") + " cores ("
                + samples.fact("processor") + "), " + samples.fact("kernel") + ", " + samples.fact("jdk") + "; "
                + samples.fact("versions") + ". " + samples.all().size() + " runs; load average "
                + Measurand.text(loads.get(0)) + " to " + Measurand.text(loads.get(loads.size() - 1))
                + " before a run, median "
                + Measurand.text(Samples.median(loads).orElseThrow()) + "; "
                + lengths() + "; " + samples.fact("laboratories") + ".");
        lines.add("");
        lines.add("    " + samples.fact("command"));
        return lines;
    }

    /** Of an older comparison only how long frames were lost. */
    private String lengths() {
        String lengths = samples.fact("lengths");
        return lengths.isEmpty() ? "frames were lost for " + samples.fact("loss length") : lengths;
    }

    private List<String> bars() {
        List<String> lines = new ArrayList<>();
        lines.add("| figure | every | Alias Defender | keepalived | ratio | bar | |");
        lines.add("|---|---|---|---|---|---|---|");
        for (Bar bar : Bar.all()) {
            Optional<Double> ours = bar.judged(samples, Rival.OURS);
            if (ours.isEmpty()) {
                continue;
            }
            Optional<Double> theirs = bar.judged(samples, Rival.KEEPALIVED);
            lines.add("| " + bar.what() + " | " + LabConfig.text(bar.interval()) + " | "
                    + value(bar.measurand(), ours) + " | " + value(bar.measurand(), theirs) + " | "
                    + ratio(ours, theirs) + " | " + bar.text() + " | "
                    + bar.met(samples).map(met -> met ? "met" : "**missed**").orElse("-") + " |");
        }
        return lines;
    }

    private List<String> figures() {
        List<String> lines = new ArrayList<>();
        lines.add("| what happens | figure | every | "
                + rivals.stream().map(Rival::toString).collect(Collectors.joining(" | ")) + " | ratio | runs |");
        lines.add("|---|---|---|" + "---|".repeat(rivals.size()) + "---|---|");
        for (Ordeal ordeal : Ordeal.values()) {
            String label = ordeal.toString();
            for (Measurand measurand : ordeal.measurands()) {
                String figure = measurand.toString();
                for (Duration interval : samples.intervals()) {
                    Optional<String> row = row(label, figure, ordeal, measurand, interval);
                    if (row.isPresent()) {
                        lines.add(row.get());
                        label = "";
                        figure = "";
                    }
                }
            }
        }
        return lines;
    }

    private Optional<String> row(String label, String figure, Ordeal ordeal, Measurand measurand, Duration interval) {
        if (rivals.stream()
                .allMatch(rival ->
                        samples.values(rival, ordeal, interval, measurand).isEmpty()
                                && samples.failures(rival, ordeal, interval).isEmpty())) {
            return Optional.empty();
        }
        String cells = rivals.stream()
                .map(rival -> cell(rival, ordeal, measurand, interval))
                .collect(Collectors.joining(" | "));
        String ratio = ratio(
                samples.median(Rival.OURS, ordeal, interval, measurand),
                samples.median(Rival.KEEPALIVED, ordeal, interval, measurand));
        String runs = Stream.of(rivals)
                .flatMap(List::stream)
                .map(rival -> samples.values(rival, ordeal, interval, measurand).size())
                .filter(count -> count > 0)
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining("/"));
        return Optional.of("| " + label + " | " + figure + " | " + LabConfig.text(interval) + " | " + cells + " | "
                + ratio + " | " + runs + " |");
    }

    private String cell(Rival rival, Ordeal ordeal, Measurand measurand, Duration interval) {
        List<Double> values = samples.values(rival, ordeal, interval, measurand);
        int failed = samples.failures(rival, ordeal, interval).size();
        String text = "-";
        if (!values.isEmpty()) {
            String median = Measurand.text(Samples.median(values).orElseThrow());
            String worst = Measurand.text(values.get(values.size() - 1));
            text = median + (worst.equals(median) ? "" : " (" + worst + ")");
            text += measurand.unit().isEmpty() || text.equals("0") ? "" : " " + measurand.unit();
        }
        return failed == 0 ? text : text + ", **" + failed + " not well**";
    }

    private static String value(Measurand measurand, Optional<Double> value) {
        return value.map(number -> (Measurand.text(number) + " " + measurand.unit()).strip())
                .orElse("-");
    }

    /** Nothing where nothing can be divided by. */
    static String ratio(Optional<Double> ours, Optional<Double> theirs) {
        if (ours.isEmpty() || theirs.isEmpty()) {
            return "-";
        }
        if (theirs.get() == 0) {
            return ours.get() == 0 ? "both 0" : "keepalived 0";
        }
        return Measurand.text(ours.get() / theirs.get());
    }

    /** Each with how often it was so. */
    private List<String> failures() {
        Map<String, Long> counts = samples.all().stream()
                .filter(sample -> !sample.failure().isEmpty())
                .map(sample -> sample.job() + ": " + sample.failure())
                .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry ->
                        "- " + entry.getKey() + (entry.getValue() == 1 ? "" : " (" + entry.getValue() + " times)"))
                .toList();
    }
}
