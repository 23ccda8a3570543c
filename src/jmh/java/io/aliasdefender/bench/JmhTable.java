package io.aliasdefender.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks as JMH's own options say, and writes their figures between two marks of a page. */
public final class JmhTable {
    private static final String BEGIN = "<!-- jmh: what is between these lines is written by scripts/jmh -->";
    private static final String END = "<!-- /jmh -->";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private JmhTable() {}

    /** Arguments: the page, what is to be quoted as the command, and then those of JMH. */
    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        Path page = Path.of(arguments[0]);
        CommandLineOptions options = new CommandLineOptions(
                List.of(arguments).subList(2, arguments.length).toArray(new String[0]));
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(options).addProfiler(GCProfiler.class);
        Collection<RunResult> results = new Runner(builder.build()).run();
        String part = BEGIN + "\n\n" + table(results, arguments[1]) + "\n" + END;
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no lines " + BEGIN + " and " + END + " to write between");
        }
        Files.writeString(page, text.substring(0, begin) + part + text.substring(end + END.length()));
    }

    private static String table(Collection<RunResult> results, String command) {
        List<String> lines = new ArrayList<>();
        lines.add("| | time, ns | ± | allocated, bytes |");
        lines.add("|---|---|---|---|");
        String jvm = "";
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %s |",
                    words(time.getLabel()),
                    time.getScore(),
                    time.getScoreError(),
                    allocated == null ? "-" : String.format(Locale.ROOT, "%.0f", allocated.getScore())));
            jvm = result.getParams().getVmName() + " " + result.getParams().getVmVersion() + ", "
                    + result.getParams().getForks() + " forks of "
                    + result.getParams().getMeasurement().getCount() + " × "
                    + result.getParams().getMeasurement().getTime();
        }
        lines.add("");
        lines.add(jvm + "; ± is the half of the 99.9 % confidence interval. `" + command + "`");
        return String.join("\n", lines);
    }

    /** {@code encodeEcho} as people read it. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).strip();
    }
}
