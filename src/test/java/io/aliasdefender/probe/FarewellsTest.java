package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When other defenders are told that an alias was let go of. */
class FarewellsTest {
    private final VirtualTimers timers = new VirtualTimers();
    private final List<Question> said = new ArrayList<>();
    private final Farewells farewells = new Farewells(timers, new PauseGuard(), said::add);

    private static Question alias(int number) {
        return Question.on("eth0", IpAddress.of("192.0.2." + number));
    }

    @Test
    void farewellShouldBeSaidAtOnceAndTwiceMore() {
        farewells.add(alias(100));
        assertThat(said).containsExactly(alias(100));

        boolean[] done = {false};
        farewells.whenAllAreSaid(() -> done[0] = true);
        assertThat(done[0]).isFalse();
        assertThat(farewells.isBeingSaid(alias(100))).isTrue();
        timers.pass(Duration.ofMillis(200));
        assertThat(said).containsExactly(alias(100), alias(100), alias(100));
        assertThat(done[0]).isTrue();
        assertThat(farewells.isBeingSaid(alias(100))).isFalse();
    }

    @Test
    void farewellsOfManyAliasesShouldNotLeaveAllAtOnce() {
        for (int i = 0; i < 200; i++) {
            farewells.add(alias(i));
        }
        assertThat(said).hasSize(1);
        timers.pass(Duration.ofMillis(10));
        assertThat(said).hasSizeBetween(30, 45);
        timers.pass(Duration.ofSeconds(1));
        assertThat(said).hasSize(600);
    }

    @Test
    void nothingToSayShouldBeSaidAlready() {
        boolean[] done = {false};
        farewells.whenAllAreSaid(() -> done[0] = true);
        assertThat(done[0]).isTrue();
    }
}
