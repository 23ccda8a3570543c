package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes put in on purpose: a simulator that does not find them proves nothing. */
class MutationTest {
    private static final int MOST_RUNS = 20_000;

    @ParameterizedTest
    @EnumSource
    void simulatorShouldFind(Mutant mutant) {
        Set<Invariant> left = EnumSet.copyOf(mutant.foundBy());
        for (long seed = 1; seed <= MOST_RUNS && !left.isEmpty(); seed++) {
            Optional<Invariant> found = breaks(seed, mutant.variant());
            if (found.isPresent() && left.remove(found.get())) {
                System.out.println(mutant + ": found by schedule " + seed + " (" + found.get() + ")");
            }
        }
        assertThat(left).as(mutant + ", within " + MOST_RUNS + " schedules").isEmpty();
    }

    @Test
    void invariantsShouldEachBeBrokenByAMutant() {
        Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
        Arrays.stream(Mutant.values()).forEach(mutant -> broken.addAll(mutant.foundBy()));
        assertThat(broken).containsExactlyInAnyOrder(Invariant.values());
    }

    private static Optional<Invariant> breaks(long seed, Variant variant) {
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
