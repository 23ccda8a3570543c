package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes put in on purpose: a simulator that does not find them proves nothing. */
class MutationTest {
    @ParameterizedTest
    @EnumSource
    void simulatorShouldFind(Mutant mutant) throws IOException {
        for (Invariant invariant : mutant.foundBy()) {
            OptionalLong hint = MutantSeeds.hint(mutant, invariant);
            if (hint.isEmpty() || !MutantSeeds.finds(hint.getAsLong(), mutant, invariant)) {
                assertThat(MutantSeeds.search(mutant, invariant))
                        .as("%s breaks %s within %,d schedules", mutant, invariant, MutantSeeds.MOST_SCHEDULES)
                        .isPresent();
                System.out.println(mutant + ": the seed that found it is of an older program; after a wanted change:"
                        + " scripts/simulate --mutants");
            }
        }
    }

    @Test
    void invariantsShouldEachBeBrokenByAMutant() {
        Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
        Arrays.stream(Mutant.values()).forEach(mutant -> broken.addAll(mutant.foundBy()));
        assertThat(broken).containsExactlyInAnyOrder(Invariant.values());
    }
}
