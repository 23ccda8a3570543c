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
        assertThat(watch.look(50 * MS, BOOT_AHEAD + 50 * MS)).isEmpty();
        assertThat(watch.look(199 * MS, BOOT_AHEAD + 199 * MS)).as("99 ms late").isEmpty();
    }

    @Test
    void lateLookShouldTellHowLateItIsOnce() {
        assertThat(watch.look(450 * MS, BOOT_AHEAD + 450 * MS)).contains(Duration.ofMillis(400));
        assertThat(watch.look(451 * MS, BOOT_AHEAD + 451 * MS)).isEmpty();
    }

    @Test
    void suspendThatTheMonotonicClockDoesNotCountShouldBeFound() {
        assertThat(watch.look(50 * MS, BOOT_AHEAD + 5_050 * MS)).contains(Duration.ofSeconds(5));
        assertThat(watch.look(100 * MS, BOOT_AHEAD + 5_100 * MS)).isEmpty();
    }

    @Test
    void lookAfterResetShouldForgiveWhatWasBefore() {
        watch.reset(900 * MS, BOOT_AHEAD + 900 * MS);
        assertThat(watch.look(950 * MS, BOOT_AHEAD + 950 * MS)).isEmpty();
    }
}
