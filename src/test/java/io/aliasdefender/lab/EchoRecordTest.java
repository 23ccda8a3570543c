package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EchoRecordTest {
    private final EchoRecord answers = new EchoRecord(1024, Duration.ofMillis(2));

    @Test
    void silenceWhenEveryRequestIsAnsweredShouldBeTheInterval() {
        exchange(0, 100);

        assertThat(answers.longestSilence(ms(20), ms(180))).isEqualTo(Duration.ofMillis(2));
        assertThat(answers.totalSilence(ms(20), ms(180))).isZero();
        assertThat(answers.lost(0, ms(200))).isZero();
    }

    @Test
    void silenceWhenRequestsAreLostShouldLastFromAnswerToAnswer() {
        exchange(0, 50);
        lose(50, 20);
        exchange(70, 30);

        assertThat(answers.longestSilence(ms(10), ms(190))).isEqualTo(Duration.ofMillis(42));
        assertThat(answers.totalSilence(ms(10), ms(190))).isEqualTo(Duration.ofMillis(40));
        assertThat(answers.lost(0, ms(200))).isEqualTo(20);
    }

    @Test
    void silenceWhenItLastsShouldCountUpToTheEnd() {
        exchange(0, 50);
        lose(50, 50);

        assertThat(answers.longestSilence(ms(10), ms(500))).isEqualTo(Duration.ofMillis(402));
    }

    @Test
    void silenceWhenItBeganBeforeTheWindowShouldCountFromItsLastAnswer() {
        exchange(0, 50);
        lose(50, 25);
        exchange(75, 25);

        assertThat(answers.longestSilence(ms(120), ms(190))).isEqualTo(Duration.ofMillis(52));
    }

    @Test
    void silenceWhenNobodyEverAnsweredShouldBeTheWholeWindow() {
        lose(0, 50);

        assertThat(answers.longestSilence(ms(10), ms(90))).isEqualTo(Duration.ofMillis(80));
        assertThat(answers.latestNanos()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void firstAnswerShouldBeTheOneThatCameFromTheMomentOn() {
        exchange(0, 50);
        lose(50, 25);
        exchange(75, 25);

        long last = answers.latestNanos();
        assertThat(answers.firstNanos(ms(110))).isBetween(ms(150), ms(152));
        assertThat(answers.firstNanos(last)).isEqualTo(last);
        assertThat(answers.firstNanos(last + 1)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void answerWhenItComesTwiceShouldCountOnce() {
        answers.sent(ms(2));
        answers.answered(0, ms(3));
        answers.answered(0, ms(4));
        answers.answered(1, ms(4));
        answers.answered(-1, ms(4));

        assertThat(answers.answeredCount()).isEqualTo(1);
        assertThat(answers.latestNanos()).isEqualTo(ms(3));
    }

    @Test
    void requestsWhenMoreThanFitShouldKeepTheNewest() {
        exchange(0, 3000);
        lose(3000, 10);
        exchange(3010, 100);

        assertThat(answers.sentCount()).isEqualTo(3110);
        assertThat(answers.longestSilence(ms(5800), ms(6200))).isEqualTo(Duration.ofMillis(22));
        assertThat(answers.lost(0, ms(10_000))).isEqualTo(10);
    }

    @Test
    void pauseWhenTheClientItselfStoodStillShouldBeTold() {
        exchange(0, 50);
        exchange(80, 20);

        assertThat(answers.longestPause(ms(10), ms(190))).isEqualTo(Duration.ofMillis(62));
    }

    @Test
    void outageShouldCountLostRequestsAndNotTheClientsOwnPauses() {
        exchange(0, 50);
        exchange(80, 20);
        assertThat(answers.longestOutage(0, ms(400))).isZero();

        lose(100, 5);
        exchange(105, 10);
        assertThat(answers.longestOutage(0, ms(400))).isEqualTo(Duration.ofMillis(10));

        lose(115, 60);
        assertThat(answers.longestOutage(0, ms(320))).isEqualTo(Duration.ofMillis(10));
        assertThat(answers.longestOutage(0, ms(600))).isEqualTo(Duration.ofMillis(120));
    }

    private void exchange(int firstTick, int count) {
        for (int tick = firstTick; tick < firstTick + count; tick++) {
            long sequence = answers.next();
            answers.sent(ms(2L * tick));
            answers.answered(sequence, ms(2L * tick));
        }
    }

    private void lose(int firstTick, int count) {
        for (int tick = firstTick; tick < firstTick + count; tick++) {
            answers.sent(ms(2L * tick));
        }
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }
}
