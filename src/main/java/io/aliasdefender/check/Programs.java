package io.aliasdefender.check;

import io.aliasdefender.os.ChildProcess;
import io.aliasdefender.platform.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The program that one check runs: one at a time, until it has really ended. */
final class Programs {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("LC_ALL", "C", "PATH", String.join(":", Platform.commandFolders()));

    private final Facilities facilities;
    private Optional<ChildProcess> running = Optional.empty();

    Programs(Facilities facilities) {
        this.facilities = facilities;
    }

    /** @throws IOException one sentence: it cannot be started */
    void run(List<String> arguments, Consumer<ChildProcess.Exit> ended) throws IOException {
        running = Optional.of(facilities.children().start(arguments, ENVIRONMENT, exit -> {
            running = Optional.empty();
            ended.accept(exit);
        }));
    }

    /** Kills it with all of its process group. */
    void kill() {
        running.ifPresent(ChildProcess::kill);
    }

    /** The first line that it printed, if that is not blank. */
    static Optional<String> firstLine(ChildProcess.Exit exit) {
        return exit.output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst();
    }

    /** How it ended, for people. */
    static String told(ChildProcess.Exit exit) {
        return exit.status().isPresent()
                ? "exit status " + exit.status().getAsInt()
                : "ended by signal " + exit.signal();
    }
}
