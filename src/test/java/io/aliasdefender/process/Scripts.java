package io.aliasdefender.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Programs that tests have run, and what is left of them. */
public final class Scripts {
    private static final Path PROC = Path.of("/proc");

    private Scripts() {}

    /** A script that everybody may run, in a folder that everybody may enter. */
    public static Path make(Path folder, String name, String... lines) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
            return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A folder that everybody may write in. */
    public static Path open(Path folder, String name) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path made = Files.createDirectory(folder.resolve(name));
            return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The living processes and the zombies that have this text on their command line, or had its first words as a name. */
    public static List<String> running(String text) {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> commandLine(process).contains(text))
                    .map(Path::toString)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Our own children that have ended and that nobody has waited for. */
    public static List<String> zombies() {
        long self = ProcessHandle.current().pid();
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .map(process -> read(process.resolve("stat")))
                    .filter(stat -> stat.replaceFirst(".*\\) ", "").startsWith("Z " + self + " "))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String commandLine(Path process) {
        return read(process.resolve("cmdline")).replace('\0', ' ');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
