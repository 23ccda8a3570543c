package io.aliasdefender.cli;

import io.aliasdefender.lab.Story;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells the story of a failover, inside this machine.",
            "%nTwo defenders, a router and a client run in network namespaces of their own; needs root. Stays, with the"
                    + " defenders' events as they come, until Ctrl-C.%n"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "End after the story; exit status 0 only if the failover happened")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = IntervalConverter.class,
            description = "How often the defenders check, 10ms to 1h. Default: ${DEFAULT-VALUE}")
    private Duration interval;

    @Override
    public Integer call() {
        return Story.run(new Story.Options(once, interval));
    }
}
