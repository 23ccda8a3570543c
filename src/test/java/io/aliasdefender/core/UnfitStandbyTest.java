package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.HAS_IT;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.READY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.probe.Sighting.Kind;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host whose checks do not pass, and the silent alias: fitness comes before rank. */
class UnfitStandbyTest {
    private static final Said FIT = READY.serving(Known.YES);
    private static final Said UNFIT = READY.serving(Known.NO);

    private static Rehearsal watching(Node self, OnFailure onFailure) {
        Rehearsal host = Rehearsal.of(self, POLICY.with(onFailure));
        host.spec = host.spec.fitBy(List.of("squid"));
        return host.watching();
    }

    private static Rehearsal primary() {
        return watching(WEB1, OnFailure.HAND_OVER);
    }

    private static Rehearsal secondary() {
        return watching(WEB2, OnFailure.HAND_OVER);
    }

    /** A round is missed; the burst ends after the other node has said something. */
    private static Rehearsal missed(Rehearsal host, Node node, Said said, Object... answering) {
        host.missed();
        Input ended = host.burstResult(false, Optional.empty(), answering);
        return host.says(node, said).after(Duration.ofMillis(50)).input(ended);
    }

    @Test
    void unfitHostShouldLeaveTheSilentAliasToAFitOneWhateverItsRank() {
        Rehearsal host = missed(primary().checks(Known.NO), WEB2, FIT, ROUTER);
        assertThat(host.adds()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.UNFIT);
        assertThat(host.why())
                .endsWith(", but squid fails: connection refused, and partner web2 (192.0.2.12) is fit for it; waiting"
                        + " 6 s for it");
    }

    @Test
    void unfitHostShouldTakeTheAliasWhenTheFitOneDoesNot() {
        Rehearsal host = primary().checks(Known.NO).says(WEB2, FIT).missed().burstEnds(ROUTER);
        host.after(Duration.ofSeconds(6)).tick();
        assertThat(host.state.phase()).isInstanceOf(Confirming.class);
        assertThat(host.says(WEB2, FIT).tick().state.phase()).isInstanceOf(Confirming.class);
        host.after(Duration.ofSeconds(1)).missed();
        host.input(new Input.Stalled(Duration.ofMillis(1)));
        assertThat(host.burstEnds(ROUTER).state.phase()).isInstanceOf(Claiming.class);
    }

    @Test
    void unfitHostShouldTakeTheAliasWhereNobodyIsKnownToBeFit() {
        for (Said said : List.of(UNFIT, READY, FIT.serving(Known.UNKNOWN))) {
            assertThat(primary()
                            .checks(Known.NO)
                            .says(WEB2, said)
                            .missed()
                            .burstEnds(ROUTER)
                            .state
                            .phase())
                    .as("%s", said)
                    .isInstanceOf(Claiming.class);
        }
        assertThat(primary().checks(Known.NO).missed().burstEnds(ROUTER).state.phase())
                .isInstanceOf(Claiming.class);
    }

    @Test
    void fitHostThatCannotTakeItShouldNotBeWaitedFor() {
        Said maintenance = new Said(Known.NO, false, false, true, true, Known.YES, Known.YES);
        Said deaf = new Said(Known.NO, false, true, true, true, Known.NO, Known.YES);
        for (Said said : List.of(maintenance, deaf)) {
            assertThat(primary()
                            .checks(Known.NO)
                            .says(WEB2, said)
                            .missed()
                            .burstEnds(ROUTER)
                            .state
                            .phase())
                    .as("%s", said)
                    .isInstanceOf(Claiming.class);
        }
    }

    @Test
    void fitHostShouldNotWaitForABetterOneWhoseChecksFail() {
        Rehearsal host = missed(secondary(), WEB1, UNFIT, ROUTER, WEB1);
        assertThat(host.state.phase()).isInstanceOf(Claiming.class);
        assertThat(host.said.get(0).sentence())
                .endsWith(", partner web1 (192.0.2.11) is not fit for it: its checks fail; taking over");
    }

    @Test
    void whatABetterHostSaidBeforeTheSilenceShouldNotCount() {
        Rehearsal host =
                secondary().says(WEB1, UNFIT).after(Duration.ofMillis(10)).missed();
        assertThat(host.burstEnds(ROUTER, WEB1).state.why().cause()).isEqualTo(Cause.PARTNER_ALIVE);
    }

    @Test
    void ofTwoUnfitHostsTheRankShouldDecide() {
        Rehearsal host = missed(secondary().checks(Known.NO), WEB1, UNFIT, ROUTER, WEB1);
        assertThat(host.state.why().cause()).isEqualTo(Cause.PARTNER_ALIVE);
    }

