package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome.Broken;
import io.aliasdefender.core.probe.ProbeOutcome.Reply;
import io.aliasdefender.core.probe.ProbeOutcome.Silence;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteadyTargetTest {
    private static final long MS = 1_000_000;
    private static final MacAddress B = MacAddress.of("02:00:00:00:00:0b");
    private static final MacAddress C = MacAddress.of("02:00:00:00:00:0c");
    private final Questions open = new Questions();
    private final SteadyTarget target = new SteadyTarget(
            new ProbeTarget(
                    Question.on("eth0", IpAddress.of("192.0.2.100")),
                    Duration.ofMillis(100),
                    Duration.ofMillis(10),
                    Purpose.TAKE),
            open);

    /** How many questions are open. */
    private static final class Questions implements SteadyTarget.Open {
        private int count;

        @Override
        public void begun() {
            count++;
        }

        @Override
        public void ended() {
            count--;
        }
    }

    private static Heard news(long rttMillis, MacAddress... mac) {
        return new Heard.News(reply(rttMillis, mac), true);
    }

    private static Heard besides(long rttMillis, MacAddress mac) {
        return new Heard.News(reply(rttMillis, mac), false);
    }

    private static Reply reply(long rttMillis, MacAddress... mac) {
        return new Reply(Duration.ofMillis(rttMillis), mac.length == 0 ? Optional.empty() : Optional.of(mac[0]));
    }

    private void begin(long nowNanos) {
        target.echoAsked(nowNanos);
        target.begin(nowNanos);
    }

    @Test
    void echoReplyShouldBeNewsOnce() {
        begin(0);
        assertThat(target.echoed(0, 2 * MS)).isEqualTo(news(2));
        assertThat(target.echoed(0, 3 * MS)).isEqualTo(Heard.NOTHING);
        assertThat(target.waiting()).isFalse();
    }

    @Test
    void arpReplyFirstShouldBeNewsWithItsSender() {
        begin(0);
        assertThat(target.spoken(B, 2 * MS)).isEqualTo(news(2, B));
        assertThat(target.echoed(0, 3 * MS)).isEqualTo(Heard.NOTHING);
    }

    @Test
    void arpReplyAfterTheEchoShouldBeNewsOnlyWhenTheHolderChanged() {
        begin(0);
        target.echoed(0, 1 * MS);
        assertThat(target.spoken(B, 2 * MS)).isEqualTo(besides(2, B));

        begin(100 * MS);
        target.echoed(100 * MS, 101 * MS);
        assertThat(target.spoken(B, 102 * MS)).isEqualTo(Heard.NOTHING);

        begin(200 * MS);
        target.echoed(200 * MS, 201 * MS);
        assertThat(target.spoken(C, 202 * MS)).isEqualTo(besides(2, C));
    }

    @Test
    void secondArpReplyOfARoundShouldBeAnotherHolderOnlyFromAnotherSender() {
        begin(0);
        target.spoken(B, 1 * MS);
        assertThat(target.spoken(B, 2 * MS)).isEqualTo(Heard.NOTHING);
        assertThat(target.spoken(C, 3 * MS)).isEqualTo(new Heard.AnotherHolder(C));
    }

    @Test
    void arpReplyAfterASilentRoundShouldBeAHolderThatNobodyKnewOf() {
        begin(0);
        target.spoken(B, 1 * MS);
        begin(100 * MS);
        target.expire(110 * MS);
        assertThat(target.spoken(B, 111 * MS)).isEqualTo(new Heard.AnotherHolder(B));
    }

    @Test
    void roundWithoutAnAnswerShouldEndInSilenceWithWhatWasWaited() {
        begin(0);
        assertThat(target.deadlineNanos()).isEqualTo(100 * MS);
        assertThat(target.expire(100 * MS)).isEqualTo(new Silence(Duration.ofMillis(100)));
        assertThat(target.cancel(MS)).isFalse();
    }

    @Test
    void echoReplyOfAnEarlierRoundShouldCountWhileItIsFresh() {
        begin(0);
        target.expire(100 * MS);
        begin(100 * MS);
        assertThat(target.echoed(0, 150 * MS)).isEqualTo(news(150));

        begin(2_000 * MS);
        assertThat(target.echoed(900 * MS, 2_001 * MS)).isEqualTo(Heard.NOTHING);
        assertThat(target.waiting()).isTrue();
    }

    @Test
    void echoReplyFromTheFutureShouldBeIgnored() {
        begin(0);
        assertThat(target.echoed(5 * MS, 2 * MS)).isEqualTo(Heard.NOTHING);
    }

    @Test
    void timeoutShouldDoubleAfterSilentRoundsUntilAnswersTellTheNewRoundTrip() {
        begin(0);
        target.echoed(0, 1 * MS);
        long[] expected = {10, 20, 40, 80, 80};
        for (int round = 0; round < expected.length; round++) {
            long start = (round + 1) * 100L * MS;
            begin(start);
            assertThat(target.timeoutNanos()).isEqualTo(expected[round] * MS);
            target.expire(target.deadlineNanos());
        }
        for (int round = 6; round < 10; round++) {
            begin(round * 100L * MS);
            assertThat(target.echoed(round * 100L * MS, round * 100L * MS + 50 * MS))
                    .isEqualTo(news(50));
        }
        begin(1_000 * MS);
        assertThat(target.timeoutNanos()).isGreaterThan(50 * MS);
    }

    @Test
    void requestsThatLayInTheKernelShouldNotLengthenTheTimeout() {
        begin(0);
        target.echoed(0, 1 * MS);
        for (int round = 1; round < 5; round++) {
            begin(round * 100L * MS);
            target.expire(target.deadlineNanos());
        }
        long before = target.replyTimeoutNanos();
        begin(500 * MS);
        for (int round = 1; round < 5; round++) {
            target.echoed(round * 100L * MS, 501 * MS);
        }
        assertThat(target.waiting()).as("the holder is back").isFalse();
        assertThat(target.replyTimeoutNanos()).isEqualTo(before);
    }

    @Test
    void pathLongerThanTheIntervalShouldBeMeasured() {
        begin(0);
        target.expire(100 * MS);
        begin(100 * MS);
        target.echoed(0, 150 * MS);
        begin(200 * MS);
        assertThat(target.echoed(100 * MS, 250 * MS)).isEqualTo(news(150));
        assertThat(target.usualRttNanos()).isEqualTo(150 * MS);
    }

    @Test
    void arpReplyAfterASilentRoundShouldNotShortenTheTimeout() {
        begin(0);
        target.echoed(0, 20 * MS);
        long before = target.replyTimeoutNanos();
        begin(100 * MS);
        target.expire(160 * MS);
        begin(200 * MS);
        target.spoken(B, 200 * MS + 1);
        assertThat(target.replyTimeoutNanos()).isEqualTo(before);
    }

    @Test
    void cancelledRoundShouldLeaveNothingOpen() {
        begin(0);
        assertThat(target.cancel(MS)).isTrue();
        assertThat(target.cancel(MS)).isFalse();
        assertThat(target.echoed(0, 1 * MS)).isEqualTo(Heard.NOTHING);
    }

    @Test
    void answerToSomebodyElsesEchoShouldBeNoneOfATargetThatWasNotAskedByEcho() {
        target.begin(0);
        assertThat(target.echoed(1 * MS, 2 * MS)).isEqualTo(Heard.NOTHING);
        assertThat(target.waiting()).isTrue();
    }

    @Test
    void answerOnTheLinkAfterARoundWasVoidedShouldBeNoNews() {
        begin(0);
        target.cancel(2 * MS);
        assertThat(target.spoken(B, 3 * MS)).isEqualTo(new Heard.AnotherHolder(B));
    }

    @Test
    void questionShouldBeOpenUntilItIsAnsweredOrEndsInAnyOtherWay() {
        begin(0);
        begin(MS);
        assertThat(open.count).isEqualTo(1);
        target.spoken(B, 2 * MS);
        target.expire(3 * MS);
        assertThat(open.count).isZero();
        begin(4 * MS);
        target.cancel(5 * MS);
        assertThat(open.count).isZero();
        begin(6 * MS);
        target.leave();
        assertThat(open.count).isZero();
    }

    private static SteadyTarget identity(Duration interval) {
        return new SteadyTarget(
                new ProbeTarget(
                        Question.on("eth1", IpAddress.of("192.0.2.12")),
                        interval,
                        Duration.ofMillis(10),
                        Purpose.IDENTITY),
                new Questions());
    }

    @Test
    void identityShouldBeAskedOnceASecondUntilItAnswersAndThenInEveryInterval() {
        SteadyTarget quick = identity(Duration.ofMillis(10));
        SteadyTarget slow = identity(Duration.ofMinutes(5));
        assertThat(quick.intervalNanos()).isEqualTo(1_000 * MS);
        assertThat(slow.intervalNanos()).isEqualTo(30_000 * MS);
        quick.begin(0);
        quick.spoken(B, MS);
        slow.begin(0);
        slow.spoken(B, MS);
        assertThat(quick.intervalNanos()).isEqualTo(10 * MS);
        assertThat(slow.intervalNanos()).isEqualTo(300_000 * MS);
    }

    @Test
    void identityThatHasNeverAnsweredShouldBeUnknownAndNotSilent() {
        SteadyTarget node = identity(Duration.ofSeconds(1));
        node.begin(0);
        assertThat(node.expire(20 * MS)).isEqualTo(new Broken("192.0.2.12 on eth1 has never answered there"));
        node.begin(1_000 * MS);
        node.spoken(B, 1_001 * MS);
        node.begin(11_000 * MS);
        assertThat(node.expire(11_020 * MS)).isEqualTo(new Silence(Duration.ofMillis(20)));
    }
}
