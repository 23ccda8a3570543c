package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Failover;
import org.junit.jupiter.api.Test;

/** {@code -Dsim.seed=N} replays one schedule; {@code -Dsim.runs=N} lives through more of them. */
class SimulatorTest {
    private static final int RUNS = Integer.getInteger("sim.runs", 2_000);

    @Test
    void invariantsShouldHoldInEverySchedule() {
        Long seed = Long.getLong("sim.seed");
        if (seed != null) {
            Simulation simulation = Schedule.run(seed, Failover::decide);
            System.out.println(simulation.world.timeline());
            return;
        }
        for (long run = 1; run <= RUNS; run++) {
            Schedule.run(run, Failover::decide);
        }
    }

    @Test
    void scheduleShouldBeTheSameEachTime() {
        assertThat(Schedule.run(42, Failover::decide).world.timeline())
                .isEqualTo(Schedule.run(42, Failover::decide).world.timeline());
    }
}