    @Test
    void probesOfABetterHostWhoseChecksFailShouldNotStopAFitOne() {
        Rehearsal host = secondary().missed();
        Input ended = host.burstResult(false, Optional.empty(), ROUTER, WEB1);
        host.says(WEB1, UNFIT).input(new Input.Sighted(MAC1, Kind.PROBE));
        assertThat(host.after(Duration.ofMillis(50)).input(ended).state.phase())
                .as("asked once more, as of any worse-ranked one")
                .isInstanceOf(Confirming.class);
        Input again = host.burstResult(false, Optional.empty(), ROUTER, WEB1);
        assertThat(host.says(WEB1, UNFIT)
                        .input(new Input.Sighted(MAC1, Kind.PROBE))
                        .after(Duration.ofMillis(50))
                        .input(again)
                        .state
                        .phase())
                .isInstanceOf(Claiming.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Known.class,
            names = {"NO", "UNKNOWN"})
    void hostThatFollowsItsChecksShouldNeverTakeTheAliasWhileTheyDoNotPass(Known fit) {
        Rehearsal host = watching(WEB1, OnFailure.RELEASE).checks(fit).missed();
        assertThat(host.actions).as("whoever asks is taken to claim").isEmpty();
        assertThat(host.state.phase()).isInstanceOf(Vacant.class);
        assertThat(host.why()).endsWith("; leaving it to others (on-failure: release)");
        assertThat(host.wakeAt).isEmpty();

        assertThat(host.after(Duration.ofHours(1)).missed().actions).isEmpty();
        assertThat(host.checks(Known.YES).burstEnds(ROUTER).state.phase()).isInstanceOf(Claiming.class);
    }

    /** It lost its leadership for a moment, or has it from the other one: the next round may be an interval away. */
    @Test
    void hostThatFollowsItsChecksShouldAskAsSoonAsTheyPass() {
        Rehearsal host = watching(WEB1, OnFailure.RELEASE).checks(Known.NO);
        assertThat(host.actions).as("the other one has it").isEmpty();
        assertThat(host.checks(Known.YES).burstEnds(ROUTER).state.phase()).isInstanceOf(Claiming.class);
        assertThat(watching(WEB1, OnFailure.HAND_OVER).checks(Known.NO).checks(Known.YES).actions)
                .as("not a reason to ask")
                .isEmpty();
    }

    @Test
    void hostWithoutResultsShouldWaitForThemAndNotForEver() {
        Rehearsal host = primary().checks(Known.UNKNOWN).missed().burstEnds(ROUTER);
        assertThat(host.state.phase()).isInstanceOf(Vacant.class);
        assertThat(host.why()).endsWith("the checks of this host have no result yet; not taking over yet");
        Rehearsal late =
                primary().checks(Known.UNKNOWN).missed().burstEnds(ROUTER).after(Duration.ofSeconds(30));
        assertThat(late.tick().burstEnds(ROUTER).state.phase()).isInstanceOf(Claiming.class);
        assertThat(host.checks(Known.NO).state.phase()).as("at once").isInstanceOf(Confirming.class);
        assertThat(host.burstEnds(ROUTER).state.phase()).isInstanceOf(Claiming.class);
    }

    @Test
    void burstThatWasUnderWayShouldTakeNothingForAHostThatFollowsItsChecks() {
        Rehearsal host = watching(WEB1, OnFailure.RELEASE).missed();
        Input ended = host.burstResult(false, Optional.empty(), ROUTER);
        host.checks(Known.NO).after(Duration.ofMillis(50)).input(ended);
        assertThat(host.adds()).isFalse();
        assertThat(host.why()).endsWith("; not taking over (on-failure: release)");
    }

    @Test
    void operatorShouldBeObeyed() {
        Rehearsal host = watching(WEB1, OnFailure.RELEASE).checks(Known.NO).missed();
        assertThat(host.input(new Input.Ordered(Order.ADD))
                        .burstEnds(ROUTER)
                        .state
                        .phase())
                .isInstanceOf(Claiming.class);
    }

    @Test
    void unfitHostShouldRefuseWhatIsOfferedAndSayWhy() {
        Rehearsal host = primary().checks(Known.NO).offers(WEB2, 7);
        assertThat(host.state.phase()).isInstanceOf(Watching.class);
        assertThat(host.state.taking().orElseThrow().outcome()).contains(Outcome.UNFIT);
        assertThat(host.why()).endsWith("; not taking it: this host: checks fail");
    }

    @Test
    void hostWithoutResultsShouldTakeWhatIsOfferedUnlessItFollowsItsChecks() {
        assertThat(primary().checks(Known.UNKNOWN).offers(WEB2, 7).adds()).isTrue();
        assertThat(watching(WEB1, OnFailure.RELEASE)
                        .checks(Known.UNKNOWN)
                        .offers(WEB2, 7)
                        .adds())
                .isFalse();
    }

    @Test
    void whatIsTakenFromAHostWhoseChecksFailShouldCountAsAMove() {
        Word.Offer offer = new Word.Offer(7, Duration.ofSeconds(1));
        Rehearsal host = primary().told(WEB2, HAS_IT.serving(Known.NO), Optional.of(offer), Optional.empty());
        assertThat(host.adds()).isTrue();
        assertThat(host.why()).endsWith(" hands over 192.0.2.100, because its checks fail; taking it");
        assertThat(host.state.fitness().moves()).isEqualTo(1);
    }

    @Test
    void hostThatLetGoTwiceInARowShouldHaveTheAliasAgainAfterAWhileOnly() {
        Rehearsal host = Rehearsal.of(WEB1, POLICY.with(OnFailure.RELEASE));
        host.spec = host.spec.fitBy(List.of("squid"));
        host.holding();
        for (int i = 0; i < 2; i++) {
            assertThat(host.after(Duration.ofSeconds(3)).checks(Known.NO).removes())
                    .isTrue();
            host.kernelHasItNot().after(Duration.ofSeconds(3)).checks(Known.YES).missed();
            host.burstEndsLate();
            if (i == 0) {
                assertThat(host.state.phase()).as(host.why()).isInstanceOf(Claiming.class);
                host.kernelHasIt();
            }
        }
        assertThat(host.state.phase()).isInstanceOf(Vacant.class);
        assertThat(host.why()).contains("but the checks of this host flapped; it may have it again in 10 s");
        assertThat(host.after(Duration.ofSeconds(10)).tick().burstEnds(ROUTER).adds())
                .isTrue();
    }

    @Test
    void hostWhosePhaseTellsNothingOfItShouldSayHowItsChecksStand() {
        for (Known fit : Known.values()) {
            Rehearsal host = secondary().checks(fit);
            Said said = Tellings.of(host.state, host.spec, host.evidence).said();
            assertThat(said.service()).isEqualTo(fit);
            assertThat(said.takes()).isTrue();
        }
    }
}
