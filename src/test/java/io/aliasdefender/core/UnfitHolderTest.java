package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.READY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static io.aliasdefender.core.Rehearsal.WEB3;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
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

/** A holder whose checks fail: to whom the alias moves, when, and what happens where nobody is fit for it. */
class UnfitHolderTest {
    private static final Said FIT = READY.serving(Known.YES);
    private static final Said UNFIT = READY.serving(Known.NO);

    private static Rehearsal holding(OnFailure onFailure) {
        Rehearsal host = Rehearsal.of(WEB2, POLICY.with(onFailure));
        host.spec = host.spec.fitBy(List.of("squid"));
        return host.holding().after(Duration.ofSeconds(5)).knows(WEB1, MAC1);
    }

    private static Rehearsal holding() {
        return holding(OnFailure.HAND_OVER);
    }

    private static Node offeredTo(Rehearsal host) {
        assertThat(host.state.phase()).as(host.why()).isInstanceOf(HandingOver.class);
        return ((HandingOver) host.state.phase()).to();
    }

    @Test
    void failingChecksShouldOfferTheAliasAtOnceToALinkedHostThatIsFit() {
        Rehearsal host = holding().says(WEB1, FIT).checks(Known.NO);
        assertThat(offeredTo(host)).isEqualTo(WEB1);
        assertThat(host.why())
                .isEqualTo("secondary: handing over 192.0.2.100 to partner web1 (192.0.2.11): squid fails: connection"
                        + " refused");

        host.after(Duration.ofMillis(4)).replies(WEB1, Outcome.TAKEN);
        assertThat(host.after(Timing.LINGER).tick().removes()).isTrue();
        host.after(Duration.ofMillis(1)).kernelHasItNot();
        assertThat(host.state.phase()).isInstanceOf(Watching.class);
        assertThat(host.state.fitness().moves()).isEqualTo(1);
    }

    @Test
    void hostThatBecomesFitShouldBeOfferedTheAliasAtOnce() {
        Rehearsal host = holding().says(WEB1, UNFIT).checks(Known.NO);
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.state.why().cause()).isEqualTo(Cause.UNFIT);
        assertThat(host.said).anyMatch(reason -> reason.level() == Level.WARNING);
        assertThat(host.why())
                .isEqualTo("secondary: squid fails: connection refused; partner web1 (192.0.2.11) is not fit for it:"
                        + " its checks fail; keeping 192.0.2.100: rather a host whose service fails than none");

