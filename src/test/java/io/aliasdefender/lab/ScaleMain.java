package io.aliasdefender.lab;

import io.aliasdefender.lab.Scale.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Thousands of addresses, as a program; scripts/bench prepares everything that it needs. */
@Command(name = "scale", sortOptions = false)
final class ScaleMain implements Callable<Integer> {
    /** VRRP numbers its routers from 1 to 255. */
    private static final int MOST_INSTANCES = 250;

    private static final int PAIR = 2;

    @Option(names = "--jar", required = true)
    private Path jar;

    @Option(names = "--systems", defaultValue = "alias-defender,keepalived", split = ",")
    private List<String> systems;

    @Option(names = "--addresses", defaultValue = "1,1000", split = ",")
    private List<Integer> addresses;

    @Option(names = "--nodes", defaultValue = "250")
    private int nodes;

    /** Addresses that move together or not at all; 0: no such row. */
    @Option(names = "--group", defaultValue = "1000")
    private int group;

    @Option(names = "--interval", defaultValue = "1000")
    private int intervalMillis;

    @Option(names = "--length", defaultValue = "20")
    private int lengthSeconds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScaleMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Optional<String> why = Lab.whyImpossible();
        if (why.isPresent()) {
            System.err.println(why.get());
            return 1;
        }
        Duration interval = Duration.ofMillis(intervalMillis);
        Duration length = Duration.ofSeconds(lengthSeconds);
        new Scale(interval, length, BenchMain.standardOutput(), System.err).measure(subjects());
        return 0;
    }

    private List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (String system : systems) {
            Rival rival = Rival.parse(system);
            for (int count : addresses) {
                subjects.add(new Subject(rival.toString(), rival.contender(jar), count, PAIR, false));
                if (rival == Rival.KEEPALIVED && count >= MOST_INSTANCES) {
                    Contender many = new Keepalived(MOST_INSTANCES);
                    subjects.add(new Subject(rival + ", " + MOST_INSTANCES + " instances", many, count, PAIR, false));
                }
            }
            if (rival == Rival.OURS && group > 0) {
                subjects.add(new Subject(rival + ", one group", rival.contender(jar), group, PAIR, true));
            }
            if (rival == Rival.OURS && nodes > PAIR) {
                subjects.add(new Subject(rival.toString(), rival.contender(jar), 1, nodes, false));
            }
        }
        return subjects;
    }
}
