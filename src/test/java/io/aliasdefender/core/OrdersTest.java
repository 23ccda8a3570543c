package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Orders and reloads that come between two phases are not lost. */
class OrdersTest {
    private static final Placement ELSEWHERE = new Placement(ALIAS.address(), "eth1", Optional.empty());

    private static Rehearsal moved(Rehearsal host, Placement placement) {
        AliasSpec before = host.spec;
        host.spec = new AliasSpec(placement, before.ranking(), before.self(), before.policy());
        return host.input(new Input.Reconfigured(before));
    }

    @Test
    void removalWhenTheAliasIsBeingPutBackShouldKeepItOff() {
        Rehearsal host =
                Rehearsal.primary().holding().after(Duration.ofSeconds(5)).kernelHasItNot();
        Action.Burst burst = host.lastBurst();
        host.input(new Input.Ordered(Order.REMOVE));
        assertThat(host.state.phase()).isInstanceOf(Phase.StandingAside.class);

        host.actions.add(burst);
        assertThat(host.burstEnds(ROUTER).adds()).isFalse();
        assertThat(host.after(Duration.ofSeconds(60)).missed().actions).isEmpty();
    }

    @Test
    void removalWhenTheAliasIsBeingConfirmedOrLiesVacantShouldKeepItOff() {
        Rehearsal confirming = Rehearsal.primary().watching().missed();
        Action.Burst burst = confirming.lastBurst();
        confirming.input(new Input.Ordered(Order.REMOVE));
        confirming.actions.add(burst);
        assertThat(confirming.burstEnds(ROUTER).adds()).isFalse();

        Rehearsal vacant = Rehearsal.secondary().watching().missed().burstEnds(ROUTER, WEB1);
        vacant.input(new Input.Ordered(Order.REMOVE))
                .after(Duration.ofSeconds(10))
                .tick();
        assertThat(vacant.actions).isEmpty();
        assertThat(vacant.state.phase()).isInstanceOf(Phase.StandingAside.class);
    }

    @Test
    void removalWhenTheAliasIsOnItsWayToAnotherPlaceShouldKeepItOff() {
        Rehearsal host = moved(Rehearsal.primary().holding(), ELSEWHERE);
        Action remove = host.actions.get(0);
        host.input(new Input.Ordered(Order.REMOVE));

        host.ends(remove, new CommandResult.Done(Duration.ofMillis(2)));
        assertThat(host.state.phase()).isInstanceOf(Phase.StandingAside.class);
    }

    @Test
    void prefixWhenItChangesWhileAnotherHostMayHaveTheAliasShouldNotBeAddedBeforeSomebodyWasAsked() {
        Placement wider = new Placement(Cidr.of("192.0.2.100/16"), "eth0", Optional.of("eth0:1"));
        Rehearsal paused = Rehearsal.primary().holding().input(new Input.Stalled(Duration.ofSeconds(8)));
        moved(paused, wider);
        assertThat(paused.adds()).as("after a pause").isFalse();
        assertThat(paused.removed()).containsExactly(ALIAS);

        Rehearsal shared = Rehearsal.primary().holding().answered(Rehearsal.MAC2);
        moved(shared, wider);
        assertThat(shared.adds()).as("another host has it too").isFalse();
        assertThat(shared.removed()).containsExactly(ALIAS);
    }

