package io.aliasdefender.platform;

import java.util.List;
import java.util.Optional;

/**
 * A command of the platform.
 *
 * @param argv the program by its absolute path, and its arguments; never a shell
 * @param input what it reads from its standard input; empty: nothing
 */
public record Command(List<String> argv, Optional<String> input) {
    public Command {
        argv = List.copyOf(argv);
    }

    public static Command of(List<String> argv) {
        return new Command(argv, Optional.empty());
    }

    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
