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
        guard.looksAfter(1_000, Duration.ofMillis(100));
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
    void calmGuardShouldNoticeAPauseOfHalfASecond() {
        guard.looksAfter(3, Duration.ofSeconds(1));
        // The last beat was just now.
        timers.pass(PauseGuard.PERIOD.plus(PauseGuard.LONGEST_PERIOD.multipliedBy(28)));
        timers.pause(Duration.ofMillis(450));
        assertThat(guard.check()).isFalse();

        timers.pass(PauseGuard.LONGEST_PERIOD);
        timers.pause(Duration.ofMillis(451));
        assertThat(guard.check()).isTrue();
        assertThat(told).startsWith("first paused 101");
    }

    @Test
    void guardWhileSomethingIsUnderWayShouldNoticeAShortPause() {
        guard.looksAfter(3, Duration.ofSeconds(1));
        timers.pass(Duration.ofSeconds(10));
        guard.check();
        guard.begun();
        guard.begun();
        guard.ended();
        timers.pause(Duration.ofMillis(151));
        assertThat(guard.check()).isTrue();
        assertThat(told).startsWith("first paused 101");

        guard.ended();
        timers.pause(Duration.ofMillis(440));
        assertThat(guard.check()).as("nothing is under way any more").isFalse();
    }

    @Test
    void guardShouldHaveATimerOnlyWhereNothingElseLooks() {
        guard.looksAfter(3, Duration.ofSeconds(1));
        timers.pass(Duration.ofSeconds(1));
        CountingTimers counting = new CountingTimers(timers);
        guard.stop();
        guard.start(counting);
        for (int round = 0; round < 30; round++) {
            timers.pass(Duration.ofMillis(333));
            guard.check();
            guard.begun();
            timers.pass(Duration.ofMillis(1));
            guard.check();
            guard.ended();
        }
        assertThat(counting.fired).as("rounds come often enough").isZero();

        timers.pass(Duration.ofMillis(3_500));
        assertThat(counting.fired).as("no rounds come").isEqualTo(10);
        guard.begun();
        timers.pass(Duration.ofMillis(500));
        assertThat(counting.fired).isEqualTo(20);
    }

    @Test
    void periodShouldBeAThirdOfTheIntervalWithinItsLimits() {
        assertThat(PauseGuard.period(Duration.ofMillis(10))).isEqualTo(PauseGuard.PERIOD);
        assertThat(PauseGuard.period(Duration.ofMillis(100))).isEqualTo(PauseGuard.PERIOD);
        assertThat(PauseGuard.period(Duration.ofMillis(500))).isEqualTo(Duration.ofMillis(175));
        assertThat(PauseGuard.period(Duration.ofHours(1))).isEqualTo(PauseGuard.LONGEST_PERIOD);
    }

    /** Counts the timers that come. */
    private static final class CountingTimers implements Timers {
        private final Timers real;
        private int fired;

        private CountingTimers(Timers real) {
            this.real = real;
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }

        @Override
        public long bootNanos() {
            return real.bootNanos();
        }

        @Override
        public Registration at(long deadlineNanos, Runnable task) {
            return real.at(deadlineNanos, () -> {
                fired++;
                task.run();
            });
        }
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
