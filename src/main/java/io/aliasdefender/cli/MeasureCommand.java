package io.aliasdefender.cli;

import io.aliasdefender.lab.Measure;
import io.aliasdefender.lab.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures failovers, on the network of the demo.",
            "%nWrites a table as Markdown; exit status 0 only if every figure keeps to its bar. Needs root.%n"
        })
final class MeasureCommand implements Callable<Integer> {
    @Option(names = "--runs", paramLabel = "N", defaultValue = "10", description = "Of each. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(
            names = "--faults",
            paramLabel = "NAME",
            split = ",",
            converter = TroubleNames.class,
            completionCandidates = TroubleNames.class,
            description = "Which: ${COMPLETION-CANDIDATES}. Default: all")
    private List<Trouble> troubles = List.of(Trouble.values());

    @Option(
            names = "--intervals",
            paramLabel = "TIME",
            split = ",",
            defaultValue = "1s,100ms,10ms",
            converter = IntervalConverter.class,
            description = "How often the defenders check. Default: ${DEFAULT-VALUE}")
    private List<Duration> intervals;

    @Option(
            names = "--loss-length",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = IntervalConverter.class,
            description = "How long frames are lost. Default: ${DEFAULT-VALUE}")
    private Duration lossLength;

    @Option(
            names = "--cards",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Network cards of each machine, 1 or 2. Of two, one has the aliases and the other the addresses that name the"
                        + " nodes; what is done to a machine is done to both. Default: ${DEFAULT-VALUE}"
            })
    private int cards;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "Networks side by side, where the client's time is not the figure. Default: ${DEFAULT-VALUE}")
    private int parallel;

    @Option(names = "--real-time", description = "Daemons in the real-time class, as the service has them")
    private boolean realTime;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the table into this file as well")
    private Path report;

    @Option(
            names = "--logs",
            paramLabel = "FOLDER",
            description = "Keep both defenders' logs of runs that missed a bar here")
    private Path logs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (cards != 1 && cards != 2) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--cards': 1 or 2, not " + cards);
        }
        String commandLine = "alias-defender "
                + spec.commandLine().getParent().getParseResult().originalArgs().stream()
                        .collect(Collectors.joining(" "));
        return Measure.run(
                new Measure.Options(
                        runs,
                        troubles,
                        intervals,
                        lossLength,
                        realTime,
                        cards,
                        parallel,
                        Optional.ofNullable(report),
                        Optional.ofNullable(logs),
                        commandLine),
                Main.standardOutput());
    }
}
