package io.aliasdefender.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scenarios with the decisions that they lead to: beside each {@code NAME.scenario} stands {@code NAME.decisions},
 * for the first seed. Reading its difference is reading a change of behaviour.
 */
public final class Golden {
    static final Path FOLDER = Path.of("src/test/resources/scenarios");
    static final String SCENARIO = ".scenario";
    private static final String DECISIONS = ".decisions";
    private static final int SEED = 1;

    private Golden() {}

    /** Writes the decisions of all scenarios anew. */
    public static void main(String[] arguments) throws IOException {
        for (Path file : scenarios()) {
            Files.write(decisionsOf(file), play(file));
        }
    }

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(SCENARIO))
                    .sorted()
                    .toList();
        }
    }

    static Scenario read(Path file) throws IOException {
        return ScenarioParser.parse(file.getFileName().toString(), Files.readAllLines(file));
    }

    static Path decisionsOf(Path scenario) {
        String name = scenario.getFileName().toString();
        return scenario.resolveSibling(name.substring(0, name.length() - SCENARIO.length()) + DECISIONS);
    }

    /** What is decided in it, line by line. */
    static List<String> play(Path file) throws IOException {
        return ScenarioRun.play(read(file), SEED);
    }
}
