package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private static final long MS = 1_000_000;
    private static final long BOOT_AHEAD = 77_000 * MS;
    private final StallWatch watch = new StallWatch(0, BOOT_AHEAD);

    @Test
    void lookInTimeShouldFindNothing() {
        assertThat(watch.look(50 * MS, BOOT_AHEAD + 50 * MS, 0)).isEmpty();
        assertThat(watch.look(199 * MS, BOOT_AHEAD + 199 * MS, 0))
                .as("99 ms late")
                .isEmpty();
    }

    @Test
    void latenessThatManyTargetsExplainShouldBeNoPause() {
        long work = 100 * MS;
        assertThat(watch.look(249 * MS, BOOT_AHEAD + 249 * MS, work))
                .as("199 ms late")
                .isEmpty();
        assertThat(watch.look(501 * MS, BOOT_AHEAD + 501 * MS, work))
                .as("202 ms late")
                .isPresent();
    }

    @Test
    void lateLookShouldTellHowLateItIsOnce() {
        assertThat(watch.look(450 * MS, BOOT_AHEAD + 450 * MS, 0)).contains(Duration.ofMillis(400));
        assertThat(watch.look(451 * MS, BOOT_AHEAD + 451 * MS, 0)).isEmpty();
    }

    @Test
    void suspendThatTheMonotonicClockDoesNotCountShouldBeFound() {
        assertThat(watch.look(50 * MS, BOOT_AHEAD + 5_050 * MS, 0)).contains(Duration.ofSeconds(5));
        assertThat(watch.look(100 * MS, BOOT_AHEAD + 5_100 * MS, 0)).isEmpty();
    }

    @Test
    void lookAfterResetShouldForgiveWhatWasBefore() {
        watch.reset(900 * MS, BOOT_AHEAD + 900 * MS);
        assertThat(watch.look(950 * MS, BOOT_AHEAD + 950 * MS, 0)).isEmpty();
    }
}
