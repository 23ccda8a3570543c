package io.aliasdefender.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the system's own commands. */
public final class SystemCommands {
    private SystemCommands() {}

    /** The absolute path of a command; empty when it is not installed. */
    public static Optional<String> find(String name) {
        return Platform.commandFolders().stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }
}
