package io.aliasdefender.cli;

import io.aliasdefender.lab.IdleCost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "measure-idle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures what it costs while nothing happens.",
            "%nOn the network of the demo: how often the daemons are woken, processor time, memory, and how soon after its start"
                    + " a host listens and holds the alias. Writes a table as Markdown; exit status 0 only if every bar is"
                    + " kept. Needs root, and a machine that does little else.%n"
        })
final class MeasureIdleCommand implements Callable<Integer> {
    @Option(
            names = "--intervals",
            paramLabel = "TIME",
            split = ",",
            defaultValue = "1s,100ms,10ms",
            converter = IntervalConverter.class,
            description = "How often the defenders check. Default: ${DEFAULT-VALUE}")
    private List<Duration> intervals;

    @Option(
            names = "--many",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Also with so many aliases, every second; 0 for not. Default: ${DEFAULT-VALUE}")
    private int many;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = IntervalConverter.class,
            description = "How long both hosts run before. Default: ${DEFAULT-VALUE}")
    private Duration settle;

    @Option(
            names = "--length",
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = IntervalConverter.class,
            description = "How long each measurement takes. Default: ${DEFAULT-VALUE}")
    private Duration length;

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often a lone host is started. Default: ${DEFAULT-VALUE}")
    private int starts;

    @Option(
            names = "--before",
            paramLabel = "COMMAND",
            description = "Measure another version beside this one, in turn, such as /usr/bin/alias-defender")
    private String before;

    @Option(names = "--threads", description = "Say how often each thread is woken")
    private boolean threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        // Each alias of the laboratory is one of 65,000 addresses.
        if (many < 0 || many > 50_000) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--many': 0 to 50000, not " + many);
        }
        if (starts < 1 || starts > 1_000) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--starts': 1 to 1000, not " + starts);
        }
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--length': 1s at the least");
        }
        return IdleCost.run(
                new IdleCost.Options(intervals, many, settle, length, starts, Optional.ofNullable(before), threads),
                Main.standardOutput(),
                System.err);
    }
}
