package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RttEstimatorTest {
    private static final long MS = 1_000_000;
    private static final long CEILING = 1_000 * MS;
    private final RttEstimator rtt = new RttEstimator();

    private void samples(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            rtt.sample(nanos);
        }
    }

    @Test
    void timeoutWhenNothingIsMeasuredShouldBeGenerousWithinTheCeiling() {
        assertThat(rtt.timeoutNanos(5 * MS, CEILING)).isEqualTo(200 * MS);
        assertThat(rtt.timeoutNanos(5 * MS, 10 * MS)).isEqualTo(10 * MS);
        assertThat(rtt.usualNanos()).isZero();
        assertThat(rtt.measured()).isFalse();
    }

    @Test
    void quartilesShouldBeThoseOfTheNewestSamplesInWhateverOrderTheyCome() {
        Random chance = new Random(1);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            // Few values, so that some are there several times.
            long sample = chance.nextInt(1 + i / 10) * 5L * MS;
            all.add(sample);
            rtt.sample(sample);

            List<Long> newest = all.subList(Math.max(0, all.size() - 16), all.size()).stream()
                    .sorted()
                    .toList();
            int last = newest.size() - 1;
            assertThat(rtt.usualNanos()).isEqualTo(newest.get(last / 4));
            assertThat(rtt.tailNanos(0, CEILING))
                    .isEqualTo(Math.max(rtt.timeoutNanos(0, CEILING), Math.min(2 * newest.get(last * 3 / 4), 50 * MS)));
        }
    }

    @Test
    void timeoutOfASteadyPathShouldBeFourRoundTripsAndTheClocksGranularity() {
        samples(100, 20 * MS);
        assertThat(rtt.timeoutNanos(0, CEILING)).isEqualTo(81 * MS);
        assertThat(rtt.timeoutNanos(90 * MS, CEILING)).isEqualTo(90 * MS);
    }

    @Test
    void timeoutAfterAColdStartShouldBeTheRealOneAfterTheFirstGoodAnswers() {
        samples(1, 148 * MS);
        samples(2, MS / 5);
        assertThat(rtt.usualNanos()).isEqualTo(MS / 5);
        assertThat(rtt.timeoutNanos(0, CEILING)).isLessThan(2 * MS);
    }

    @Test
    void aFewLateLooksShouldChangeNothing() {
        samples(12, MS);
        samples(4, 90 * MS);
        assertThat(rtt.timeoutNanos(0, CEILING)).isEqualTo(5 * MS);
        assertThat(rtt.tailNanos(0, CEILING)).isEqualTo(5 * MS);
    }

    @Test
    void pathThatBecomesLongShouldBeFollowedWithinSixteenAnswers() {
        samples(100, MS);
        samples(16, 100 * MS);
        assertThat(rtt.timeoutNanos(0, CEILING)).isGreaterThan(100 * MS);
    }

    @Test
    void tailWhenAnswersAreOftenSlowShouldBeLongerButBounded() {
        samples(8, MS);
        samples(8, 20 * MS);
        assertThat(rtt.timeoutNanos(0, CEILING)).isEqualTo(5 * MS);
        assertThat(rtt.tailNanos(0, CEILING)).isEqualTo(40 * MS);
        samples(8, 900 * MS);
        assertThat(rtt.tailNanos(0, CEILING)).isBetween(50 * MS, 90 * MS);
    }

    @Test
    void timeoutWhenTheFloorIsAboveTheCeilingShouldBeTheCeiling() {
        rtt.sample(MS);
        assertThat(rtt.timeoutNanos(20 * MS, 10 * MS)).isEqualTo(10 * MS);
    }

    @Test
    void timeoutAfterFewSlowSamplesOfAColdStartShouldStayShort() {
        RttEstimator rtt = new RttEstimator();
        rtt.sample(900_000_000);

        assertThat(rtt.tailNanos(0, 1_000_000_000)).isEqualTo(200_000_000);
    }
}
