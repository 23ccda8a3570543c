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

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Input.Sighted;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that lets go of an alias on purpose says so, and the others need not wait for it. */
class FarewellTest {
    private static Sighted farewell(MacAddress mac) {
        return new Sighted(mac, Kind.FAREWELL);
    }

    private static boolean saysFarewell(Rehearsal host) {
        return host.actions.contains(new Action.Farewell(ALIAS));
    }

    @Test
    void secondaryWhenThePrimaryHasLetGoShouldAskAtOnceAndNotWaitForTheGrace() {
        Rehearsal host = Rehearsal.secondary().watching().answered(MAC1).input(farewell(MAC1));
        assertThat(host.burstEnds(ROUTER, WEB1).adds()).isTrue();
        assertThat(host.why())
                .endsWith(
                        "router 192.0.2.1 answers in 0.2 ms, partner web1 (192.0.2.11) has let go of it; taking over");
    }

    @Test
    void secondaryThatNeverTakesFromALiveHostShouldTakeWhatThatHostHasLetGoOf() {
        Rehearsal host = Rehearsal.of(WEB2, Rehearsal.with(POLICY, Optional.empty(), Optional.empty()))
                .watching()
                .answered(MAC1);
        assertThat(host.missed().burstEnds(ROUTER, WEB1).adds())
                .as("grace: never")
                .isFalse();

        host.input(farewell(MAC1));
        assertThat(host.burstEnds(ROUTER, WEB1).adds()).isTrue();
    }

    @Test
    void farewellInTheNameOfAHolderShouldMoveNothingAndBeAskedAboutOnlyOnce() {
        Rehearsal host = Rehearsal.secondary().watching().answered(MAC1).input(farewell(MAC1));
        assertThat(host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1).adds())
                .isFalse();
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);
        assertThat(host.state.left()).as("it is seen to have it").isEmpty();

        host.input(farewell(MAC1)).input(farewell(MAC1));
        assertThat(host.actions).as("a second one says nothing new").isEmpty();
    }

    @Test
    void farewellOfAStrangerShouldBeNothing() {
        Rehearsal host = Rehearsal.secondary().watching().answered(MAC1).input(farewell(STRANGER));
        assertThat(host.actions).isEmpty();
        assertThat(host.state.left()).isEmpty();
    }

    @Test
    void hostThatIsSeenToWantTheAliasAgainShouldBeLeftItAgain() {
        Rehearsal host = Rehearsal.secondary().watching().answered(MAC1).input(farewell(MAC1));
        Action burst = host.lastBurst();
        host.input(new Sighted(MAC1, Kind.WATCH)).actions.add(burst);
        assertThat(host.burstEnds(ROUTER, WEB1).adds()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.PARTNER_ALIVE);
    }

    @Test
    void hostThatIsSeenToWantItWhileThisOneHoldsItShouldBeLeftItAfterwards() {
        Rehearsal host = Rehearsal.secondary().watching().answered(MAC1).input(farewell(MAC1));
        host.burstEnds(ROUTER, WEB1).after(Duration.ofMillis(2)).kernelHasIt();
        assertThat(host.state.left()).containsExactly(MAC1);

        host.after(Duration.ofSeconds(1)).input(new Sighted(MAC1, Kind.WATCH));
        assertThat(host.state.left()).isEmpty();
    }

    @Test
    void silenceWithoutAWitnessShouldStayNoReasonToTake() {
        Rehearsal host = Rehearsal.secondary().watching().answered(MAC1).input(farewell(MAC1));
        assertThat(host.burstEnds(WEB1).adds()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"STOP", "REMOVE", "SUSPEND", "RETIRE"})
    void holderThatLetsGoOnPurposeShouldSayFarewellWhenTheKernelHasItNoMore(Order order) {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(order));
        assertThat(saysFarewell(host)).as("it is still here").isFalse();
        assertThat(saysFarewell(host.after(Duration.ofMillis(1)).kernelHasItNot()))
                .isTrue();
    }

    @Test
    void holderThatYieldsShouldSayNothing() {
        Rehearsal host = Rehearsal.secondary().holding().input(new Input.Stalled(Duration.ofSeconds(8)));
        host.answered(MAC1);
        assertThat(saysFarewell(host.kernelHasItNot())).isFalse();

        Rehearsal kept = Rehearsal.primary().holding().input(new Input.Ordered(Order.LEAVE));
        assertThat(saysFarewell(kept)).isFalse();
    }

    @Test
    void primaryShouldAskAtOnceToo() {
        Rehearsal host = Rehearsal.primary().watching().answered(MAC2).input(farewell(MAC2));
        assertThat(host.burstEnds(ROUTER, WEB2).adds()).isTrue();
    }
}
