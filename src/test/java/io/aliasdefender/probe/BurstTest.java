package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.payload.BurstRequest;
import java.time.Duration;
import java.util.List;
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
        asked.forEach(address -> burst.asked(address, now));
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
    void silentBurstShouldCountItsProbesAndAskAnAnsweringHostNoMoreUntilTheEnd() {
        Burst burst = burst(6, 0, 0);
        assertThat(round(burst, START)).containsExactly(ALIAS, ROUTER);
        burst.echoed(ROUTER, START, true, START + MS);
        assertThat(round(burst, START + 4 * MS)).containsExactly(ALIAS);
        assertThat(round(burst, START + 8 * MS)).containsExactly(ALIAS);
        for (int closing = 3; closing < 6; closing++) {
            assertThat(round(burst, START + closing * 4L * MS)).containsExactly(ALIAS, ROUTER);
        }

        BurstResult result = burst.result(START + 30 * MS);

        assertThat(burst.settled()).isFalse();
        assertThat(result.id()).isEqualTo(5);
        assertThat(result.alias().silent()).isTrue();
        assertThat(result.alias().sent()).isEqualTo(6);
        assertThat(result.alias().took()).isEqualTo(Duration.ofMillis(30));
        assertThat(result.hosts().get(ROUTER).alive()).isTrue();
        assertThat(result.hosts().get(ROUTER).sent()).isEqualTo(4);
        assertThat(result.hosts().get(ROUTER).closing())
                .as("nothing but the first answer")
                .isZero();
        assertThat(result.hosts().get(ROUTER).rtt()).contains(Duration.ofMillis(1));
    }

    /** Of the rounds before, nobody knows whether the network worked. */
    @Test
    void roundsBeforeAHostIsHeardShouldBeMadeUpFor() {
        Burst burst = burst(6, 0, 20 * MS);
        long now = START;
        for (int i = 1; i <= 4; i++, now += 4 * MS) {
            assertThat(round(burst, now)).contains(ALIAS, ROUTER);
        }
        burst.echoed(ROUTER, START + 12 * MS, true, START + 13 * MS);
        for (int i = 5; i <= 9; i++, now += 4 * MS) {
            assertThat(burst.moreRounds()).as("round %d", i).isTrue();
            assertThat(round(burst, now).contains(ROUTER)).as("round %d", i).isEqualTo(i >= 7);
        }
        assertThat(burst.moreRounds()).isFalse();

        Tally router = burst.result(now).hosts().get(ROUTER);
        assertThat(burst.result(now).alias().sent()).isEqualTo(9);
        assertThat(router.heardThroughout()).isTrue();
        assertThat(router.closing())
                .as("what was one of the last is not that any more")
                .isZero();
        burst.spoken(ROUTER, B, now - 4 * MS, now);
        assertThat(burst.result(now).hosts().get(ROUTER).closing()).isOne();
    }

    @Test
    void hostThatIsHeardFromTheFirstRoundOnShouldCostNothing() {
        Burst burst = burst(3, 0, 20 * MS);
        round(burst, START);
        round(burst, START + 4 * MS);
        burst.echoed(ROUTER, START, true, START + 5 * MS);
        round(burst, START + 8 * MS);

        assertThat(burst.moreRounds())
                .as("the question of the first round was answered")
                .isFalse();
    }

    /** To which question an ARP answer is one it does not say, so it may be the last. */
    @Test
    void answerToAQuestionOfBeforeTheBurstShouldSayNothingAboutTheLinkNow() {
        Burst burst = burst(3, 0, 20 * MS);
        round(burst, START);
        burst.echoed(ROUTER, START - MS, true, START + MS);
        round(burst, START + 4 * MS);
        round(burst, START + 8 * MS);
        Tally router = burst.result(START + 28 * MS).hosts().get(ROUTER);
        assertThat(router.alive()).isTrue();
        assertThat(router.heardOverLink()).isFalse();
    }

    @Test
    void hostThatIsHeardAfterTheLastRoundShouldMakeTheBurstGoOnAtItsPace() {
        Burst burst = burst(3, 0, 20 * MS);
        for (int i = 0; i < 3; i++) {
            round(burst, START + i * 4L * MS);
        }
        burst.spoken(ROUTER, B, START + 8 * MS, START + 10 * MS);
        assertThat(burst.moreRounds()).isTrue();
        assertThat(burst.nextNanos()).as("listening ends first").isEqualTo(START + 28 * MS);
        assertThat(round(burst, START + 28 * MS)).containsExactly(ALIAS, ROUTER);
        assertThat(burst.nextNanos()).isEqualTo(START + 32 * MS);
        round(burst, START + 32 * MS);

        assertThat(burst.moreRounds()).isFalse();
        assertThat(burst.nextNanos()).isEqualTo(START + 52 * MS);
        assertThat(burst.result(START + 52 * MS).hosts().get(ROUTER).heardThroughout())
                .isTrue();
    }

    /** The network may have failed while the last questions were under way, and be well again. */
    @Test
    void answerToALaterQuestionOfSomebodyElseShouldNotCloseTheBurst() {
        Burst burst = burst(3, 0, 20 * MS);
        round(burst, START);
        burst.echoed(ROUTER, START, true, START + MS);
        round(burst, START + 4 * MS);
        round(burst, START + 8 * MS);
        int before = burst.result(START + 9 * MS).hosts().get(ROUTER).closing();

        burst.echoed(ROUTER, START + 10 * MS, true, START + 11 * MS);
        burst.spoken(ROUTER, B, START + 10 * MS, START + 11 * MS);

        assertThat(burst.result(START + 12 * MS).hosts().get(ROUTER).replies()).isEqualTo(3);
        assertThat(burst.result(START + 12 * MS).hosts().get(ROUTER).closing()).isEqualTo(before);
        burst.echoed(ROUTER, START + 8 * MS, true, START + 12 * MS);
        assertThat(burst.result(START + 12 * MS).hosts().get(ROUTER).closing()).isEqualTo(before + 1);
    }

    /** Twice as many rounds are the most. */
    @Test
    void hostThatIsHeardOnlyAfterTheRoundsThatWereWantedShouldNotCountAsHeardThroughout() {
        IpAddress other = IpAddress.of("192.0.2.2");
        Burst burst = new Burst(
                new BurstRequest(5, ALIAS, "eth0", 3, Duration.ofMillis(4), Set.of(ROUTER, other)),
                0,
                lasted -> 0,
                START);
        long now = START;
        for (int i = 1; i <= 3; i++, now += 4 * MS) {
            round(burst, now);
        }
        burst.echoed(other, START + 8 * MS, true, START + 9 * MS);
        for (int i = 4; i <= 5; i++, now += 4 * MS) {
            round(burst, now);
        }
        burst.echoed(ROUTER, START + 16 * MS, true, START + 17 * MS);
        while (burst.moreRounds()) {
            round(burst, now);
            now += 4 * MS;
        }

        BurstResult result = burst.result(now);
        assertThat(result.alias().sent()).isEqualTo(6);
        assertThat(result.hosts().get(other).heardThroughout()).isTrue();
        assertThat(result.hosts().get(ROUTER).heardThroughout()).isFalse();
        assertThat(result.hosts().get(ROUTER).unheard()).isOne();
    }

    @Test
    void answerOfTheAliasShouldSettleItWithRoundTripAndSender() {
        Burst burst = burst(3, 0, 0);
        round(burst, START);
        round(burst, START + 4 * MS);
        burst.spoken(ALIAS, B, START, START + 5 * MS);

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
        burst.nextRound(START).forEach(burst::notAsked);
        burst.nextRound(START + 4 * MS).forEach(burst::notAsked);
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
        burst.echoed(ROUTER, START, true, START + 5 * MS);
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
        burst.echoed(IpAddress.of("192.0.2.77"), START, true, START + MS);
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

        burst.spoken(ROUTER, B, START, START + 5 * MS);
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

    @Test
    void answerShouldCloseTheBurstOnlyWhereItsQuestionWasOfTheLastThird() {
        Burst burst = burst(12, 0, 0);
        for (int round = 0; round < 8; round++) {
            round(burst, START + round * 4L * MS);
            burst.echoed(ROUTER, START, true, START + MS);
        }
        burst.echoed(ROUTER, START + 28 * MS, true, START + 32 * MS);
        assertThat(round(burst, START + 32 * MS)).as("the ninth of twelve").containsExactly(ALIAS, ROUTER);
        burst.echoed(ROUTER, START + 28 * MS, true, START + 33 * MS);
        assertThat(burst.result(START + 33 * MS).hosts().get(ROUTER).closing()).isZero();

        burst.echoed(ROUTER, START + 32 * MS, true, START + 34 * MS);
        burst.spoken(ROUTER, B, START, START + 34 * MS);

        assertThat(burst.result(START + 35 * MS).hosts().get(ROUTER).closing()).isEqualTo(2);
        assertThat(burst.result(START + 35 * MS).hosts().get(ROUTER).replies()).isEqualTo(12);
    }

    @Test
    void questionThatAnotherBurstAskedALittleEarlierShouldCloseTheBurstToo() {
        Burst burst = burst(1, 0, 0);
        burst.nextRound(START);
        burst.asked(ROUTER, START - MS);
        burst.echoed(ROUTER, START - MS, true, START + MS);
        assertThat(burst.result(START + 2 * MS).hosts().get(ROUTER).closing()).isEqualTo(1);
    }

    @Test
    void answerByAnotherWayShouldNotProveTheLink() {
        Burst burst = burst(2, 0, 0);
        round(burst, START);
        burst.echoed(ROUTER, START, false, START + MS);
        Tally routed = burst.result(START + 2 * MS).hosts().get(ROUTER);
        assertThat(routed.alive()).isTrue();
        assertThat(routed.heardOverLink()).isFalse();

        burst.spoken(ROUTER, B, START, START + 3 * MS);
        assertThat(burst.result(START + 4 * MS).hosts().get(ROUTER).heardOverLink())
                .isTrue();
    }

    @Test
    void answerToALaterQuestionOfAnotherBurstShouldNotProveTheLink() {
        Burst burst = burst(2, 0, 50 * MS);
        round(burst, START);
        burst.spoken(ROUTER, B, START + MS, START + 2 * MS);
        assertThat(burst.result(START + 2 * MS).hosts().get(ROUTER).overLink())
                .as("the alias is still to be asked after it")
                .isEqualTo(1);
        round(burst, START + 4 * MS);

        burst.spoken(ROUTER, B, START + 5 * MS, START + 6 * MS);
        burst.echoed(ROUTER, START + 5 * MS, true, START + 6 * MS);

        Tally router = burst.result(START + 7 * MS).hosts().get(ROUTER);
        assertThat(router.replies()).as("it lives").isEqualTo(3);
        assertThat(router.overLink()).isEqualTo(1);
    }

    @Test
    void hostThatCouldNotBeAskedShouldNotBeSilent() {
        Burst burst = burst(1, 0, 0);
        burst.nextRound(START);
        burst.asked(ALIAS, START);
        burst.notAsked(ROUTER);
        BurstResult result = burst.result(START + 8 * MS);
        assertThat(result.hosts()).containsOnlyKeys(ROUTER);
        assertThat(result.hosts().get(ROUTER).unasked()).isTrue();
        assertThat(result.hosts().get(ROUTER).silent()).isFalse();
    }
}
