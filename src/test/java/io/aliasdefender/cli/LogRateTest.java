package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogRateTest {
    private final LogRate rate = new LogRate(5, 10);

    @Test
    void rateShouldAllowSoManyAtOnceAndThenSoManyASecond() {
        assertThat(taken(0, 100)).isEqualTo(5);
        assertThat(taken(99, 100)).isZero();
        assertThat(taken(100, 100)).isEqualTo(1);
        assertThat(taken(400, 100)).isEqualTo(3);
    }

    @Test
    void rateAfterALongSilenceShouldAllowNoMoreThanAtFirst() {
        assertThat(taken(0, 100)).isEqualTo(5);
        assertThat(taken(3_600_000, 100)).isEqualTo(5);
    }

    @Test
    void rateWhenLinesComeSteadilyShouldBeWhatIsStated() {
        int taken = 0;
        for (int millis = 0; millis < 10_000; millis++) {
            taken += taken(millis, 1);
        }
        assertThat(taken).isBetween(5 + 99, 5 + 100);
    }

    private int taken(long atMillis, int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += rate.take(Duration.ofMillis(atMillis).toNanos()) ? 1 : 0;
        }
        return taken;
    }
}
