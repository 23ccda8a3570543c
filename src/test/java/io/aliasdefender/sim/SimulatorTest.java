package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** {@code -Dsim.seed=N} replays one schedule and prints its story; {@code scripts/simulate} lives through a million. */
class SimulatorTest {
    private static final long RUNS = Long.getLong("sim.runs", 2_000);

    @Test
    void invariantsShouldHoldInEverySchedule() throws InterruptedException {
        Long seed = Long.getLong("sim.seed");
        if (seed != null) {
            System.out.println(Schedule.tell(seed, Variant.REAL));
            Schedule.live(seed, Variant.REAL);
            return;
        }
        Simulate simulate = new Simulate(Variant.REAL, 1, RUNS);
        simulate.run(Runtime.getRuntime().availableProcessors(), false);
        if (simulate.brokenSeed() != Long.MAX_VALUE) {
            fail("-Dsim.seed=" + simulate.brokenSeed() + "\n" + Schedule.tell(simulate.brokenSeed(), Variant.REAL));
        }
        assertThat(simulate.stats().schedules).isEqualTo(RUNS);
        assertThat(simulate.stats().judgedTooSeldom()).isEmpty();
    }

    @Test
    void scheduleShouldBeTheSameEachTime() {
        assertThat(Schedule.tell(42, Variant.REAL)).isEqualTo(Schedule.tell(42, Variant.REAL));
    }
}
