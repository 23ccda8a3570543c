package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Probed;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a host notices that does not have the alias. */
class WatchingTest {
    private static final ProbeOutcome SILENCE = new ProbeOutcome.Silence(Duration.ofMillis(10));

    private static Rehearsal misses(Rehearsal host, IpAddress who) {
        host.evidence = host.evidence.heard(who, SILENCE, host.now, true);
        return host.tick();
    }

    @Test
    void aliasShouldBeAskedAboutAtOnceWhenItsHolderMissesARoundAtItsOwnAddress() {
        Rehearsal host = misses(Rehearsal.secondary().watching(), WEB1.address());

        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void aliasShouldNotBeAskedAboutBecauseOfAnybodyElseOrAnOldMiss() {
        assertThat(misses(Rehearsal.secondary().watching(), ROUTER).actions).isEmpty();
        assertThat(misses(
                                Rehearsal.secondary()
                                        .watching()
                                        .answered(STRANGER)
                                        .after(Duration.ofSeconds(1)),
                                WEB1.address())
                        .actions)
                .as("another host has the alias")
                .isEmpty();

        Rehearsal host = misses(Rehearsal.secondary().watching(), WEB1.address());
        host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER);
        assertThat(host.tick().actions).as("the same miss").isEmpty();
        assertThat(misses(host.after(Duration.ofSeconds(1)), WEB1.address()).actions)
                .as("the second miss in a row is no news")
                .isEmpty();
    }

    @Test
    void holderThatFellSilentAtTheVeryMomentItWasHeardShouldBeThatOldMiss() {
        Rehearsal host = Rehearsal.secondary().watching();
        host.evidence =
                host.evidence.heard(WEB1.address(), SILENCE, host.state.phase().since(), true);

        assertThat(host.tick().actions).isEmpty();
    }

    @Test
    void echoShouldNotMakeTheHolderUnknown() {
        Rehearsal host = Rehearsal.secondary().watching();
        host.input(new Probed(Rehearsal.reply(Optional.empty())));

        assertThat(host.state.answer().flatMap(Answer::mac)).contains(MAC1);
        assertThat(host.said).isEmpty();
    }

    @Test
    void sentenceAboutTheHolderShouldBeMadeAnewOnceASecond() {
        Rehearsal host = Rehearsal.secondary().watching();
        Probed slow = new Probed(new ProbeOutcome.Reply(Duration.ofMillis(7), Optional.of(MAC1)));
        host.answered(MAC1).input(slow);
        assertThat(host.why()).as("in the same second").contains("in 0.2 ms");
        host.after(Duration.ofSeconds(1)).input(slow);
        assertThat(host.why()).contains("in 7.0 ms");
    }

    @Test
    void refusalShouldGiveWayToWhoHasTheAlias() {
        Rehearsal host = Rehearsal.secondary().watching();
        host.input(new Probed(new ProbeOutcome.Broken("no route")));
        assertThat(host.answered(MAC1).state.why().cause()).isEqualTo(Cause.ANSWERS);
    }

    @Test
    void failbackThatABetterHostTookShouldNotCountAsFailed() {
        Rehearsal host = Rehearsal.secondary().holding();
        host.state = ChangedState.of(host.state).failedFailbacks(2).state();
        host.input(new Input.Ordered(Input.Order.REMOVE)).kernelHasItNot();

        assertThat(host.answered(STRANGER).state.failedFailbacks()).isEqualTo(2);
        assertThat(host.answered(MAC1).state.failedFailbacks()).isZero();
    }

    @Test
    void claimWhenTheLinkHasGoneShouldBeLeftAndSaySo() {
        Rehearsal host = Rehearsal.primary().watching().missed();
        Action.Burst burst = host.lastBurst();
        host.kernelHasItNot(false);
        host.actions.add(burst);

        assertThat(host.burstEnds(ROUTER).adds()).isFalse();
        assertThat(host.state.phase()).isInstanceOf(Phase.Vacant.class);
        assertThat(host.why()).endsWith("eth0 is down or has no carrier; not adding 192.0.2.100");
        assertThat(host.kernelHasItNot(true).burstEnds(ROUTER).adds())
                .as("it asks at once when the link is back")
                .isTrue();
    }

    @Test
    void hostThatCouldNotPutAStrayRightAtStartShouldAskWhenTheAliasIsMissed() {
        Placement renamed = new Placement(ALIAS.address(), "lan0", Optional.empty());
        Rehearsal host = Rehearsal.primary().input(new Observed(false, List.of(renamed), false));

        assertThat(host.missed().lastBurst().probes()).isEqualTo(10);
    }

    @Test
    void betterHostThatKeepsProbingAndNeverTakesTheAliasShouldBeWaitedForThreeTimes() {
        Rehearsal host = Rehearsal.secondary().watching().missed();
        for (int backoff = 0; backoff < 3; backoff++) {
            Action.Burst burst = host.lastBurst();
            host.input(new Input.Sighted(MAC1, Sighting.Kind.PROBE)).actions.add(burst);
            assertThat(host.burstEnds(ROUTER).adds()).isFalse();
            assertThat(host.wakeAt).contains(host.now.plusSeconds(3));
            host.after(Duration.ofSeconds(3)).tick();
        }
        Action.Burst burst = host.lastBurst();
        host.input(new Input.Sighted(MAC1, Sighting.Kind.PROBE)).actions.add(burst);
        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void worseHostThatKeepsProbingShouldBeWaitedForOnce() {
        Rehearsal host = Rehearsal.primary().watching().missed();
        for (int burst = 0; burst < 2; burst++) {
            Action.Burst asked = host.lastBurst();
            assertThat(host.adds()).isFalse();
            host.input(new Input.Sighted(MAC2, Sighting.Kind.PROBE)).actions.add(asked);
            host.burstEnds(ROUTER);
        }
        assertThat(host.adds()).isTrue();
    }

    @Test
    void aliasThatWasDeletedWhereSomebodyAnsweredAMomentAgoShouldBePutBackAfterASilentBurst() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(5));
        assertThat(host.kernelHasItNot().burstEnds().adds())
                .as("nobody was heard since the start")
                .isFalse();

        Rehearsal heard = Rehearsal.primary().holding().after(Duration.ofSeconds(5));
        heard.evidence = heard.evidence.heard(ROUTER, Rehearsal.reply(Optional.empty()), heard.now, true);
        assertThat(heard.kernelHasItNot().burstEnds().adds()).isTrue();
    }

    @Test
    void conflictThatIsOverWhereOnlyTheAliasCouldBeAskedShouldEnd() {
        Rehearsal host = Rehearsal.primary().holding().burstEndsLate();
        host.after(Duration.ofSeconds(60)).answered(MAC2).evidence =
                host.evidence.with(Map.of()).onlyAbout(List.of());
        host.after(Duration.ofMillis(50)).tick().burstEnds();

        assertThat(host.state.why().cause()).isEqualTo(Cause.CONFLICT_OVER);
    }

    @Test
    void twoHostsThatAnswerInTurnShouldBeToldOnceAndNotAtEachTurn() {
        Rehearsal host = Rehearsal.secondary().watching();
        List<Reason> told = new ArrayList<>();
        for (int turn = 0; turn < 40; turn++) {
            host.after(Duration.ofMillis(100)).answered(turn % 2 == 0 ? STRANGER : MAC1);
            told.addAll(host.said);
        }
        assertThat(told).extracting(Reason::cause).containsExactly(Cause.MOVED, Cause.CONFLICT);
        assertThat(told.get(1).sentence()).contains(": two hosts have it");
    }
}