        assertThat(offeredTo(host.after(Duration.ofSeconds(9)).says(WEB1, FIT))).isEqualTo(WEB1);
    }

    @Test
    void fitHostShouldComeBeforeOneOfWhichThatIsNotKnownAndThenTheRankCounts() {
        Said unknown = READY;
        for (List<Said> said :
                List.of(List.of(unknown, FIT), List.of(UNFIT, FIT), List.of(UNFIT, unknown), List.of(FIT, FIT))) {
            Rehearsal host = holding();
            host.spec = new AliasSpec(ALIAS, List.of(WEB1, WEB3, WEB2), WEB2, POLICY).fitBy(List.of("squid"));
            host.says(WEB1, said.get(0)).says(WEB3, said.get(1)).after(Duration.ofSeconds(10));
            host.says(WEB1, said.get(0)).says(WEB3, said.get(1)).checks(Known.NO);
            assertThat(offeredTo(host)).as("%s", said).isEqualTo(said.get(0).equals(FIT) ? WEB1 : WEB3);
        }
    }

    @Test
    void nodeThatHasJustBegunShouldBeWaitedForUntilItKnowsHowItsChecksStand() {
        Rehearsal host = holding().says(WEB1, READY).checks(Known.NO);
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why()).contains("; the checks of another node have no result yet; keeping");
        assertThat(offeredTo(host.after(Duration.ofSeconds(1)).says(WEB1, FIT))).isEqualTo(WEB1);
    }

    @Test
    void aliasThatWasTakenAMomentAgoShouldNotBeOfferedBeforeTheOtherHostHasLetGo() {
        Rehearsal host = Rehearsal.secondary();
        host.spec = new AliasSpec(ALIAS, List.of(WEB1, WEB3, WEB2), WEB2, POLICY).fitBy(List.of("squid"));
        host.watching()
                .says(WEB3, FIT)
                .offers(WEB1, 7)
                .after(Duration.ofMillis(3))
                .kernelHasIt();
        host.input(new Input.Announced()).says(WEB3, FIT).checks(Known.NO);
        assertThat(host.state.phase()).as("web1 has it, too").isInstanceOf(Holding.class);
        assertThat(host.wakeAt).isPresent();

        host.after(Duration.ofMillis(10)).says(WEB1, UNFIT);
        assertThat(offeredTo(host)).isEqualTo(WEB3);
    }

    @Test
    void checksWithoutAResultShouldMoveNothing() {
        assertThat(holding().says(WEB1, FIT).checks(Known.UNKNOWN).state.phase())
                .isInstanceOf(Holding.class);
        assertThat(holding(OnFailure.RELEASE).checks(Known.UNKNOWN).state.phase())
                .isInstanceOf(Holding.class);
    }

    @Test
    void holderWithoutALinkShouldKeepTheAliasAndSayWhy() {
        Rehearsal host = holding().checks(Known.NO);
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why()).contains("is not heard over the node link; keeping 192.0.2.100");
    }

    @Test
    void holderThatFollowsItsChecksShouldLetGoWhereNobodyIsFit() {
        Rehearsal host = holding(OnFailure.RELEASE).says(WEB1, UNFIT).checks(Known.NO);
        assertThat(host.state.phase()).isInstanceOf(Releasing.class);
        assertThat(host.why()).endsWith("; releasing 192.0.2.100/24 on eth0:1 (on-failure: release)");
        host.kernelHasItNot();
        assertThat(host.actions).as("others need not wait").containsExactly(new Action.Farewell(ALIAS));
    }

    @Test
    void holderThatFollowsItsChecksShouldHandOverWhereSomebodyIsFitAndReleaseWhenThatIsRefused() {
        Rehearsal host = holding(OnFailure.RELEASE).says(WEB1, FIT).checks(Known.NO);
        assertThat(offeredTo(host)).isEqualTo(WEB1);
        assertThat(host.replies(WEB1, Outcome.UNFIT).state.phase()).isInstanceOf(Releasing.class);
    }

    @Test
    void refusedHandOverShouldNotReleaseWhenTheChecksPassAgain() {
        Rehearsal host =
                holding(OnFailure.RELEASE).says(WEB1, FIT).checks(Known.NO).checks(Known.YES);
        assertThat(host.replies(WEB1, Outcome.UNFIT).state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why()).endsWith("its own checks pass again; it stays on this host");
    }

    @Test
    void holdShouldOnlyTell() {
        Rehearsal host = holding(OnFailure.HOLD).says(WEB1, FIT).checks(Known.NO);
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why()).endsWith("; keeping 192.0.2.100 (on-failure: hold)");
        assertThat(host.after(Duration.ofSeconds(3))
                        .checks(Known.YES)
                        .state
                        .why()
                        .cause())
                .isEqualTo(Cause.FIT_AGAIN);
    }

    @Test
    void refusedOfferShouldBeMadeAgainLaterAndLater() {
        Rehearsal host = holding().says(WEB1, FIT).checks(Known.NO);
        for (int seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
            offeredTo(host);
            host.replies(WEB1, Outcome.COMMAND_FAILED);
            assertThat(host.wakeAt).as("%d s", seconds).isPresent();
            Duration again = Duration.ofSeconds(seconds);
            host.after(again.minusMillis(1)).says(WEB1, FIT);
            assertThat(host.state.phase()).as("%d s", seconds).isInstanceOf(Holding.class);
            assertThat(host.state.failedFailbacks()).isZero();
            host.after(Duration.ofMillis(1)).tick();
        }
    }

    @Test
    void thirdMoveShouldWantAHostThatHasBeenFitForAWhile() {
        Rehearsal host = holding().says(WEB1, UNFIT);
        host.state = moved(host, 2);
        host.after(Duration.ofSeconds(1))
                .checks(Known.NO)
                .after(Duration.ofSeconds(1))
                .says(WEB1, FIT);
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why())
                .contains("; it may move again in 10 s, when the checks of another node have passed for 10 s");
        assertThat(host.wakeAt).as("it does not wait for a round").isPresent();

        Rehearsal almost = host.after(Duration.ofMillis(9_999)).told(WEB1, word(host));
        assertThat(almost.state.phase()).isInstanceOf(Holding.class);
        assertThat(offeredTo(host.after(Duration.ofMillis(1)).tick())).isEqualTo(WEB1);
    }

    private static Word word(Rehearsal host) {
        return new Word(FIT, Optional.empty(), Optional.empty(), host.now);
    }

    private static AliasState moved(Rehearsal host, int times) {
        FitnessHistory history = host.state.fitness();
        for (int i = 0; i < times; i++) {
            history = history.moved(host.now);
        }
        return ChangedState.of(host.state).fitness(history).state();
    }

    @Test
    void eachFurtherMoveShouldWantTwiceAsLongUpToTenMinutesAndBeForgotten() {
        Rehearsal host = holding();
        for (int times = 1; times <= 12; times++) {
            long seconds = times == 1 ? 0 : Math.min(10L << times - 2, 600);
            FitnessHistory history = moved(host, times).fitness();
            assertThat(history.needed(host.now)).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(history.needed(host.now.plus(FitnessHistory.FORGET))).isZero();
        }
    }

    @Test
    void orderedAliasShouldStayUntilTheChecksHavePassed() {
        Rehearsal host = Rehearsal.secondary();
        host.spec = host.spec.fitBy(List.of("squid"));
        host.kernelHasItNot()
                .checks(Known.NO)
                .input(new Input.Ordered(Order.ADD))
                .burstEnds(ROUTER);
        assertThat(host.said.get(0).sentence())
                .endsWith(", and an operator wants it here, although squid fails: connection refused; taking over");
        host.after(Duration.ofMillis(3)).kernelHasIt().says(WEB1, FIT);
        assertThat(host.after(Duration.ofSeconds(5)).tick().state.phase()).isInstanceOf(Holding.class);
        assertThat(host.checks(Known.YES).checks(Known.NO).says(WEB1, FIT).state.phase())
                .isInstanceOf(HandingOver.class);
    }

    @Test
    void aliasThatAnotherHostMayHaveShouldNotBeOffered() {
        Rehearsal host = holding().input(new Input.Stalled(Duration.ofSeconds(2)));
        Input ended = host.burstResult(false, Optional.empty(), ROUTER, WEB1);
        host.says(WEB1, FIT).checks(Known.NO);
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why()).contains("it is not certain that this host alone has it");
        assertThat(host.after(Duration.ofMillis(50))
                        .input(ended)
                        .says(WEB1, FIT)
                        .state
                        .phase())
                .isInstanceOf(HandingOver.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Known.class,
            names = {"NO", "UNKNOWN"})
    void hostThatIsNotFitShouldNotBeGivenTheAliasBack(Known service) {
        Rehearsal host =
                Rehearsal.of(WEB2, Rehearsal.with(POLICY, Optional.empty(), Optional.of(Duration.ofSeconds(5))));
        host.spec = host.spec.fitBy(List.of("squid"));
        host.holding().after(Duration.ofSeconds(5)).knows(WEB1, MAC1);
        for (int i = 0; i < 20; i++) {
            host.after(Duration.ofSeconds(1)).knows(WEB1, MAC1).says(WEB1, READY.serving(service));
            host.input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
            if (service == Known.NO) {
                assertThat(host.state.phase()).isInstanceOf(Holding.class);
            }
        }
        boolean given = !(host.state.phase() instanceof Holding);
        assertThat(given).as("by its mark it says that it takes it").isEqualTo(service == Known.UNKNOWN);
    }

    @Test
    void moveToAHostWhoseChecksFailShouldBeRefused() {
        Rehearsal host = holding().says(WEB1, UNFIT).input(new Input.Ordered(Order.MOVE, Optional.of(WEB1)));
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why())
                .isEqualTo("secondary: cannot hand over 192.0.2.100: partner web1 (192.0.2.11) is not fit for it: its"
                        + " checks fail; it stays on this host");
    }
}
