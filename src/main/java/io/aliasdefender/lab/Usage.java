package io.aliasdefender.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What processes cost, by the kernel's own account in /proc, all of them together. */
final class Usage {
    private static final double KIB_PER_MIB = 1024;

    private Usage() {}

    /** How often threads have gone to sleep so far, and so been woken: what keeps a processor from resting. */
    static long wakeUps(List<ProcessHandle> processes) {
        long count = 0;
        for (ProcessHandle process : processes) {
            count += wakeUpsByThread(process).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
        return count;
    }

    /** The same of each thread of a process, by name and number. */
    static Map<String, Long> wakeUpsByThread(ProcessHandle process) {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> threads = Files.list(folder(process).resolve("task"))) {
            for (Path thread : threads.toList()) {
                counts.put(
                        firstLine(thread.resolve("comm")) + " " + thread.getFileName(),
                        number(thread.resolve("status"), "voluntary_ctxt_switches:"));
            }
        } catch (IOException ended) {
            throw new LabException("process " + process.pid() + " ended while it was measured", ended);
        }
        return counts;
    }

    /** Empty where the thread has ended. */
    private static String firstLine(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException ended) {
            return "";
        }
    }

    /** Nanoseconds on a core so far. Exact, where {@code stat} counts in hundredths of a second. */
    static long cpuNanos(List<ProcessHandle> processes) {
        long nanos = 0;
        for (ProcessHandle process : processes) {
            try (Stream<Path> threads = Files.list(folder(process).resolve("task"))) {
                nanos += threads.mapToLong(Usage::onCore).sum();
            } catch (IOException ended) {
                throw new LabException("process " + process.pid() + " ended while it was measured", ended);
            }
        }
        return nanos;
    }

    private static long onCore(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Resident memory in MiB; pages that two of the processes share count twice. */
    static double residentMib(List<ProcessHandle> processes) {
        return sum(processes, "status", "VmRSS:");
    }

    /** Resident memory in MiB; a page that n processes share counts as an n-th for each. */
    static double proportionalMib(List<ProcessHandle> processes) {
        return sum(processes, "smaps_rollup", "Pss:");
    }

    private static double sum(List<ProcessHandle> processes, String file, String key) {
        return processes.stream()
                        .mapToLong(process -> number(folder(process).resolve(file), key))
                        .sum()
                / KIB_PER_MIB;
    }

    /** The number in a line of a file of /proc; 0 where it has none, or has gone. */
    private static long number(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    /** Packets that a station has sent so far. */
    static long packetsSent(Station station) {
        String line = station.namespace()
                .exec("", "grep", Station.INTERFACE + ":", "/proc/net/dev")
                .strip();
        // After the name: eight columns of what was received, then bytes and packets of what was sent.
        return Long.parseLong(line.substring(line.indexOf(':') + 1).strip().split(" +")[9]);
    }

    private static Path folder(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
