package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.payload.BurstRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BurstTest {
    private static final long MS = 1_000_000;
    private static final long START = 1_000 * MS;
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress ROUTER = IpAddress.of("192.0.2.1");
    private static final MacAddress B = MacAddress.of("02:00:00:00:00:0b");

    private static Burst burst(int probes, long roundTripNanos, long timeoutNanos) {
        BurstRequest request = new BurstRequest(5, ALIAS, "eth0", probes, Duration.ofMillis(4), Set.of(ROUTER));
        return new Burst(request, roundTripNanos, lasted -> timeoutNanos, START);
    }

    private static List<IpAddress> round(Burst burst, long now) {
        List<IpAddress> asked = burst.nextRound(now);
        asked.forEach(address -> burst.asked(address, true));
        return asked;
    }

    @Test
    void roundsShouldKeepToThePlanAndEndAfterTheLastOnesTimeout() {
        Burst burst = burst(3, 0, 20 * MS);
        assertThat(burst.nextNanos()).isEqualTo(START);
        round(burst, START + MS);
        assertThat(burst.nextNanos()).as("lateness does not add up").isEqualTo(START + 4 * MS);
        round(burst, START + 4 * MS);
        assertThat(burst.nextNanos()).isEqualTo(START + 8 * MS);
        assertThat(burst.moreRounds()).isTrue();
        round(burst, START + 8 * MS);
        assertThat(burst.moreRounds()).isFalse();
        assertThat(burst.nextNanos()).isEqualTo(START + 28 * MS);
    }

    @Test
    void roundsAfterALongDelayShouldNotFallTogether() {
        Burst burst = burst(10, 0, 0);
        round(burst, START);
        round(burst, START + 30 * MS);
        assertThat(burst.nextNanos()).isEqualTo(START + 32 * MS);
    }

    @Test
    void spacingShouldNotBeBelowTheRoundTripNorListeningBelowTwoSpacings() {
        Burst burst = burst(1, 30 * MS, 20 * MS);
        assertThat(burst.spacingNanos()).isEqualTo(30 * MS);
        round(burst, START);
        assertThat(burst.nextNanos()).isEqualTo(START + 60 * MS);
    }

    @Test
    void silentBurstShouldCountItsProbesAndAskAnAnsweringHostNoMore() {
        Burst burst = burst(3, 0, 0);
        assertThat(round(burst, START)).containsExactly(ALIAS, ROUTER);
        burst.answered(ROUTER, Optional.of(START), Optional.empty(), START + MS);
        assertThat(round(burst, START + 4 * MS)).containsExactly(ALIAS);
        round(burst, START + 8 * MS);

        BurstResult result = burst.result(START + 16 * MS);

        assertThat(burst.settled()).isFalse();
        assertThat(result.id()).isEqualTo(5);
        assertThat(result.alias().silent()).isTrue();
        assertThat(result.alias().sent()).isEqualTo(3);
        assertThat(result.alias().took()).isEqualTo(Duration.ofMillis(16));
        assertThat(result.hosts().get(ROUTER).alive()).isTrue();
        assertThat(result.hosts().get(ROUTER).sent()).isEqualTo(1);
        assertThat(result.hosts().get(ROUTER).rtt()).contains(Duration.ofMillis(1));
    }

    @Test
    void answerOfTheAliasShouldSettleItWithRoundTripAndSender() {
        Burst burst = burst(3, 0, 0);
        round(burst, START);
        round(burst, START + 4 * MS);
        burst.answered(ALIAS, Optional.empty(), Optional.of(B), START + 5 * MS);

        assertThat(burst.settled()).isTrue();
        BurstResult result = burst.result(START + 5 * MS);
        assertThat(result.alias().alive()).isTrue();
        assertThat(result.alias().mac()).contains(B);
        assertThat(result.alias().rtt()).as("since the newest probe").contains(Duration.ofMillis(1));
        assertThat(result.alias().took()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void probesThatCouldNotBeSentShouldProveNothing() {
        Burst burst = burst(2, 0, 0);
        burst.nextRound(START).forEach(address -> burst.asked(address, false));
        burst.nextRound(START + 4 * MS).forEach(address -> burst.asked(address, false));
        BurstResult result = burst.result(START + 12 * MS);
        assertThat(result.alias().broken()).isEqualTo(2);
        assertThat(result.alias().silent()).isFalse();
        assertThat(result.alias().alive()).isFalse();
    }

    @Test
    void restartShouldForgetEverything() {
        Burst burst = burst(2, 0, 0);
        round(burst, START);
        round(burst, START + 4 * MS);
        burst.answered(ROUTER, Optional.of(START), Optional.empty(), START + 5 * MS);
        burst.restart(START + 500 * MS);
        assertThat(burst.moreRounds()).isTrue();
        assertThat(burst.nextNanos()).isEqualTo(START + 500 * MS);
        assertThat(round(burst, START + 500 * MS)).containsExactly(ALIAS, ROUTER);
        assertThat(burst.result(START + 501 * MS).alias().sent()).isEqualTo(1);
    }

    @Test
    void answerOfAStrangerShouldBeIgnored() {
        Burst burst = burst(2, 0, 0);
        round(burst, START);
        burst.answered(IpAddress.of("192.0.2.77"), Optional.of(START), Optional.empty(), START + MS);
        assertThat(burst.result(START + 8 * MS).hosts()).containsOnlyKeys(ROUTER);
    }

    @Test
    void spacingShouldNotFollowARoundTripThatNoLinkHas() {
        assertThat(burst(10, 900 * MS, 20 * MS).spacingNanos()).isEqualTo(50 * MS);
    }

    @Test
    void burstShouldBeUnheardFromHalfOfItsRoundsOnUntilAHostAnswers() {
        Burst burst = burst(4, 0, 20 * MS);
        round(burst, START);
        assertThat(burst.unheard()).isFalse();
        round(burst, START + 4 * MS);
        assertThat(burst.unheard()).isTrue();

        burst.answered(ROUTER, Optional.empty(), Optional.empty(), START + 5 * MS);
        assertThat(burst.unheard()).isFalse();
    }

    @Test
    void burstWithoutHostsShouldNeverBeUnheard() {
        Burst burst =
                new Burst(new BurstRequest(5, ALIAS, "eth0", 1, Duration.ofMillis(4), Set.of()), 0, lasted -> 0, START);
        round(burst, START);

        assertThat(burst.unheard()).isFalse();
    }

    @Test
    void frameOfSomebodyElseShouldBeInTheResultUntilTheBurstBeginsAnew() {
        Burst burst = burst(1, 0, 20 * MS);
        round(burst, START);
        burst.overheard();
        assertThat(burst.result(START + MS).overheard()).isTrue();

        burst.restart(START + 2 * MS);
        assertThat(burst.result(START + 3 * MS).overheard()).isFalse();
    }
}
