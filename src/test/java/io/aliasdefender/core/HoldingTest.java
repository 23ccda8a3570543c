package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldingTest {
    @Test
    void claimWhenKernelHasItShouldBeAnnouncedFiveTimesAndThenEveryMinute() {
        Rehearsal host = Rehearsal.primary().holding();
        assertThat(host.announces()).isTrue();

        int announced = 1;
        Duration begin = host.now;
        while (host.now.minus(begin).compareTo(Duration.ofSeconds(130)) < 0) {
            host.after(Duration.ofMillis(50)).tick();
            announced += host.announces() ? 1 : 0;
        }
        assertThat(announced).isEqualTo(5 + 2);
    }

    @Test
    void stateShouldNotBeHoldingBeforeTheKernelSaysSo() {
        Rehearsal host = Rehearsal.primary().kernelHasItNot().burstEnds(ROUTER);
        host.commandEnds(new CommandResult.Done(Duration.ofMillis(3)));

        assertThat(host.state.phase()).isInstanceOf(Phase.Claiming.class);
    }

    @Test
    void checkOfANewHolderThatNeverEndsShouldBeBegunAnewAndNotLeaveADeadlineInThePast() {
        Rehearsal host = Rehearsal.primary().holding();
        boolean askedAnew = false;
        for (int second = 0; second < 15; second++) {
            host.after(Duration.ofSeconds(1)).tick();
            assertThat(host.wakeAt.orElseThrow()).isGreaterThan(host.now);
            askedAnew |= host.actions.stream().anyMatch(Action.Burst.class::isInstance);
        }
        assertThat(askedAnew).as("the burst beside the claim came to nothing").isTrue();
    }

    @Test
    void deletedAliasShouldBePutBackAfterAskingTheLink() {
        Rehearsal host =
                Rehearsal.primary().holding().after(Duration.ofSeconds(5)).kernelHasItNot();
        assertThat(host.adds()).isFalse();
        assertThat(host.lastBurst().probes()).isLessThanOrEqualTo(5);

        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
        host.kernelHasIt();
        assertThat(host.announces()).isTrue();
        assertThat(host.state.why().cause()).isEqualTo(Cause.RESTORED);
    }

    @Test
    void deletedAliasWhenAnotherHostHasItByNowShouldBeLeftThere() {
        Rehearsal host = Rehearsal.primary().holding().kernelHasItNot().burstEnds(Optional.of(MAC2), ALIAS, ROUTER);

        assertThat(host.adds()).isFalse();
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);
    }

    @Test
    void holderWhenItWasAsleepAndNobodyTookItShouldGoOn() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofMinutes(5));
        host.input(new Input.Stalled(Duration.ofSeconds(8))).burstEnds(ROUTER, WEB2);

        assertThat(host.removes()).isFalse();
        assertThat(host.announces()).isTrue();
    }

    @Test
    void failbackWhenItIsNeverShouldLeaveTheAliasWhereItIs() {
        Rehearsal host = Rehearsal.secondary().holding();
        host.evidence = host.evidence.heard(WEB1.address(), Rehearsal.reply(Optional.of(MAC1)), host.now, true);
        for (int second = 0; second < 600; second++) {
            host.after(Duration.ofSeconds(1)).input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
            assertThat(host.removes()).isFalse();
        }
    }

    @Test
    void failbackAfterADurationShouldWaitForHealthAndForAWatchingDefender() {
        Policy policy = Rehearsal.with(POLICY, POLICY.grace(), Optional.of(Duration.ofSeconds(30)));
        Rehearsal host = Rehearsal.of(WEB2, policy).holding();
        host.evidence = host.evidence.heard(WEB1.address(), Rehearsal.reply(Optional.of(MAC1)), host.now, true);
        host.after(Duration.ofMinutes(5)).tick();
        assertThat(host.removes())
                .as("a host without a watching defender would not take it")
                .isFalse();

        int seconds = 0;
        while (!host.removes() && seconds < 100) {
            seconds++;
            host.after(Duration.ofSeconds(1)).input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
        }
        assertThat(seconds).isEqualTo(31);
        assertThat(host.state.why().cause()).isEqualTo(Cause.FAILING_BACK);
    }

    @Test
    void stopShouldReleaseOrKeepAsThePolicySays() {
        Rehearsal releasing = Rehearsal.primary().holding().input(new Input.Ordered(Order.STOP));
        assertThat(releasing.removes()).isTrue();
        assertThat(releasing.kernelHasItNot().state.phase()).isInstanceOf(Phase.Stopped.class);

        Policy keep = new Policy(
                POLICY.interval(),
                10,
                POLICY.confirmSpacing(),
                POLICY.grace(),
                POLICY.failback(),
                Policy.OnStop.KEEP,
                Policy.OnIsolation.HOLD,
                POLICY.announce());
        Rehearsal keeping = Rehearsal.of(WEB1, keep).holding().input(new Input.Ordered(Order.STOP));
        assertThat(keeping.removes()).isFalse();
        assertThat(keeping.state.phase()).isInstanceOf(Phase.Stopped.class);
    }

    @Test
    void stopForTheNextDefenderShouldKeepWhateverThePolicySays() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(Order.LEAVE));

        assertThat(host.removes()).isFalse();
        assertThat(host.state.phase()).isInstanceOf(Phase.Stopped.class);
        assertThat(host.state.why().sentence()).endsWith("in place (the next defender adopts it)");
    }

    @Test
    void stopDuringAClaimShouldEndAlthoughSomebodyAnswersMeanwhile() {
        Rehearsal host = Rehearsal.primary().kernelHasItNot().burstEnds(ROUTER);
        Action remove = host.input(new Input.Ordered(Order.STOP)).actions.get(0);
        host.answered(MAC2);
        assertThat(host.state.phase()).isInstanceOf(Phase.Releasing.class);

        host.ends(remove, new CommandResult.Done(Duration.ofMillis(2)));
        assertThat(host.state.phase()).isInstanceOf(Phase.Stopped.class);
    }

    @Test
    void operatorWhoRemovesShouldNotSeeItComeBackUntilAnotherHostHadIt() {
        Rehearsal host = Rehearsal.primary()
                .holding()
                .input(new Input.Ordered(Order.REMOVE))
                .kernelHasItNot();
        for (int second = 0; second < 100; second++) {
            assertThat(host.after(Duration.ofSeconds(1)).missed().actions).isEmpty();
        }
        host.answered(MAC2).after(Duration.ofSeconds(1)).missed().burstEnds(ROUTER);
        assertThat(host.adds()).isTrue();
    }

    @Test
    void operatorWhoAddsShouldBeRefusedWhileAnotherHostAnswers() {
        Rehearsal host = Rehearsal.secondary().watching().input(new Input.Ordered(Order.ADD));
        host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1);
        assertThat(host.adds()).isFalse();
        assertThat(host.said).extracting(Reason::cause).contains(Cause.REFUSED);

        host.input(new Input.Ordered(Order.ADD)).burstEnds(WEB1);
        assertThat(host.adds())
                .as("silent: rank and witness do not matter to an operator")
                .isTrue();
    }

    @Test
    void reloadWhenThePlacementIsTheSameShouldNotTouchTheAddress() {
        Rehearsal host = Rehearsal.primary().holding();
        AliasSpec before = host.spec;
        host.spec = new AliasSpec(
                before.placement(),
                before.ranking(),
                before.self(),
                Rehearsal.with(POLICY, Optional.empty(), Optional.empty()));
        host.input(new Input.Reconfigured(before));

        assertThat(host.actions).isEmpty();
        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);
    }

    @Test
    void reloadWhenThePrefixChangesShouldReplaceTheAddressInOneBatch() {
        Rehearsal host = Rehearsal.primary().holding();
        AliasSpec before = host.spec;
        Placement wider = new Placement(Cidr.of("192.0.2.100/16"), "eth0", Optional.of("eth0:1"));
        host.spec = new AliasSpec(wider, before.ranking(), before.self(), before.policy());
        host.input(new Input.Reconfigured(before));
        assertThat(host.removed()).containsExactly(ALIAS);
        assertThat(host.added()).containsExactly(wider);
        assertThat(host.state.doubt().none()).isTrue();

        host.input(new Input.Observed(false, List.of(ALIAS), true));
        assertThat(host.actions).as("the kernel as it was").isEmpty();

        host.kernelHasIt();
        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);
        assertThat(host.state.why().cause()).isEqualTo(Cause.RESTORED);
    }

    @Test
    void newLinkAddressOfTheInterfaceShouldBeAnnouncedAtOnce() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(5));
        host.input(new Input.Observed(true, List.of(), true, true, MAC1));
        assertThat(host.announces()).as("it was not known before").isFalse();

        host.input(new Input.Observed(true, List.of(), true, true, MAC2));

        assertThat(host.announces()).isTrue();
        assertThat(host.state.why().cause()).isEqualTo(Cause.LINK_ADDRESS);
        assertThat(host.input(new Input.Observed(true, List.of(), true, true, MAC2))
                        .announces())
                .isFalse();
    }

    @Test
    void newLinkAddressWhenThisHostIsCutOffShouldNotBeAnnounced() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Observed(true, List.of(), true, true, MAC1));
        host.input(new Input.Stalled(Duration.ofSeconds(9)));

        host.input(new Input.Observed(true, List.of(), true, true, MAC2));

        assertThat(host.announces()).isFalse();
    }

    @Test
    void commandThatCannotRemoveShouldBeTriedAgain() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(Order.RETIRE));
        host.commandEnds(new CommandResult.TimedOut(Duration.ofSeconds(2), "ip addr del"));
        assertThat(host.why()).contains("'ip addr del' was ended after 2 s").endsWith("trying again in 100 ms");

        for (int failures = 0; failures < 10; failures++) {
            // What is to go is a second holder in waiting: it is never left for long.
            assertThat(host.after(Duration.ofSeconds(2)).tick().removes()).isTrue();
            host.commandEnds(new CommandResult.Failed(Duration.ofMillis(2), "no memory"));
        }
        assertThat(host.why()).endsWith("trying again in 2 s");
    }
}
