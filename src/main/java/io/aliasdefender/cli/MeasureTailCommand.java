package io.aliasdefender.cli;

import io.aliasdefender.lab.Tail;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "measure-tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how late probes leave under pressure.",
            "%nOn the network of the demo. Keeps all processors of this machine busy for minutes. Writes a table as"
                    + " Markdown; exit status 0 only if the bar is kept. Needs root.%n"
        })
final class MeasureTailCommand implements Callable<Integer> {
    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "10ms",
            converter = IntervalConverter.class,
            description = "How often the defenders check. Default: ${DEFAULT-VALUE}")
    private Duration interval;

    @Option(
            names = "--length",
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = IntervalConverter.class,
            description = "How long each pressure lasts. Default: ${DEFAULT-VALUE}")
    private Duration length;

    @Option(
            names = "--whole-jvm",
            description = "Also with every thread of the JVM in the real-time class, for comparison")
    private boolean wholeJvm;

    @Override
    public Integer call() throws Exception {
        return Tail.run(new Tail.Options(interval, length, wholeJvm), Main.standardOutput(), System.err);
    }
}
