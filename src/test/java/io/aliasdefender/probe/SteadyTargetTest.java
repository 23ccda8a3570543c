package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome.Reply;
import io.aliasdefender.core.probe.ProbeOutcome.Silence;
import io.aliasdefender.payload.ProbeTarget;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteadyTargetTest {
    private static final long MS = 1_000_000;
    private static final MacAddress B = MacAddress.of("02:00:00:00:00:0b");
    private static final MacAddress C = MacAddress.of("02:00:00:00:00:0c");
    private final SteadyTarget target = new SteadyTarget(new ProbeTarget(
            IpAddress.of("192.0.2.100"), Optional.of("eth0"), Duration.ofMillis(100), Duration.ofMillis(10), true));

    private static Heard news(long rttMillis, MacAddress... mac) {
        return new Heard.News(
                new Reply(Duration.ofMillis(rttMillis), mac.length == 0 ? Optional.empty() : Optional.of(mac[0])));
    }

    @Test
    void echoReplyShouldBeNewsOnce() {
        target.begin(0);
        assertThat(target.echoed(0, 2 * MS)).isEqualTo(news(2));
        assertThat(target.echoed(0, 3 * MS)).isEqualTo(Heard.NOTHING);
        assertThat(target.waiting()).isFalse();
    }

    @Test
    void arpReplyFirstShouldBeNewsWithItsSender() {
        target.begin(0);
        assertThat(target.spoken(B, 2 * MS)).isEqualTo(news(2, B));
        assertThat(target.echoed(0, 3 * MS)).isEqualTo(Heard.NOTHING);
    }

    @Test
    void arpReplyAfterTheEchoShouldBeNewsOnlyWhenTheHolderChanged() {
        target.begin(0);
        target.echoed(0, 1 * MS);
        assertThat(target.spoken(B, 2 * MS)).isEqualTo(news(2, B));

        target.begin(100 * MS);
        target.echoed(100 * MS, 101 * MS);
        assertThat(target.spoken(B, 102 * MS)).isEqualTo(Heard.NOTHING);

        target.begin(200 * MS);
        target.echoed(200 * MS, 201 * MS);
        assertThat(target.spoken(C, 202 * MS)).isEqualTo(news(2, C));
    }

    @Test
    void secondArpReplyOfARoundShouldBeAnotherHolderOnlyFromAnotherSender() {
        target.begin(0);
        target.spoken(B, 1 * MS);
        assertThat(target.spoken(B, 2 * MS)).isEqualTo(Heard.NOTHING);
        assertThat(target.spoken(C, 3 * MS)).isEqualTo(new Heard.AnotherHolder(C));
    }

    @Test
    void arpReplyAfterASilentRoundShouldBeAHolderThatNobodyKnewOf() {
        target.begin(0);
        target.spoken(B, 1 * MS);
        target.begin(100 * MS);
        target.expire(110 * MS);
        assertThat(target.spoken(B, 111 * MS)).isEqualTo(new Heard.AnotherHolder(B));
    }

    @Test
    void roundWithoutAnAnswerShouldEndInSilenceWithWhatWasWaited() {
        target.begin(0);
        assertThat(target.deadlineNanos()).isEqualTo(100 * MS);
        assertThat(target.expire(100 * MS)).isEqualTo(new Silence(Duration.ofMillis(100)));
        assertThat(target.cancel()).isFalse();
    }

    @Test
    void echoReplyOfAnEarlierRoundShouldCountWhileItIsFresh() {
        target.begin(0);
        target.expire(100 * MS);
        target.begin(100 * MS);
        assertThat(target.echoed(0, 150 * MS)).isEqualTo(news(150));

        target.begin(2_000 * MS);
        assertThat(target.echoed(900 * MS, 2_001 * MS)).isEqualTo(Heard.NOTHING);
        assertThat(target.waiting()).isTrue();
    }

    @Test
    void echoReplyFromTheFutureShouldBeIgnored() {
        target.begin(0);
        assertThat(target.echoed(5 * MS, 2 * MS)).isEqualTo(Heard.NOTHING);
    }

    @Test
    void timeoutShouldDoubleAfterSilentRoundsUntilAnswersTellTheNewRoundTrip() {
        target.begin(0);
        target.echoed(0, 1 * MS);
        long[] expected = {10, 20, 40, 80, 80};
        for (int round = 0; round < expected.length; round++) {
            long start = (round + 1) * 100 * MS;
            target.begin(start);
            assertThat(target.timeoutNanos()).isEqualTo(expected[round] * MS);
            target.expire(target.deadlineNanos());
        }
        for (int round = 6; round < 10; round++) {
            target.begin(round * 100 * MS);
            assertThat(target.echoed(round * 100 * MS, round * 100 * MS + 50 * MS))
                    .isEqualTo(news(50));
        }
        target.begin(1_000 * MS);
        assertThat(target.timeoutNanos()).isGreaterThan(50 * MS);
    }

    @Test
    void requestsThatLayInTheKernelShouldNotLengthenTheTimeout() {
        target.begin(0);
        target.echoed(0, 1 * MS);
        for (int round = 1; round < 5; round++) {
            target.begin(round * 100 * MS);
            target.expire(target.deadlineNanos());
        }
        long before = target.replyTimeoutNanos();
        target.begin(500 * MS);
        for (int round = 1; round < 5; round++) {
            target.echoed(round * 100 * MS, 501 * MS);
        }
        assertThat(target.waiting()).as("the holder is back").isFalse();
        assertThat(target.replyTimeoutNanos()).isEqualTo(before);
    }

    @Test
    void pathLongerThanTheIntervalShouldBeMeasured() {
        target.begin(0);
        target.expire(100 * MS);
        target.begin(100 * MS);
        target.echoed(0, 150 * MS);
        target.begin(200 * MS);
        assertThat(target.echoed(100 * MS, 250 * MS)).isEqualTo(news(150));
        assertThat(target.usualRttNanos()).isEqualTo(150 * MS);
    }

    @Test
    void arpReplyAfterASilentRoundShouldNotShortenTheTimeout() {
        target.begin(0);
        target.echoed(0, 20 * MS);
        long before = target.replyTimeoutNanos();
        target.begin(100 * MS);
        target.expire(160 * MS);
        target.begin(200 * MS);
        target.spoken(B, 200 * MS + 1);
        assertThat(target.replyTimeoutNanos()).isEqualTo(before);
    }

    @Test
    void cancelledRoundShouldLeaveNothingOpen() {
        target.begin(0);
        assertThat(target.cancel()).isTrue();
        assertThat(target.cancel()).isFalse();
        assertThat(target.echoed(0, 1 * MS)).isEqualTo(Heard.NOTHING);
    }
}
