package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
    private static final long MS = 1_000_000;
    private static final long CEILING = 1_000 * MS;
    private final RttEstimator rtt = new RttEstimator();

    @Test
    void timeoutWhenNothingIsMeasuredShouldBeGenerousWithinTheCeiling() {
        assertThat(rtt.timeoutNanos(5 * MS, CEILING)).isEqualTo(200 * MS);
        assertThat(rtt.timeoutNanos(5 * MS, 10 * MS)).isEqualTo(10 * MS);
        assertThat(rtt.smoothedNanos()).isZero();
    }

    @Test
    void timeoutAfterOneSampleShouldBeThreeTimesIt() {
        rtt.sample(40 * MS);
        assertThat(rtt.timeoutNanos(0, CEILING)).isEqualTo(40 * MS + 4 * 20 * MS);
    }

    @Test
    void timeoutOfASteadyPathShouldComeDownToTheRoundTripAndTheClocksGranularity() {
        for (int i = 0; i < 100; i++) {
            rtt.sample(20 * MS);
        }
        assertThat(rtt.smoothedNanos()).isEqualTo(20 * MS);
        assertThat(rtt.timeoutNanos(0, CEILING)).isBetween(21 * MS, 22 * MS);
        assertThat(rtt.timeoutNanos(50 * MS, CEILING)).isEqualTo(50 * MS);
    }

    @Test
    void timeoutOfAPathThatBecomesLongShouldFollow() {
        for (int i = 0; i < 100; i++) {
            rtt.sample(MS);
        }
        rtt.sample(100 * MS);
        assertThat(rtt.timeoutNanos(0, CEILING)).isGreaterThan(100 * MS);
    }

    @Test
    void timeoutWhenTheFloorIsAboveTheCeilingShouldBeTheCeiling() {
        rtt.sample(MS);
        assertThat(rtt.timeoutNanos(20 * MS, 10 * MS)).isEqualTo(10 * MS);
    }
}
