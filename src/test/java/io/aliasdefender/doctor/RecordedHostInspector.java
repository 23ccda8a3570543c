package io.aliasdefender.doctor;

import io.aliasdefender.files.PathTrust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host of which a test tells what it answers; of everything else it has nothing. */
final class RecordedHostInspector implements HostInspector {
    private final Map<String, Text> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, String> permissions = new HashMap<>();
    private final List<PathTrust.Flaw> flaws = new ArrayList<>();
    private final Map<String, Output> commands = new HashMap<>();

    RecordedHostInspector file(String path, String text) {
        files.put(path, Text.of(text));
        return this;
    }

    /** {@code net.ipv4.conf.eth0.rp_filter}. */
    RecordedHostInspector sysctl(String key, int value) {
        return file("/proc/sys/" + key.replace('.', '/'), value + "\n");
    }

    RecordedHostInspector link(String path, String target) {
        links.put(path, target);
        return this;
    }

    RecordedHostInspector permissions(String path, String permissions) {
        this.permissions.put(path, permissions);
        return this;
    }

    /** A whole command line, as it is asked. */
    RecordedHostInspector command(String line, int exit, String output) {
        commands.put(line, new Output(exit, output));
        return this;
    }

    RecordedHostInspector flaw(PathTrust.Flaw flaw) {
        flaws.add(flaw);
        return this;
    }

    @Override
    public List<PathTrust.Flaw> flaws(Path path) {
        return List.copyOf(flaws);
    }

    @Override
    public Text read(String path) {
        return files.getOrDefault(path, Text.NONE);
    }

    @Override
    public List<String> list(String folder) {
        return files.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .map(path -> path.substring(folder.length() + 1).split("/")[0])
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public Optional<String> link(String path) {
        return Optional.ofNullable(links.get(path));
    }

    @Override
    public Optional<String> permissions(String path) {
        return Optional.ofNullable(permissions.get(path));
    }

    @Override
    public boolean writable(String path) {
        return permissions.getOrDefault(path, "---------").charAt(1) == 'w';
    }

    @Override
    public boolean has(String program) {
        return commands.keySet().stream().anyMatch(line -> line.split(" ")[0].equals(program));
    }

    @Override
    public Output run(String program, String... arguments) {
        String line = arguments.length == 0 ? program : program + " " + String.join(" ", arguments);
        return commands.getOrDefault(line, Output.NONE);
    }
}
