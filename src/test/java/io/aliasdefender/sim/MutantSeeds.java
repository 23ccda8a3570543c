package io.aliasdefender.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which schedules find each mutant. The tests try those first, then the schedules that find other mutants, because what one
 * mistake shows in another often shows in, too, and only then one schedule after the other. So a change of the program,
 * by which a schedule takes another course, seldom costs a long search.
 */
final class MutantSeeds {
    /** A mutant is found by one of so many schedules from the first on, or not at all. */
    static final int MOST_SCHEDULES = 20_000;

    /** Of each mutant, where so many are known: one or another finds it no more after a change of the program. */
    private static final int KEPT = 3;

    private static final int CHUNK = 64;
    private static final Path FILE = Path.of("src/test/resources/mutants.seeds");

    private MutantSeeds() {}

    /** A line of the file. */
    private record Known(String mutant, String invariant, List<Long> seeds) {
        static Known of(String line) {
            String[] words = line.split(" ");
            return new Known(
                    words[0],
                    words[1],
                    Arrays.stream(words).skip(2).map(Long::valueOf).toList());
        }

        boolean isOf(Mutant which, Invariant by) {
            return mutant.equals(which.name()) && invariant.equals(by.name());
        }

        @Override
        public String toString() {
            StringBuilder line = new StringBuilder(mutant + " " + invariant);
            seeds.forEach(seed -> line.append(' ').append(seed));
            return line.toString();
        }
    }

    /** Keeps the seeds that still find their mutants, searches for those of the others, and writes the file anew. */
    public static void main(String[] arguments) throws IOException {
        List<Known> known = read();
        Set<Long> all = all(known);
        List<String> lines =
                new ArrayList<>(List.of("# Written by scripts/simulate --mutants: mutant, invariant, seeds."));
        for (Mutant mutant : Mutant.values()) {
            for (Invariant invariant : mutant.foundBy().stream().sorted().toList()) {
                List<Long> seeds = finding(mutant, invariant, known, all);
                all.addAll(seeds);
                System.out.println(mutant + ", " + invariant + ": " + (seeds.isEmpty() ? "NOT FOUND" : seeds));
                if (!seeds.isEmpty()) {
                    lines.add(new Known(mutant.name(), invariant.name(), seeds).toString());
                }
            }
        }
        Files.write(FILE, lines);
    }

    private static List<Long> finding(Mutant mutant, Invariant invariant, List<Known> known, Set<Long> all) {
        Stream<Long> first = Stream.concat(own(mutant, invariant, known).stream(), all.stream())
                .distinct();
        List<Long> seeds = first.parallel()
                .filter(seed -> finds(seed, mutant, invariant))
                .limit(KEPT)
                .toList();
        return seeds.isEmpty() ? search(mutant, invariant).stream().boxed().toList() : seeds;
    }

    private static List<Known> read() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Known::of)
                .toList();
    }

    private static List<Long> own(Mutant mutant, Invariant invariant, List<Known> known) {
        return known.stream()
                .filter(line -> line.isOf(mutant, invariant))
                .flatMap(line -> line.seeds().stream())
                .toList();
    }

    private static Set<Long> all(List<Known> known) {
        Set<Long> all = new LinkedHashSet<>();
        known.forEach(line -> all.addAll(line.seeds()));
        return all;
    }

    /** Whether a seed that is known for it finds it. */
    static boolean areKnown(Mutant mutant, Invariant invariant) throws IOException {
        return own(mutant, invariant, read()).stream().anyMatch(seed -> finds(seed, mutant, invariant));
    }

    /** A seed of another mutant that finds it; empty: none does. */
    static OptionalLong ofAnother(Mutant mutant, Invariant invariant) throws IOException {
        return all(read()).parallelStream()
                .mapToLong(Long::longValue)
                .filter(seed -> finds(seed, mutant, invariant))
                .findAny();
    }

    /** The least seed that finds it, among the chunk in which it is found first. */
    static OptionalLong search(Mutant mutant, Invariant invariant) {
        for (long from = 1; from <= MOST_SCHEDULES; from += CHUNK) {
            OptionalLong found = LongStream.range(from, from + CHUNK)
                    .parallel()
                    .filter(seed -> finds(seed, mutant, invariant))
                    .min();
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    /** Whether the mutant breaks that invariant there, and the program as it is breaks none. */
    static boolean finds(long seed, Mutant mutant, Invariant invariant) {
        return broken(seed, mutant.variant()).filter(invariant::equals).isPresent()
                && broken(seed, Variant.REAL).isEmpty();
    }

    private static Optional<Invariant> broken(long seed, Variant variant) {
        try {
            Schedule.live(seed, variant);
            return Optional.empty();
        } catch (Broken broken) {
            return Optional.of(broken.which());
        } catch (IllegalStateException error) {
            // It trips over its own mistake.
            return Optional.empty();
        }
    }
}
