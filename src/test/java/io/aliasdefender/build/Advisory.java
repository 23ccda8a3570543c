package io.aliasdefender.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A line of src/build/advisories.txt: which versions of a library have a known hole. */
record Advisory(String group, String artifact, List<Bound> bounds, String id, String reason) {
    static final Path FILE = Path.of("src/build/advisories.txt");

    /** One end of the affected versions. */
    record Bound(String operator, String version) {
        static Bound of(String text) {
            String operator = text.replaceFirst("[^<>=].*", "");
            if (!List.of("<", "<=", ">=", "=").contains(operator) || operator.length() == text.length()) {
                throw new IllegalArgumentException("a bound is <V, <=V, =V or >=V, not " + text);
            }
            return new Bound(operator, text.substring(operator.length()));
        }

        boolean holds(String other) {
            int order = compare(other, version);
            return switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case "=" -> order == 0;
                default -> order >= 0;
            };
        }
    }

    static List<Advisory> all() throws IOException {
        return Files.readAllLines(FILE).stream()
                .map(Advisory::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty: a comment. */
    static Optional<Advisory> of(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        String[] fields = line.split("\\|", -1);
        String[] library = fields[0].strip().split(":", -1);
        if (fields.length != 4 || library.length != 2 || fields[3].isBlank()) {
            throw new IllegalArgumentException("not LIBRARY | VERSIONS | ADVISORY | REASON: " + line);
        }
        List<Bound> bounds =
                Arrays.stream(fields[1].strip().split(" +")).map(Bound::of).toList();
        return Optional.of(new Advisory(library[0], library[1], bounds, fields[2].strip(), fields[3].strip()));
    }

    boolean affects(Library library) {
        return library.group().equals(group)
                && library.artifact().equals(artifact)
                && bounds.stream().allMatch(bound -> bound.holds(library.version()));
    }

    /** By numbers; whatever follows them ({@code .Final}, {@code -rc1}) does not count. */
    static int compare(String one, String other) {
        int[] left = numbers(one);
        int[] right = numbers(other);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Integer.compare(i < left.length ? left[i] : 0, i < right.length ? right[i] : 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[.-]"))
                .takeWhile(part -> part.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
