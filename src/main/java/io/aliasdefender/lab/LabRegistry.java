package io.aliasdefender.lab;

import io.aliasdefender.files.PathTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The laboratories of this machine, a small file each, so that what a killed one left behind can be told from one that
 * runs.
 */
final class LabRegistry {
    private static final Path FOLDER = Path.of("/run/alias-defender-lab");
    private static final int RADIX = 36;
    /** The kernel counts a process's start in ticks since boot, and the clock may be corrected meanwhile. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private LabRegistry() {}

    /**
     * One laboratory.
     *
     * @param folder for logs and state
     * @param temporary whether the folder goes when the laboratory goes
     */
    record Entry(String id, Path folder, boolean temporary) {
        /** What the names of its namespaces begin with. */
        String prefix() {
            return "ad-" + id + "-";
        }
    }

    /** Enters a laboratory of this process, before it makes anything. */
    static Entry register(Optional<Path> workFolder) {
        long pid = ProcessHandle.current().pid();
        String id = Long.toString(pid, RADIX) + (char) ('a' + COUNTER.get() % 26) + COUNTER.getAndIncrement() / 26;
        try {
            Files.createDirectories(FOLDER);
            Path folder = workFolder.isPresent() && isOurs(workFolder.get())
                    ? Files.createDirectories(workFolder.get().toAbsolutePath().resolve(id))
                    : Files.createTempDirectory("ad-lab-");
            Entry entry = new Entry(id, folder, workFolder.isEmpty());
            String start = startOf(ProcessHandle.current()).toString();
            Files.write(
                    FOLDER.resolve(id), List.of(Long.toString(pid), start, entry.temporary() ? folder.toString() : ""));
            return entry;
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    /** In a checkout of another user's, or one that everybody can write, no daemon of root's takes a state folder. */
    private static boolean isOurs(Path workFolder) throws IOException {
        return PathTrust.of(workFolder).isEmpty();
    }

    static void unregister(Entry entry) {
        if (entry.temporary()) {
            deleteTree(entry.folder());
        }
        deleteTree(FOLDER.resolve(entry.id()));
    }

    /** Cleans up after laboratories whose process is gone. */
    static void sweep() {
        if (!Files.isDirectory(FOLDER)) {
            return;
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.forEach(LabRegistry::sweep);
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    private static void sweep(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 3 || alive(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1)))) {
                return;
            }
            String prefix = "ad-" + file.getFileName() + "-";
            Shell.run("ip", "netns", "list")
                    .lines()
                    .map(line -> line.split(" ")[0])
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> new Namespace(name).destroy());
            if (!lines.get(2).isEmpty()) {
                deleteTree(Path.of(lines.get(2)));
            }
            deleteTree(file);
        } catch (IOException raced) {
            // Somebody else cleans up at the same moment.
        }
    }

    private static boolean alive(long pid, Instant start) {
        return ProcessHandle.of(pid)
                .map(process -> Duration.between(start, startOf(process)).abs().compareTo(START_TOLERANCE) < 0)
                .orElse(false);
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    /** Deletes a file or folder with all that is in it; what is gone already is fine. */
    static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException busy) {
            // A leftover file in a temporary folder harms nobody.
        }
    }
}
