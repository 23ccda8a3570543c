package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the distribution that Alias Defender is measured against. It is told apart from a freshly started one of
 * the same host by the line that it begins its log with, and says where it stands in its log alone.
 */
abstract class PeerProgram implements Contender {
    /** Where scripts/bench and scripts/from-keepalived unpack the packages; empty: they are installed. */
    private static final String UNPACKED = System.getProperty("bench.peers", "");

    private final String program;
    private final String firstLine;
    private final String standbyLine;
    private final String holdingLine;

    /** @param firstLine part of the line that each start begins with */
    PeerProgram(String program, String firstLine, String standbyLine, String holdingLine) {
        this.program = program;
        this.firstLine = firstLine;
        this.standbyLine = standbyLine;
        this.holdingLine = holdingLine;
    }

    /** Whether it can be run here. */
    static boolean isThere(String program) {
        return UNPACKED.isEmpty()
                ? Shell.succeeds("sh", "-c", "command -v " + program)
                : Files.isExecutable(Path.of(UNPACKED, "usr", "sbin", program));
    }

    /** The program with its arguments. */
    abstract List<String> arguments(LabHost host);

    @Override
    public List<String> argv(LabHost host) {
        List<String> argv = command();
        argv.addAll(arguments(host));
        return argv;
    }

    final List<String> command() {
        List<String> command = new ArrayList<>();
        if (UNPACKED.isEmpty()) {
            command.add(program);
            return command;
        }
        Path root = Path.of(UNPACKED).toAbsolutePath();
        // env replaces itself by the program, so that the pid stays.
        command.add("env");
        command.add("LD_LIBRARY_PATH=" + libraries(root));
        command.add(root.resolve("usr/sbin").resolve(program).toString());
        return command;
    }

    /** Debian keeps libraries in a folder a machine type, some of them outside /usr. */
    private static String libraries(Path root) {
        List<String> folders = new ArrayList<>();
        for (String parent : List.of("usr/lib", "lib")) {
            try (var entries = Files.list(root.resolve(parent))) {
                entries.filter(Files::isDirectory)
                        .filter(folder -> folder.getFileName().toString().contains("-linux-"))
                        .forEach(folder -> folders.add(folder.toString()));
            } catch (IOException none) {
                // Not every set of packages has both.
            }
        }
        return String.join(":", folders);
    }

    @Override
    public final boolean isReady(LabHost host) {
        return !reason(host, Lab.ALIAS.address()).isEmpty();
    }

    @Override
    public final boolean isSettled(LabHost host, IpAddress alias, boolean holding) {
        return reason(host, alias).contains(holding ? holdingLine : standbyLine);
    }

    @Override
    public final String reason(LabHost host, IpAddress alias) {
        return lastState(host.lastLines(Integer.MAX_VALUE).lines().toList());
    }

    /** The last line of the latest start that names a state; empty: none yet. */
    final String lastState(List<String> log) {
        String state = "";
        for (String line : log) {
            if (line.contains(firstLine)) {
                state = "";
            } else if (line.contains(holdingLine) || line.contains(standbyLine)) {
                state = line;
            }
        }
        return state;
    }
}
