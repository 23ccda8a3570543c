package io.aliasdefender.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The comparison as a program; scripts/bench prepares everything that it needs. */
@Command(name = "bench", sortOptions = false)
final class BenchMain implements Callable<Integer> {
    private static final String BEGIN = "<!-- %s: what is between these lines is written by %s -->";
    private static final String END = "<!-- /%s -->";

    @Option(names = "--jar", required = true)
    private Path jar;

    @Option(names = "--systems", defaultValue = "alias-defender,keepalived,ucarp")
    private String systems;

    @Option(names = "--faults", defaultValue = "")
    private String faults;

    @Option(names = "--intervals", defaultValue = "1000,100,10")
    private String intervals;

    @Option(names = "--runs", defaultValue = "3")
    private int runs;

    @Option(names = "--loss-length", defaultValue = "20")
    private int lossSeconds;

    @Option(names = "--services")
    private boolean services;

    @Option(names = "--flap-length", defaultValue = "60")
    private int flapSeconds;

    @Option(names = "--budget", defaultValue = "38")
    private int budgetMinutes;

    @Option(names = "--parallel", defaultValue = "4")
    private int parallel;

    @Option(names = "--results", required = true)
    private Path results;

    @Option(names = "--resume")
    private boolean resume;

    @Option(names = "--render")
    private boolean render;

    @Option(names = "--report", required = true)
    private Path report;

    @Option(names = "--command", defaultValue = "")
    private String command;

    @Option(names = "--versions", defaultValue = "")
    private String versions;

    public static void main(String[] arguments) {
        // What a mode of scripts/bench gives may be given again.
        System.exit(new CommandLine(new BenchMain())
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = standardOutput();
        Samples samples = (resume || render) && Files.exists(results) ? Samples.open(results) : Samples.create(results);
        if (!render) {
            Optional<String> why = Lab.whyImpossible();
            if (why.isPresent()) {
                out.println(why.get());
                return 1;
            }
            circumstances(samples);
            new Bench(options(), samples, out).measure();
        }
        if (samples.all().isEmpty()) {
            out.println("nothing was measured");
            return 1;
        }
        write(samples);
        out.println("written: " + report);
        return 0;
    }

    /** For tables: UTF-8, whatever the locale. */
    static PrintStream standardOutput() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    private BenchOptions options() {
        return new BenchOptions(
                jar,
                list(systems, Rival::parse),
                faults.isEmpty() ? Ordeal.all(services) : list(faults, Ordeal::parse),
                list(intervals, millis -> Duration.ofMillis(Long.parseLong(millis))),
                runs,
                Duration.ofSeconds(lossSeconds),
                Duration.ofSeconds(flapSeconds),
                Duration.ofMinutes(budgetMinutes),
                parallel);
    }

    private static <T> List<T> list(String text, Function<String, T> parse) {
        return Arrays.stream(text.split(",")).map(parse).toList();
    }

    private void circumstances(Samples samples) throws IOException {
        TestMachine machine = TestMachine.now();
        samples.fact("date", machine.date());
        samples.fact("cores", Integer.toString(machine.cores()));
        samples.fact("processor", processor());
        samples.fact("kernel", machine.kernel());
        samples.fact("jdk", machine.jdk());
        samples.fact("versions", versions);
        String lengths =
                services ? "a service flapped for " + flapSeconds + " s" : "frames were lost for " + lossSeconds + " s";
        samples.fact("lengths", lengths);
        String several = services
                ? " laboratories side by side where counts are judged, else one"
                : " laboratories side by side at an interval of 1 s, two where counts are judged, else one";
        samples.fact("laboratories", parallel == 1 ? "one laboratory at a time" : parallel + several);
        samples.fact("command", command);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    /** Into the page that is there, between its two marks, or as a page of its own. */
    private void write(Samples samples) throws IOException {
        Path folder = report.toAbsolutePath().getParent();
        Path images = Files.createDirectories(folder.resolve("images"));
        for (BenchPlots plot : BenchPlots.values()) {
            if (!plot.isEmpty(samples)) {
                Files.writeString(images.resolve(plot.fileName()), plot.svg(samples));
            }
        }
        String name = services ? "bench-services" : "bench";
        String begin = BEGIN.formatted(name, services ? "scripts/bench --services" : "scripts/bench");
        String end = END.formatted(name);
        String part = begin + "\n\n" + new BenchReport(samples, "images").markdown() + "\n" + end;
        Files.writeString(
                report, Files.exists(report) ? replaced(Files.readString(report), begin, part, end) : part + "\n");
    }

    private static String replaced(String page, String first, String part, String last) throws IOException {
        int begin = page.indexOf(first);
        int end = page.indexOf(last);
        if (begin < 0 || end < begin) {
            throw new IOException("the report has no lines " + first + " and " + last + " to write between");
        }
        return page.substring(0, begin) + part + page.substring(end + last.length());
    }
}
