package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes put in on purpose: a simulator that does not find them proves nothing. */
class MutationTest {
    private static final int MOST_RUNS = 20_000;

    @ParameterizedTest
    @EnumSource
    void simulatorShouldFind(Mutant mutant) {
        Optional<Broken> found = Optional.empty();
        for (long seed = 1; seed <= MOST_RUNS && found.isEmpty(); seed++) {
            found = breaks(seed, mutant.core());
            if (found.isPresent()) {
                System.out.println(mutant + ": found by schedule " + seed + " ("
                        + found.get().which() + ")");
            }
        }
        assertThat(found).as(mutant + ", within " + MOST_RUNS + " schedules").isPresent();
    }

    private static Optional<Broken> breaks(long seed, Core core) {
        try {
            Schedule.live(seed, core);
            return Optional.empty();
        } catch (Broken broken) {
            return Optional.of(broken);
        }
    }
}
