package io.aliasdefender.lab;

import io.aliasdefender.lab.Sample.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that was measured, in a file of tab-separated values that grows by a run at a time, so that nothing is lost when
 * the comparison is broken off: {@code system, fault, interval in ms, run, figure, value}, and lines {@code # name value}
 * about the circumstances.
 */
final class Samples {
    private static final String FAILED = "failed";
    private static final String COMMENT = "# ";

    private final Path file;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<Job, Sample> samples = new LinkedHashMap<>();

    private Samples(Path file) {
        this.file = file;
    }

    /** Begins an empty file. */
    static Samples create(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, "");
        return new Samples(file);
    }

    /** Reads what a file has, to add to it. */
    static Samples open(Path file) throws IOException {
        Samples samples = new Samples(file);
        Map<Job, Map<Measurand, Double>> values = new LinkedHashMap<>();
        Map<Job, String> failures = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(COMMENT)) {
                String[] fact = line.substring(COMMENT.length()).split("\t", 2);
                samples.facts.put(fact[0], fact[1]);
                continue;
            }
            String[] fields = line.split("\t", -1);
            if (fields.length != 6) {
                throw new IOException(file + ": not six fields: " + line);
            }
            Job job = new Job(
                    Rival.parse(fields[0]),
                    Ordeal.parse(fields[1]),
                    Duration.ofMillis(Long.parseLong(fields[2])),
                    Integer.parseInt(fields[3]));
            Map<Measurand, Double> of = values.computeIfAbsent(job, any -> new EnumMap<>(Measurand.class));
            if (fields[4].equals(FAILED)) {
                failures.put(job, fields[5]);
            } else {
                of.put(Measurand.parse(fields[4]), Double.parseDouble(fields[5]));
            }
        }
        values.forEach((job, of) -> samples.samples.put(job, new Sample(job, of, failures.getOrDefault(job, ""))));
        return samples;
    }

    /** Notes a circumstance; the first of a name stays. */
    synchronized void fact(String name, String value) throws IOException {
        if (facts.putIfAbsent(name, value) == null) {
            append(List.of(COMMENT + name + "\t" + value.replaceAll("\\s+", " ")));
        }
    }

    /** A circumstance; empty when it was not noted. */
    synchronized String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    synchronized boolean has(Job job) {
        return samples.containsKey(job);
    }

    synchronized void add(Sample sample) throws IOException {
        samples.put(sample.job(), sample);
        Job job = sample.job();
        String stem = String.join(
                        "\t",
                        job.rival().option(),
                        job.ordeal().option(),
                        Long.toString(job.interval().toMillis()),
                        Integer.toString(job.run()))
                + "\t";
        List<String> lines = new ArrayList<>();
        sample.values().forEach((measurand, value) -> lines.add(stem + measurand.option() + "\t" + value));
        if (!sample.failure().isEmpty()) {
            lines.add(stem + FAILED + "\t" + sample.failure());
        }
        append(lines);
    }

    private void append(List<String> lines) throws IOException {
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** All values of a figure, the smallest first, of the runs that have it. */
    synchronized List<Double> values(Rival rival, Ordeal ordeal, Duration interval, Measurand measurand) {
        return samples.values().stream()
                .filter(sample -> sample.job().rival() == rival)
                .filter(sample -> sample.job().ordeal() == ordeal)
                .filter(sample -> sample.job().interval().equals(interval))
                .flatMap(sample -> Optional.ofNullable(sample.values().get(measurand)).stream())
                .sorted()
                .toList();
    }

    /** The median; empty when there is no value. */
    Optional<Double> median(Rival rival, Ordeal ordeal, Duration interval, Measurand measurand) {
        return median(values(rival, ordeal, interval, measurand));
    }

    /** The middle one, or of an even number the mean of the two in the middle. */
    static Optional<Double> median(List<Double> sorted) {
        int size = sorted.size();
        return size == 0 ? Optional.empty() : Optional.of((sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2);
    }

    synchronized List<Sample> all() {
        return List.copyOf(samples.values());
    }

    /** The intervals that were measured, the longest first. */
    synchronized List<Duration> intervals() {
        return samples.keySet().stream()
                .map(Job::interval)
                .distinct()
                .sorted((one, other) -> other.compareTo(one))
                .toList();
    }

    synchronized Set<Rival> rivals() {
        return samples.keySet().stream().map(Job::rival).collect(Collectors.toSet());
    }

    /** The runs of one kind that did not end well. */
    synchronized List<Sample> failures(Rival rival, Ordeal ordeal, Duration interval) {
        return samples.values().stream()
                .filter(sample -> !sample.failure().isEmpty())
                .filter(sample -> sample.job().rival() == rival)
                .filter(sample -> sample.job().ordeal() == ordeal)
                .filter(sample -> sample.job().interval().equals(interval))
                .toList();
    }
}
