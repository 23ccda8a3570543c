package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A host that hears nobody, has no carrier, or has the alias where it does not belong. */
class IsolationTest {
    @Test
    void holderWhenItHearsNobodyShouldHoldButYieldWhenItComesBack() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(60));
        cutOff(host).burstEnds();
        assertThat(host.state.why().cause()).isEqualTo(Cause.ISOLATED);
        assertThat(host.removes()).isFalse();

        host.after(Duration.ofMillis(50)).tick().burstEnds(Optional.of(MAC2), ALIAS, ROUTER, WEB2);
        assertThat(host.removes()).isTrue();
        assertThat(host.announces()).isFalse();
    }

    @Test
    void holderWhenItHearsNobodyShouldReleaseIfThePolicySaysSo() {
        Policy release = Rehearsal.with(POLICY, Policy.OnIsolation.RELEASE);
        Rehearsal host = Rehearsal.of(WEB1, release).holding().after(Duration.ofSeconds(60));

        assertThat(cutOff(host).burstEnds().removes()).isTrue();
    }

    @Test
    void holderWhenCarrierIsLostShouldLetGoAndAskBeforeItClaimsAgain() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Observed(true, List.of(), false));
        assertThat(host.why()).contains("eth0 is down or has no carrier");
        assertThat(host.removes()).isTrue();

        host.kernelHasItNot(false);
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);
        assertThat(host.kernelHasItNot()
                        .burstEnds(Optional.of(MAC2), ALIAS, ROUTER, WEB2)
                        .adds())
                .isFalse();
    }

    @Test
    void aliasThatIsThereAtStartWhenThereIsNoCarrierShouldBeReleased() {
        Rehearsal host = Rehearsal.primary().input(new Input.Observed(true, List.of(), false));

        assertThat(host.removes()).isTrue();
    }

    @Test
    void strayThatCannotBeTakenOffAtStartWithoutACarrierShouldBeTriedAgain() {
        Placement renamed = new Placement(Rehearsal.ALIAS.address(), "lan0", Optional.empty());
        Rehearsal host = Rehearsal.primary().input(new Input.Observed(false, List.of(renamed), false));
        assertThat(host.removed()).containsExactly(renamed);
        host.commandEnds(new CommandResult.Failed(Duration.ofMillis(2), "busy"));
        assertThat(host.wakeAt).contains(host.now.plusMillis(100));

        assertThat(host.after(Duration.ofMillis(100)).tick().removed()).containsExactly(renamed);
    }

    @Test
    void aliasOnAnotherInterfaceWhenItsOwnIsGoneShouldBeTakenOff() {
        Placement renamed = new Placement(Rehearsal.ALIAS.address(), "lan0", Optional.empty());
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Observed(false, List.of(), false));
        host.input(new Input.Observed(false, List.of(renamed), false));

        assertThat(host.removed()).containsExactly(renamed);
        assertThat(host.why()).contains("another host can have it");
    }

    @Test
    void cutOffHolderThatIsToReleaseShouldKeepWhatOthersAreOverheardUsing() {
        Policy release = Rehearsal.with(POLICY, Policy.OnIsolation.RELEASE);
        Rehearsal host = cutOff(Rehearsal.of(WEB1, release).holding().after(Duration.ofSeconds(60)));

        assertThat(host.burstEndsOverhearing().removes()).isFalse();
        assertThat(host.after(Duration.ofMillis(20)).tick().burstEnds().removes())
                .isTrue();
    }

    @Test
    void cutOffHolderShouldLookOftenAndAskThoroughlyOnceSomebodyIsHeard() {
        Rehearsal host = cutOff(Rehearsal.primary().holding().after(Duration.ofSeconds(60)));
        host.burstEnds();
        assertThat(host.after(Duration.ofMillis(20)).tick().lastBurst().probes())
                .isEqualTo(2);

        host.burstEnds(ROUTER);
        assertThat(host.announces()).isFalse();
        assertThat(host.lastBurst().probes()).isGreaterThanOrEqualTo(10);
        assertThat(host.burstEnds(ROUTER).announces()).isTrue();
    }

    @Test
    void strayThatComesAgainShouldBeTakenOffAgainSoon() {
        Rehearsal host = Rehearsal.secondary().watching();
        Observed stray =
                new Observed(false, List.of(new Placement(Cidr.of("192.0.2.100/25"), "eth0", Optional.empty())), true);
        assertThat(host.input(stray).removes()).isTrue();
        host.after(Duration.ofMillis(10)).kernelHasItNot();

        host.after(Duration.ofMillis(700)).input(stray);

        assertThat(host.removes()).isTrue();
    }

    @Test
    void aliasThatWentOffWithItsInterfaceWhenItIsSeenUnderItsNewNameShouldBeTakenOffThere() {
        Rehearsal host = Rehearsal.primary().holding();
        host.input(new Observed(true, List.of(), false));
        Placement renamed = new Placement(Rehearsal.ALIAS.address(), "lan0", Optional.empty());

        host.input(new Observed(false, List.of(renamed), false));

        assertThat(host.removed()).contains(renamed);
        assertThat(host.why()).contains("this host has 192.0.2.100/24 on lan0");
        assertThat(host.wakeAt).isPresent();
    }

    @Test
    void strayThatIsPutBackBeforeItsAbsenceWasSeenShouldBeTakenOffAgainSoon() {
        Rehearsal host = Rehearsal.secondary().watching();
        host.input(
                new Observed(false, List.of(new Placement(Cidr.of("192.0.2.100/25"), "eth0", Optional.empty())), true));
        Action remove = host.actions.get(0);

        host.after(Duration.ofMillis(10)).ends(remove, new CommandResult.Done(Duration.ofMillis(10)));

        assertThat(host.wakeAt.orElseThrow().minus(host.now)).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(host.after(Duration.ofMillis(200)).tick().removes()).isTrue();
    }

    @Test
    void silenceBeforeItsOwnClaimShouldNotCountAsGraceAfterItsRelease() {
        Rehearsal host = Rehearsal.secondary().watching().missed().burstEnds(ROUTER);
        assertThat(host.state.phase()).isInstanceOf(Phase.Claiming.class);
        host.input(new Observed(true, List.of(), false));
        host.after(Duration.ofSeconds(10)).kernelHasItNot(false);

        host.after(Duration.ofMillis(100)).kernelHasItNot(true).burstEnds(ROUTER, Rehearsal.WEB1);

        assertThat(host.state.phase())
                .as("the better one has just begun to have its time")
                .isInstanceOf(Phase.Vacant.class);
    }

    private static Rehearsal cutOff(Rehearsal host) {
        ProbeOutcome silence = new ProbeOutcome.Silence(Duration.ofMillis(10));
        host.evidence =
                host.evidence.heard(ROUTER, silence, host.now, true).heard(WEB2.address(), silence, host.now, true);
        return host.tick();
    }
}
