package io.aliasdefender.cli;

import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program where every user can run it: the class path of a test is often in somebody's home. The name of the script
 * and of the folder is the program's.
 */
final class ReadableProgram {
    private static final String CLASS_PATH = "-cp";

    private final Path folder;
    private final List<String> argv;

    private ReadableProgram(Path folder, List<String> argv) {
        this.folder = folder;
        this.argv = argv;
    }

    static ReadableProgram in(Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("alias-defender"));
        List<String> argv = new ArrayList<>(DaemonCommand.ofThisProgram().argv());
        int at = argv.indexOf(CLASS_PATH) + 1;
        if (at > 0) {
            List<String> copies = new ArrayList<>();
            for (String entry : argv.get(at).split(File.pathSeparator)) {
                if (Files.exists(Path.of(entry))) {
                    copyLibraries(Path.of(entry).resolveSibling("lib"), folder.resolve("lib"));
                    copies.add(copy(
                                    Path.of(entry),
                                    folder.resolve(
                                            copies.size() + "-" + Path.of(entry).getFileName()))
                            .toString());
                }
            }
            argv.set(at, String.join(File.pathSeparator, copies));
            argv.removeIf(option -> option.startsWith("-XX:SharedArchiveFile"));
        }
        for (int i = 0; i < argv.size(); i++) {
            argv.set(i, withReadableLibraries(argv.get(i), folder));
        }
        Path script = folder.resolve("alias-defender");
        Files.writeString(
                script,
                "#!/bin/sh\nexec " + argv.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))
                        + " \"$@\"\n");
        open(parent);
        open(folder);
        open(script);
        return new ReadableProgram(folder, List.of(script.toString()));
    }

    /** Those that the manifest of a jar names lie beside it. */
    private static void copyLibraries(Path libraries, Path copied) throws IOException {
        if (Files.isDirectory(libraries) && !Files.exists(copied)) {
            copy(libraries, copied);
        }
    }

    /** The native libraries lie beside the class path. */
    private static String withReadableLibraries(String option, Path folder) throws IOException {
        for (String name : List.of("-Djna.boot.library.path=", "-Djava.library.path=")) {
            Path libraries = Path.of(option.startsWith(name) ? option.substring(name.length()) : "");
            if (Files.isDirectory(libraries) && !libraries.toString().isEmpty()) {
                Path copied = folder.resolve("native");
                if (!Files.exists(copied)) {
                    copy(libraries, copied);
                }
                return name + copied;
            }
        }
        return option;
    }

    private static Path copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(from)) {
            all = tree.toList();
        }
        for (Path one : all) {
            Path copied = to.resolve(from.relativize(one).toString());
            Files.copy(one, from.equals(one) ? to : copied);
            open(copied);
        }
        return to;
    }

    /** For everybody to read and enter. */
    static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Lets a user run a daemon on each host of a laboratory. */
    static void open(Lab lab, int uid) throws IOException {
        open(lab.folder());
        for (int i = 1; i <= 2; i++) {
            LabHost host = lab.web(i);
            open(host.state().getParent());
            Files.setAttribute(host.state(), "unix:uid", uid);
        }
    }

    Path script() {
        return folder.resolve("alias-defender");
    }

    /** As started by another command. */
    DaemonCommand by(List<String> starter) {
        List<String> all = new ArrayList<>(starter);
        all.addAll(argv);
        return new DaemonCommand(all);
    }
}
