package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.aliasdefender.sim.SimLeases.TwoHolders;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where every node needs a lease, two never have an alias, whatever happens; and when all is mended, one has it. {@code
 * -Dsim.lease.seed=N} tells the story of one schedule, {@code -Dsim.lease.runs=N} lives through that many.
 */
@Tag("simulator")
class LeaseSimulatorTest {
    private static final long RUNS = Long.getLong("sim.lease.runs", 500);
    private static final long MOST_TO_FIND_A_MISTAKE = 4_000;

    @Test
    void twoHoldersShouldNeverBeInAnySchedule() {
        Long seed = Long.getLong("sim.lease.seed");
        if (seed != null) {
            System.out.println(Schedule.tellLeased(seed, Variant.REAL));
            Schedule.liveLeased(seed, Variant.REAL);
            return;
        }
        long begun = System.nanoTime();
        long broken = LongStream.rangeClosed(1, RUNS)
                .parallel()
                .filter(one -> breaks(one))
                .min()
                .orElse(0);
        if (broken != 0) {
            fail("-Dsim.lease.seed=" + broken + "\n" + Story.end(Schedule.tellLeased(broken, Variant.REAL)));
        }
        System.out.printf("%,d schedules with leases in %.0f s%n", RUNS, (System.nanoTime() - begun) / 1e9);
    }

    private static boolean breaks(long seed) {
        try {
            Schedule.liveLeased(seed, Variant.REAL);
            return false;
        } catch (RuntimeException any) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void simulatorShouldFind(LeaseMutant mutant) {
        boolean found = LongStream.rangeClosed(1, MOST_TO_FIND_A_MISTAKE)
                .parallel()
                .anyMatch(seed -> hasTwoHolders(seed, mutant.variant));
        assertThat(found).as("%s lets two hosts have an alias", mutant).isTrue();
    }

    private static boolean hasTwoHolders(long seed, Variant variant) {
        try {
            Schedule.liveLeased(seed, variant);
            return false;
        } catch (TwoHolders found) {
            return true;
        } catch (RuntimeException other) {
            return false;
        }
    }
}
