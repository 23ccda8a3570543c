package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.ProbeSamples;
import io.aliasdefender.payload.ProbeSamples.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleFeedTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private final SampleFeed feed = new SampleFeed();

    private static ProbeSamples tick(int addresses, int lost, Duration... rtt) {
        List<Sample> samples = IntStream.range(0, addresses)
                .mapToObj(i -> new Sample(IpAddress.ofV4(0x0a000000 + i), 1, lost, 0, first(rtt)))
                .toList();
        return new ProbeSamples(TICK, samples);
    }

    private static Optional<Duration> first(Duration... rtt) {
        return List.of(rtt).stream().findFirst();
    }

    @Test
    void samplesOfAFewAddressesShouldGoToAThousandReadersAtEveryTick() {
        for (long tick = 0; tick < 50; tick++) {
            assertThat(feed.pass(tick(3, 0), 1_000, tick * TICK.toNanos())).isPresent();
        }
    }

    @Test
    void samplesWhenTheyAreTooMuchShouldGoTogetherAndLoseNothing() {
        assertThat(feed.pass(tick(200, 0), 1_000, 0)).isPresent();
        int rounds = 0;
        int times = 0;
        for (long tick = 1; tick <= 100; tick++) {
            Optional<ProbeSamples> passed =
                    feed.pass(tick(200, 1, Duration.ofMillis(tick)), 1_000, tick * TICK.toNanos());
            if (passed.isPresent()) {
                times++;
                Sample first = passed.get().samples().get(0);
                rounds += first.rounds();
                assertThat(passed.get().samples()).hasSize(200);
                assertThat(passed.get().span()).isEqualTo(TICK.multipliedBy(first.rounds()));
                assertThat(first.lost()).isEqualTo(first.rounds());
                assertThat(first.longestRtt()).contains(Duration.ofMillis(tick));
                assertThat(rounds).isEqualTo((int) tick);
            }
        }
        assertThat(times).isBetween(3, 10);
    }
}
