package io.aliasdefender.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Which schedule finds each mutant: a plain search found it, and the tests try it first. A seed of an older program costs
 * another search, nothing else.
 */
final class MutantSeeds {
    /** A mutant is found by one of so many schedules from the first on, or not at all. */
    static final int MOST_SCHEDULES = 20_000;

    private static final int CHUNK = 64;
    private static final Path FILE = Path.of("src/test/resources/mutants.seeds");

    private MutantSeeds() {}

    /** Searches for each mutant, and writes the file anew. */
    public static void main(String[] arguments) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("# Written by scripts/simulate --mutants: mutant, invariant, seed."));
        for (Mutant mutant : Mutant.values()) {
            for (Invariant invariant : mutant.foundBy().stream().sorted().toList()) {
                OptionalLong seed = search(mutant, invariant);
                System.out.println(mutant + ", " + invariant + ": "
                        + (seed.isPresent() ? "schedule " + seed.getAsLong() : "NOT FOUND"));
                seed.ifPresent(found -> lines.add(mutant.name() + " " + invariant.name() + " " + found));
            }
        }
        Files.write(FILE, lines);
    }

    /** The seed to try first. */
    static OptionalLong hint(Mutant mutant, Invariant invariant) throws IOException {
        String start = mutant.name() + " " + invariant.name() + " ";
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length())))
                .findFirst();
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
        } catch (IllegalStateException mistake) {
            // It trips over its own mistake.
            return Optional.empty();
        }
    }
}
