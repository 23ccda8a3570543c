package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TakingOverTest {
    @Test
    void oneMissWhenWatchingShouldOnlyAskAgainQuickly() {
        Rehearsal host = Rehearsal.secondary().watching().missed();

        assertThat(host.adds()).isFalse();
        assertThat(host.lastBurst().probes()).isEqualTo(10);
        assertThat(host.lastBurst().hosts()).containsExactlyInAnyOrder(ROUTER, WEB1.address());
        assertThat(host.said).as("one lost packet is no news").isEmpty();
    }

    @Test
    void aliasWhenBurstIsAnsweredShouldStayWhereItIs() {
        Rehearsal host = Rehearsal.secondary().watching().missed().burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1);

        assertThat(host.adds()).isFalse();
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);
        assertThat(host.said).isEmpty();
    }

    @Test
    void primaryWhenAliasIsSilentAndRouterAnswersShouldTakeOver() {
        Rehearsal host = Rehearsal.primary().watching().missed().burstEnds(ROUTER, WEB2);

        assertThat(host.adds()).isTrue();
        assertThat(host.why())
                .isEqualTo("primary: 192.0.2.100 silent for 1.1 s (20 probes), router 192.0.2.1 answers in 0.2 ms;"
                        + " taking over");
    }

    @Test
    void secondaryWhenAliasAndPartnerAreSilentAndRouterAnswersShouldTakeOver() {
        Rehearsal host = Rehearsal.secondary().watching().missed().burstEnds(ROUTER);

        assertThat(host.adds()).isTrue();
        assertThat(host.why())
                .isEqualTo("secondary: 192.0.2.100 silent for 1.1 s (20 probes), router 192.0.2.1 answers in 0.2 ms,"
                        + " partner web1 (192.0.2.11) silent; taking over");
    }

    @Test
    void secondaryWhenPartnerAnswersShouldWarnAndWait() {
        Rehearsal host = Rehearsal.secondary().watching().missed();
        Duration begun = host.now;
        host.burstEnds(ROUTER, WEB1);

        assertThat(host.adds()).isFalse();
        assertThat(host.said).singleElement().satisfies(reason -> {
            assertThat(reason.level()).isEqualTo(Level.WARNING);
            assertThat(reason.cause()).isEqualTo(Cause.PARTNER_ALIVE);
            assertThat(reason.sentence())
                    .contains("but partner web1 (192.0.2.11) answers in 0.2 ms: it should take the alias")
                    .endsWith("waiting 3 s for it");
        });
        // The next burst begins so that it ends with the grace, which counts from the beginning of the first.
        assertThat(host.wakeAt.orElseThrow()).isBetween(begun.plusMillis(2_940), begun.plusMillis(2_960));
    }

    @Test
    void secondaryWhenGraceIsOverShouldTakeOverAlthoughPartnerAnswers() {
        Rehearsal host = Rehearsal.secondary().watching().missed().burstEnds(ROUTER, WEB1);
        host.after(Duration.ofSeconds(3)).tick().burstEnds(ROUTER, WEB1);

        assertThat(host.adds()).isTrue();
        assertThat(host.why()).endsWith("but has not taken it within the grace of 3 s; taking over");
    }

    @Test
    void secondaryWhenGraceIsNeverShouldNotTakeOverHoweverLongPartnerAnswers() {
        Rehearsal host = Rehearsal.of(WEB2, Rehearsal.with(POLICY, Optional.empty(), Optional.empty()))
                .watching()
                .missed()
                .burstEnds(ROUTER, WEB1);
        for (int round = 0; round < 1_000; round++) {
            host.after(Duration.ofSeconds(1)).missed().burstEnds(ROUTER, WEB1);
            assertThat(host.adds()).isFalse();
        }
        assertThat(host.why()).endsWith("not taking over (grace: never)");
    }

    @Test
    void partnerWhenItFallsSilentDuringGraceShouldBeAskedAboutAtOnce() {
        Rehearsal host = Rehearsal.secondary().watching().missed().burstEnds(ROUTER, WEB1);
        host.after(Duration.ofMillis(100));
        host.evidence =
                host.evidence.heard(WEB1.address(), new ProbeOutcome.Silence(Duration.ofMillis(10)), host.now, true);
        host.tick().burstEnds(ROUTER);

        assertThat(host.adds()).isTrue();
    }

    @Test
    void hostWhenRouterIsSilentTooShouldNeverTakeOverAndSaySwitchOrNetworkDown() {
        for (Rehearsal host : List.of(Rehearsal.primary(), Rehearsal.secondary())) {
            host.watching().missed().burstEnds();

            assertThat(host.adds()).isFalse();
            assertThat(host.said).singleElement().satisfies(reason -> {
                assertThat(reason.level()).isEqualTo(Level.ERROR);
                assertThat(reason.sentence()).contains("switch/network down?");
            });
        }
    }

    @Test
    void warningWhenNothingChangesShouldNotBeToldAgainWithinAMinute() {
        Rehearsal host = Rehearsal.primary().watching().missed().burstEnds();
        int told = 0;
        for (int second = 0; second < 300; second++) {
            host.after(Duration.ofSeconds(1)).missed().burstEnds();
            told += host.said.size();
        }
        assertThat(told).isBetween(4, 5);
    }

    @Test
    void hostWhenNoWitnessIsKnownShouldNotTakeOverAndNameTheRemedy() {
        Rehearsal host = Rehearsal.primary();
        host.evidence = host.evidence.with(Map.of());
        host.watching().missed().burstEnds(WEB2);

        assertThat(host.adds()).isFalse();
        assertThat(host.why()).contains("no default router is known on eth0").contains("`witnesses:`");
    }

    @Test
    void hostWhenNoProbeCouldBeSentShouldKnowNothing() {
        Rehearsal host = Rehearsal.primary().watching();
        host.input(new Input.Probed(new ProbeOutcome.Broken("no route")));

        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);
        assertThat(host.actions).isEmpty();
        assertThat(host.why()).contains("no route");
    }

    @Test
    void hostWhenItStartsAndAliasIsSilentShouldClaimOnlyAfterHearingAWitness() {
        assertThat(Rehearsal.primary().kernelHasItNot().adds()).isFalse();
        assertThat(Rehearsal.primary().kernelHasItNot().burstEnds().adds()).isFalse();
        assertThat(Rehearsal.primary().kernelHasItNot().burstEnds(ROUTER).adds())
                .isTrue();
    }

    @Test
    void hostWhenAliasIsThereAtStartShouldAdoptItAndAnnounceOnlyAfterAskingForOthers() {
        Rehearsal host = Rehearsal.primary().kernelHasIt();

        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);
        assertThat(host.announces()).isFalse();
        assertThat(host.burstEnds(ROUTER).announces()).isTrue();
    }

    @Test
    void lossyNetworkShouldMakeBurstsLonger() {
        Rehearsal host = Rehearsal.secondary().watching();
        for (int round = 0; round < 400; round++) {
            host.after(Duration.ofSeconds(1)).missed();
            if (round % 4 == 0) {
                host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1);
            } else {
                host.answered(MAC1);
            }
        }
        // Every other round was missed: 0.6 to the power of 41 is the first below 1e-9.
        assertThat(host.missed().lastBurst().probes()).isBetween(30, 55);
    }

    @Test
    void betterRankWhenItIsClaimingTooShouldBeLeftToIt() {
        Rehearsal host = Rehearsal.secondary().watching().missed();
        Action.Burst burst = host.lastBurst();
        for (int probe = 0; probe < 3; probe++) {
            host.input(new Input.Sighted(MAC1, Sighting.Kind.PROBE));
        }
        host.actions.add(burst);
        host.burstEnds(ROUTER);

        assertThat(host.adds()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.RIVAL);
    }

    @Test
    void worseRankWhenItIsClaimingTooShouldBeAskedOnceMore() {
        Rehearsal host = Rehearsal.primary().watching().missed();
        Action.Burst burst = host.lastBurst();
        for (int probe = 0; probe < 3; probe++) {
            host.input(new Input.Sighted(MAC2, Sighting.Kind.PROBE));
        }
        host.actions.add(burst);
        host.burstEnds(ROUTER);
        assertThat(host.adds()).isFalse();

        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void claimWhenSomebodyWasFasterShouldNotBeAnnounced() {
        Rehearsal host = Rehearsal.primary().watching().missed().burstEnds(ROUTER);
        host.input(new Input.Sighted(MAC2, Sighting.Kind.ANNOUNCEMENT)).kernelHasIt();
        assertThat(host.announces()).isFalse();

        assertThat(host.burstEnds(Optional.of(MAC2), ALIAS, ROUTER, WEB2).removes())
                .isTrue();
    }

    @Test
    void commandWhenItFailsShouldBeTriedAgainLaterAndLater() {
        Rehearsal host = Rehearsal.primary().watching().missed().burstEnds(ROUTER);
        CommandResult failed = new CommandResult.Failed(Duration.ofMillis(2), "'ip' exited with 2: no memory");
        host.commandEnds(failed);

        assertThat(host.said).singleElement().satisfies(reason -> {
            assertThat(reason.level()).isEqualTo(Level.ERROR);
            assertThat(reason.sentence()).contains("no memory").endsWith("trying again in 100 ms");
        });
        assertThat(host.missed().actions).as("not before its time").isEmpty();
        host.after(Duration.ofMillis(100)).tick().burstEnds(ROUTER);
        assertThat(host.adds()).isTrue();
        host.commandEnds(failed);
        assertThat(host.why()).endsWith("trying again in 200 ms");
    }

    @Test
    void aliasWithAnotherPrefixShouldBePutRight() {
        Placement stray = new Placement(Cidr.of("192.0.2.100/32"), "eth0", Optional.empty());
        Rehearsal host = Rehearsal.primary().input(new Input.Observed(false, List.of(stray), true));
        assertThat(host.adds()).isTrue();

        host.input(new Input.Observed(true, List.of(stray), true));
        assertThat(host.removed()).contains(stray);
    }

    @Test
    void aliasThatIsThereTwiceAtStartShouldBeLeftOnceAsConfigured() {
        Placement stray = new Placement(Cidr.of("192.0.2.100/32"), "eth0", Optional.empty());
        Rehearsal host = Rehearsal.primary().input(new Input.Observed(true, List.of(stray), true));

        assertThat(host.removed()).containsExactly(stray);
    }

    @Test
    void aliasWhenAnotherHostTakesItShouldBeToldWithTheHost() {
        Rehearsal host =
                Rehearsal.secondary().watching().after(Duration.ofSeconds(1)).answered(STRANGER);

        assertThat(host.state.why().cause()).isEqualTo(Cause.MOVED);
        assertThat(host.why()).contains("a host that is no node of ours (02:00:00:00:00:66)");
    }
}
