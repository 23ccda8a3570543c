package io.aliasdefender.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PauseGuardTest {
    private final VirtualTimers timers = new VirtualTimers();
    private final PauseGuard guard = new PauseGuard();
    private final List<String> told = new ArrayList<>();

    private PauseGuard.Listener listener(String name) {
        return new PauseGuard.Listener() {
            @Override
            public void paused(Duration length) {
                told.add(name + " paused " + length.toMillis());
            }

            @Override
            public void resumed() {
                told.add(name + " resumed");
            }

            @Override
            public void settled() {
                told.add(name + " settled");
            }
        };
    }

    @BeforeEach
    void start() {
        guard.listen(listener("first"));
        guard.start(timers);
    }

    @Test
    void guardWhenAllIsInTimeShouldBeSilent() {
        timers.pass(Duration.ofSeconds(10));
        timers.pause(Duration.ofMillis(149));
        assertThat(guard.check()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void everyListenerShouldHearOfAPauseBeforeAnyAsksAnew() {
        guard.listen(listener("second"));
        timers.pause(Duration.ofSeconds(8));

        assertThat(guard.check()).isTrue();

        assertThat(told)
                .containsExactly(
                        "first paused 7950",
                        "second paused 7950",
                        "first resumed",
                        "second resumed",
                        "first settled",
                        "second settled");
        assertThat(guard.check()).as("told once").isFalse();
    }

    @Test
    void deadlineWhenTheClockHasJumpedShouldBeHandledAfterThePauseIsTold() {
        timers.at(timers.nanoTime() + 30_000_000, guard.guarded(() -> told.add("deadline")));
        timers.pause(Duration.ofSeconds(8));
        timers.pass(Duration.ZERO);
        assertThat(told).containsExactly("first paused 7950", "first resumed", "first settled", "deadline");
    }

    @Test
    void suspensionThatTheMonotonicClockDoesNotCountShouldBeTold() {
        timers.pass(Duration.ofMillis(50));
        timers.suspend(Duration.ofSeconds(5));
        assertThat(guard.check()).isTrue();
        assertThat(told).startsWith("first paused 5000");
    }

    @Test
    void latenessThatManyAddressesExplainShouldBeNoPause() {
        guard.addresses(1_000);
        timers.pause(Duration.ofMillis(249));
        assertThat(guard.check()).isFalse();
        timers.pause(Duration.ofMillis(251));
        assertThat(guard.check()).isTrue();
    }

    @Test
    void whatWasBeforeTheStartShouldBeForgiven() {
        guard.stop();
        timers.pause(Duration.ofSeconds(8));
        assertThat(guard.check()).isFalse();
        guard.start(timers);
        timers.pass(Duration.ofSeconds(1));
        assertThat(told).isEmpty();
    }

    @Test
    void lateConclusionShouldBeToldOnceForAllThatWereLateTogether() {
        timers.pass(Duration.ofSeconds(1));
        guard.late(60_000_000);
        guard.late(59_000_000);
        assertThat(told).containsExactly("first paused 60", "first resumed", "first settled");
    }

    @Test
    void conclusionShouldBeTooLateByItsOwnTimeOrByTheLimit() {
        assertThat(guard.tooLate(50_000_000, 10_000_000)).isFalse();
        assertThat(guard.tooLate(51_000_000, 10_000_000)).isTrue();
        assertThat(guard.tooLate(51_000_000, 60_000_000)).isFalse();
    }

    @Test
    void pauseShouldBeToldByTheGuardsOwnTimerWhereNothingElseComes() {
        timers.pass(Duration.ofMillis(100));
        assertThat(told).isEmpty();
        timers.pause(Duration.ofSeconds(8));
        timers.pass(Duration.ofMillis(49));
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).startsWith("first paused 79");
    }

    @Test
    void stoppedGuardShouldLeaveNoTimer() {
        guard.stop();
        assertThat(timers.set()).isZero();
    }

    @Test
    void listenerThatHasLeftShouldHearNothing() {
        Timers.Registration second = guard.listen(listener("second"));
        second.cancel();
        timers.pause(Duration.ofSeconds(1));
        guard.check();
        assertThat(told).containsExactly("first paused 950", "first resumed", "first settled");
    }
}
