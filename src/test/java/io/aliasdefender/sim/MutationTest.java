package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes put in on purpose: a simulator that does not find them proves nothing. */
@Tag("simulator")
class MutationTest {
    @ParameterizedTest
    @EnumSource
    void simulatorShouldFind(Mutant mutant) throws IOException {
        for (Invariant invariant : mutant.foundBy()) {
            if (MutantSeeds.areKnown(mutant, invariant)) {
                continue;
            }
            System.out.println(mutant + ": the seeds that found it are of an older program; after a wanted change:"
                    + " scripts/simulate --mutants");
            OptionalLong other = MutantSeeds.ofAnother(mutant, invariant);
            assertThat(other.isPresent() ? other : MutantSeeds.search(mutant, invariant))
                    .as("%s breaks %s within %,d schedules", mutant, invariant, MutantSeeds.MOST_SCHEDULES)
                    .isPresent();
        }
    }

    @Test
    void invariantsShouldEachBeBrokenByAMutant() {
        Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
        Arrays.stream(Mutant.values()).forEach(mutant -> broken.addAll(mutant.foundBy()));
        assertThat(broken).containsExactlyInAnyOrder(Invariant.values());
    }
}