    @Test
    void removalWhenAnAnswerOfBeforeComesLateShouldStillKeepItOff() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(Order.REMOVE));
        host.kernelHasItNot().after(Duration.ofMillis(5)).answered(Rehearsal.MAC2);
        assertThat(host.state.phase()).isInstanceOf(Phase.StandingAside.class);

        host.after(Duration.ofSeconds(1)).answered(Rehearsal.MAC2);
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);
    }

    @Test
    void maintenanceWhenTheAliasIsBeingPutBackShouldTakeNothing() {
        Rehearsal host = Rehearsal.primary().holding().kernelHasItNot().input(new Input.Ordered(Order.SUSPEND));

        assertThat(host.state.phase()).isInstanceOf(Phase.Suspended.class);
    }

    @Test
    void reloadToAnotherLinkWhenABurstIsUnderWayShouldAskThereFirst() {
        Rehearsal host = Rehearsal.primary().watching().missed();
        Action.Burst old = host.lastBurst();
        Input result = host.burstResult(false, Optional.empty(), ROUTER);
        moved(host, ELSEWHERE);
        assertThat(old.id()).isPositive();

        assertThat(host.input(result).adds()).as("nobody was asked on eth1").isFalse();
        host.kernelHasItNot();
        assertThat(host.burstEnds(ROUTER).added()).containsExactly(ELSEWHERE);
    }

    @Test
    void reloadToAnotherLinkShouldNotTakeWhatTheKernelHadOnTheOldOneForTheNew() {
        Rehearsal host = moved(Rehearsal.primary().holding(), ELSEWHERE);
        assertThat(host.removed()).containsExactly(ALIAS);
        assertThat(host.state.present()).as("nobody has looked at eth1 yet").isFalse();
        assertThat(host.state.doubt().none())
                .as("that nobody else has it was asked on eth0")
                .isFalse();
    }

    @Test
    void removalOfAnotherAddressShouldNotCountForTheRelease() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(Order.RETIRE));
        Placement stray = new Placement(Cidr.of("192.0.2.100/32"), "eth0", Optional.empty());

        host.ends(new Action.Remove(99, stray), new CommandResult.Done(Duration.ofMillis(2)));
        assertThat(host.state.phase()).isInstanceOf(Phase.Releasing.class);
        host.ends(new Action.Remove(99, stray), new CommandResult.Failed(Duration.ofMillis(2), "no memory"));
        assertThat(host.why()).doesNotContain("no memory");
    }

    @Test
    void removedAddressWhenItIsPutThereAgainAtOnceShouldBeTakenOffAgainSoon() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(Order.RETIRE));
        host.commandEnds(new CommandResult.Done(Duration.ofMillis(2))).kernelHasIt();
        assertThat(host.after(Duration.ofMillis(499)).tick().removes())
                .as("the kernel may need a moment to show it")
                .isFalse();

        assertThat(host.after(Duration.ofMillis(1)).tick().removes()).isTrue();
        assertThat(host.kernelHasItNot().state.phase()).isInstanceOf(Phase.Stopped.class);
    }

    @Test
    void resultOfAnEarlierClaimShouldNotCountForTheNewOne() {
        Rehearsal host = Rehearsal.primary().watching().missed().burstEnds(ROUTER);
        Action first = host.actions.stream()
                .filter(Action.Add.class::isInstance)
                .findFirst()
                .orElseThrow();
        host.commandEnds(new CommandResult.TimedOut(Duration.ofSeconds(2), "ip"));
        host.after(Duration.ofMillis(100)).tick().burstEnds(ROUTER);
        assertThat(host.adds()).isTrue();

        host.ends(first, new CommandResult.Failed(Duration.ofSeconds(2), "late"));
        assertThat(host.state.phase()).isInstanceOf(Phase.Claiming.class);
    }

    @Test
    void ipv6AliasWithAnotherPrefixShouldBeTakenOffBeforeTheRightOneIsAdded() {
        Placement right = new Placement(Cidr.of("2001:db8::100/64"), "eth0", Optional.empty());
        Placement wrong = new Placement(Cidr.of("2001:db8::100/128"), "eth0", Optional.empty());
        Rehearsal host = Rehearsal.primary();
        host.spec = new AliasSpec(right, host.spec.ranking(), host.spec.self(), POLICY);

        host.input(new Observed(false, List.of(wrong), true));
        assertThat(host.actions)
                .filteredOn(action -> !(action instanceof Action.Burst))
                .containsExactly(new Action.Remove(1, wrong), new Action.Add(2, right, Optional.empty()));
    }

    @Test
    void heldIpv6AliasWhosePrefixIsChangedByHandShouldBePutRightAtOnce() {
        Placement right = new Placement(Cidr.of("2001:db8::100/64"), "eth0", Optional.empty());
        Placement wrong = new Placement(Cidr.of("2001:db8::100/128"), "eth0", Optional.empty());
        Rehearsal host = Rehearsal.primary();
        host.spec = new AliasSpec(right, host.spec.ranking(), host.spec.self(), POLICY);
        host.holding().after(Duration.ofSeconds(60)).input(new Observed(false, List.of(wrong), true));

        assertThat(host.removed()).containsExactly(wrong);
        assertThat(host.added()).containsExactly(right);
    }

    @Test
    void ipv6AliasThatComesBackWithAnotherPrefixWhileItIsBeingPutBackShouldBeTakenOffFirst() {
        Placement right = new Placement(Cidr.of("2001:db8::100/64"), "eth0", Optional.empty());
        Placement wrong = new Placement(Cidr.of("2001:db8::100/128"), "eth0", Optional.empty());
        Rehearsal host = Rehearsal.primary();
        host.spec = new AliasSpec(right, host.spec.ranking(), host.spec.self(), POLICY);
        host.holding().after(Duration.ofSeconds(60)).kernelHasItNot();
        Input burst = host.burstResult(false, Optional.empty(), ROUTER);
        host.input(new Observed(false, List.of(wrong), true)).input(burst);

        assertThat(host.removed()).containsExactly(wrong);
        assertThat(host.added()).containsExactly(right);
    }

    @Test
    void strayThatIsLeftWhenAnotherHostHasTakenTheAliasShouldBeTakenOff() {
        Placement unusable = new Placement(Cidr.of("2001:db8::100/64"), "eth1", Optional.empty());
        Rehearsal host =
                Rehearsal.primary().holding().after(Duration.ofSeconds(60)).kernelHasItNot();
        Input answered = host.burstResult(false, Optional.of(Rehearsal.MAC2), ALIAS, ROUTER);
        host.input(new Observed(false, List.of(unusable), true)).input(answered);
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);

        assertThat(host.wakeAt)
                .as("it is not left until something else happens")
                .isPresent();
        assertThat(host.tick().removed()).containsExactly(unusable);
        assertThat(host.wakeAt.orElseThrow())
                .as("and is not looked at all the time")
                .isGreaterThan(host.now.plusMillis(100));
    }

    @Test
    void ipv4AliasWithAnotherPrefixShouldBeAddedBeforeTheWrongOneGoes() {
        Placement wrong = new Placement(Cidr.of("192.0.2.100/32"), "eth0", Optional.empty());
        Rehearsal host = Rehearsal.primary().input(new Observed(false, List.of(wrong), true));

        assertThat(host.removed()).isEmpty();
        assertThat(host.added()).containsExactly(ALIAS);
    }
}
