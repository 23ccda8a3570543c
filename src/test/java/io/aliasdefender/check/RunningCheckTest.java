package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.check.CheckState.Verdict;
import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RunningCheckTest {
    private final VirtualTimers timers = new VirtualTimers();
    private final Looks looks = new Looks();
    private final List<CheckState> states = new ArrayList<>();

    /** A check whose looks end as a test wants it. */
    private final class Looks implements Check {
        private final List<Long> begun = new ArrayList<>();
        private final List<Promise<Result>> promises = new ArrayList<>();
        private Supplier<Future<Result>> next = () -> Future.succeededFuture(Result.passed("fine"));
        private boolean endsWhenGivenUp = true;
        private boolean closed;

        @Override
        public Future<Result> run() {
            assertThat(promises)
                    .as("two looks at a time")
                    .allMatch(promise -> promise.future().isComplete());
            begun.add(timers.nanoTime());
            return next.get();
        }

        void hang() {
            next = () -> {
                Promise<Result> promise = Promise.promise();
                promises.add(promise);
                return promise.future();
            };
        }

        @Override
        public void giveUp() {
            if (endsWhenGivenUp) {
                promises.forEach(promise -> promise.tryFail("given up"));
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private RunningCheck run(Duration every, Duration timeout, int fall, int rise) {
        CheckSpec spec =
                new CheckSpec("squid", new CheckKind.Tcp(new Endpoint("127.0.0.1", 3128)), every, timeout, fall, rise);
        RunningCheck check = new RunningCheck(
                spec,
                looks,
                CheckState.unknown(timers.nanoTime()),
                timers,
                below -> below / 2,
                (before, after) -> states.add(after));
        check.begin();
        return check;
    }

    private RunningCheck usual() {
        return run(Duration.ofSeconds(1), Duration.ofMillis(500), 2, 2);
    }

    private long gapMillis(int number) {
        return Math.round((looks.begun.get(number) - looks.begun.get(number - 1)) / 1e6);
    }

    @Test
    void looksWhenAllIsWellShouldBeginSoonAndThenComeAtTheirIntervalInAPhaseOfTheirOwn() {
        RunningCheck check = usual();
        timers.pass(Duration.ofMillis(100));
        assertThat(looks.begun).hasSize(1);
        assertThat(check.state().verdict()).isEqualTo(Verdict.PASSING);

        timers.pass(Duration.ofSeconds(4));

        assertThat(List.of(gapMillis(1), gapMillis(2), gapMillis(3))).containsExactly(500L, 1_000L, 1_000L);
    }

    @Test
    void checkWhenNothingEverAnswersShouldFailAfterSoManyTimeLimitsAsItTakes() {
        looks.hang();
        RunningCheck check = run(Duration.ofHours(1), Duration.ofMillis(500), 3, 2);

        timers.pass(Duration.ofMillis(1_500));
        assertThat(check.state().verdict()).isEqualTo(Verdict.UNKNOWN);
        timers.pass(Duration.ofMillis(100));

        assertThat(check.state().verdict()).isEqualTo(Verdict.FAILING);
        assertThat(check.state().sentence()).isEqualTo("no result within 500 ms");
    }

    @Test
    void lookWhenItDoesNotEndThoughGivenUpShouldFailAgainAndNotBeDoubled() {
        looks.hang();
        looks.endsWhenGivenUp = false;
        RunningCheck check = usual();

        timers.pass(Duration.ofSeconds(5));

        assertThat(looks.begun).hasSize(1);
        assertThat(check.state().verdict()).isEqualTo(Verdict.FAILING);
        assertThat(check.state().sentence()).isEqualTo("the look before does not end");
        looks.next = () -> Future.succeededFuture(Result.passed("fine"));
        looks.promises.get(0).complete(Result.passed("late"));
        timers.pass(Duration.ofSeconds(3));
        assertThat(check.state().verdict()).isEqualTo(Verdict.PASSING);
    }

    @Test
    void resultWhenItComesAfterTheTimeLimitShouldCountForNothing() {
        looks.hang();
        looks.endsWhenGivenUp = false;
        RunningCheck check = run(Duration.ofSeconds(10), Duration.ofMillis(500), 1, 1);
        timers.pass(Duration.ofMillis(600));
        assertThat(check.state().verdict()).isEqualTo(Verdict.FAILING);

        looks.promises.get(0).complete(Result.passed("late"));

        assertThat(check.state().verdict()).isEqualTo(Verdict.FAILING);
        assertThat(states).hasSize(1);
    }

    @Test
    void timeLimitWhenItIsNoticedLateShouldBeNoFailureTwoTimes() {
        looks.hang();
        RunningCheck check = run(Duration.ofSeconds(1), Duration.ofMillis(500), 1, 1);
        timers.pass(Duration.ofMillis(100));

        timers.pause(Duration.ofSeconds(30));
        timers.pass(Duration.ZERO);
        assertThat(check.state().verdict()).isEqualTo(Verdict.UNKNOWN);
        timers.pause(Duration.ofSeconds(30));
        timers.pass(Duration.ZERO);
        assertThat(check.state().verdict()).isEqualTo(Verdict.UNKNOWN);
        timers.pause(Duration.ofSeconds(30));
        timers.pass(Duration.ZERO);

        assertThat(check.state().verdict()).isEqualTo(Verdict.FAILING);
    }

    @Test
    void lookWhenTheTimeLimitIsLongerThanTheIntervalShouldBeFollowedByTheNextAtItsEnd() {
        looks.hang();
        run(Duration.ofMillis(100), Duration.ofMillis(450), 2, 2);

        timers.pass(Duration.ofSeconds(2));

        assertThat(List.of(gapMillis(1), gapMillis(2), gapMillis(3))).containsExactly(450L, 450L, 450L);
    }

    @Test
    void lookWhenSomethingIsNoticedShouldBeMadeAtOnceOrAtTheEndOfTheOneUnderWay() {
        RunningCheck check = usual();
        timers.pass(Duration.ofMillis(100));
        check.lookNow();
        assertThat(looks.begun).hasSize(2);

        looks.hang();
        check.lookNow();
        check.lookNow();
        assertThat(looks.begun).hasSize(3);
        looks.promises.get(0).complete(Result.failed("sick"));
        timers.pass(Duration.ZERO);

        assertThat(looks.begun).hasSize(4);
    }

    @Test
    void lookWhenItThrowsShouldBeAFailedOne() {
        looks.next = () -> {
            throw new IllegalStateException("a mistake");
        };
        RunningCheck check = run(Duration.ofSeconds(1), Duration.ofMillis(500), 1, 1);

        timers.pass(Duration.ofMillis(100));

        assertThat(check.state().sentence()).isEqualTo("a mistake");
    }

    @Test
    void checkWhenClosedShouldNotLookAgain() {
        RunningCheck check = usual();
        timers.pass(Duration.ofSeconds(3));

        check.close();

        assertThat(looks.closed).isTrue();
        assertThat(timers.set()).isZero();
    }

    @Test
    void recentLooksWhenThereAreManyShouldBeTheNewest() {
        RunningCheck check = usual();
        timers.pass(Duration.ofSeconds(100));

        assertThat(check.recent()).hasSize(RunningCheck.MOST_RECENT);
        assertThat(check.looks()).isGreaterThan(90);
        assertThat(check.failures()).isZero();
    }
}
