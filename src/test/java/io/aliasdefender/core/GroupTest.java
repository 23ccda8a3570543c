package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Companion.Standing;
import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An alias beside another one of its group. */
class GroupTest {
    private static final IpAddress OTHER = IpAddress.of("192.0.2.101");

    private static Rehearsal host(boolean primary) {
        Rehearsal host = primary ? Rehearsal.primary() : Rehearsal.secondary();
        host.spec = new AliasSpec(ALIAS, List.of(WEB1, WEB2), primary ? WEB1 : WEB2, POLICY, Optional.of("web"));
        return beside(host, Standing.ELSEWHERE, Optional.of(primary ? MAC2 : MAC1));
    }

    private static Rehearsal beside(Rehearsal host, Standing standing, Optional<MacAddress> holder) {
        return beside(host, new Companion(OTHER, standing, host.now, 0, holder));
    }

    private static Rehearsal beside(Rehearsal host, Companion companion) {
        host.evidence = host.evidence.beside(List.of(companion));
        return host;
    }

    private static Rehearsal beside(Rehearsal host, Standing standing) {
        return beside(host, standing, Optional.empty());
    }

    @Test
    void aliasWhenTheOtherAnswersElsewhereShouldNotBeTakenAlone() {
        Rehearsal host = host(true).watching().missed().burstEnds(ROUTER);

        assertThat(host.adds()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.GROUP);
        assertThat(host.why())
                .contains("its group web moves together")
                .contains("192.0.2.101 answers from web2 (02:00:00:00:00:12)")
                .endsWith("not taking it");
    }

    @Test
    void aliasWhenTheOtherIsBeingAskedShouldWaitForItAndThenBeTakenWithIt() {
        Rehearsal host = beside(host(true).watching(), Standing.ASKING).missed().burstEnds(ROUTER);
        assertThat(host.adds()).isFalse();
        assertThat(host.state.phase()).isInstanceOf(Phase.Ready.class);

        beside(host.after(Duration.ofMillis(2)), Standing.READY).tick();
        assertThat(host.adds()).isTrue();
        assertThat(host.why()).endsWith("taking over");
    }

    @Test
    void aliasThatWaitedForTheOtherTooLongShouldBeAskedAgainFirst() {
        Rehearsal host = beside(host(true).watching(), Standing.OPEN).missed().burstEnds(ROUTER);
        beside(host.after(Duration.ofMillis(500)), Standing.READY).tick();
        assertThat(host.adds()).isFalse();

        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void aliasWhenTheOtherMissesARoundShouldBeAskedAtOnceButOnlyOnce() {
        Rehearsal host = beside(host(true).watching(), Standing.ASKING).tick();
        host.burstEnds(Optional.of(MAC2), ALIAS, ROUTER, WEB2);
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);

        assertThat(host.after(Duration.ofSeconds(1)).tick().actions).isEmpty();
    }

    @Test
    void aliasThatIsAskedForTheOthersSakeShouldNotMakeOthersBeAsked() {
        Rehearsal host = beside(host(true).watching(), Standing.ASKING).tick();

        assertThat(Companion.of(OTHER, host.state).standing()).isEqualTo(Standing.OPEN);
    }

    @Test
    void holderWhenTheOtherLeavesShouldFollowIt() {
        Rehearsal host = beside(host(true), Standing.READY);
        beside(host.holding(), Standing.LEAVING).after(Duration.ofSeconds(1)).tick();

        assertThat(host.removes()).isTrue();
        assertThat(host.why()).contains("its group web moves together, and 192.0.2.101 leaves this host");
    }

    @Test
    void holderThatHasJustTakenItShouldSayOnceMoreThatItHasItBeforeItFollows() {
        Rehearsal young = beside(host(true), Standing.READY).holding();
        beside(young, Standing.LEAVING).tick();
        assertThat(young.announces())
                .as("another holder may have been out of hearing the first time, and will tell clients better")
                .isTrue();
        assertThat(young.removes()).isTrue();

        Rehearsal old = beside(host(true), Standing.READY).holding();
        for (int i = 0; i < POLICY.announce().count(); i++) {
            old.after(POLICY.announce().spacing()).tick();
        }
        beside(old, Standing.LEAVING).tick();
        assertThat(old.announces()).isFalse();
        assertThat(old.removes()).isTrue();
    }

    @Test
    void holderWhenTheOtherLosesItsInterfaceShouldLetGoToo() {
        Rehearsal host = beside(host(true), Standing.READY).holding();

        assertThat(beside(host, Standing.BLOCKED).tick().removes()).isTrue();
    }

    @Test
    void holderWhenTheOtherIsOnABetterHostShouldLetGoAfterAPatience() {
        Rehearsal host = beside(host(false), Standing.READY);
        host.kernelHasIt().burstEnds(ROUTER, WEB1);
        beside(host, Standing.ELSEWHERE, Optional.of(MAC1));

        assertThat(host.after(Duration.ofMillis(500)).tick().removes()).isFalse();
        assertThat(host.after(Duration.ofSeconds(1)).tick().removes()).isTrue();
    }

    @Test
    void holderWhenTheOtherIsOnAWorseHostShouldKeepItsOwn() {
        Rehearsal host = beside(host(true), Standing.READY).holding();
        beside(host, Standing.ELSEWHERE, Optional.of(MAC2));

        assertThat(host.after(Duration.ofSeconds(10)).tick().removes()).isFalse();
    }

    @Test
    void aliasWhenTheOtherCouldNotBeAddedShouldWaitUntilItIsHere() {
        Rehearsal host = host(true).watching();
        beside(host, new Companion(OTHER, Standing.OPEN, host.now, 1, Optional.empty()));
        assertThat(host.missed().burstEnds(ROUTER).adds()).isFalse();
        assertThat(host.why()).contains("192.0.2.101 could not be added to this host");

        beside(host, Standing.HERE);
        assertThat(host.after(Duration.ofSeconds(1)).missed().burstEnds(ROUTER).adds())
                .isTrue();
    }

    @Test
    void aliasThatCouldNotBeAddedShouldBeTriedAloneBeforeTheOthersCome() {
        Rehearsal host = beside(host(true).watching(), Standing.READY).missed().burstEnds(ROUTER);
        assertThat(host.adds()).isTrue();
        host.input(
                new Input.Applied(AddressAction.Kind.ADD, new CommandResult.Failed(Duration.ofMillis(2), "no memory")));
        beside(host.after(Duration.ofMillis(100)), Standing.READY).tick().burstEnds(ROUTER);

        beside(host, Standing.READY).tick();
        assertThat(host.adds() || host.state.phase() instanceof Phase.Claiming).isTrue();
    }

    @Test
    void operatorWhenTheOtherIsElsewhereShouldBeRefusedWithTheReason() {
        Rehearsal host = host(true).watching().input(new Input.Ordered(Input.Order.ADD));
        host.burstEnds();

        assertThat(host.state.why().cause()).isEqualTo(Cause.REFUSED);
        assertThat(host.why()).contains("moves together");
    }

    @Test
    void hostInMaintenanceShouldReleaseAndTakeNothingUntilItIsOver() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(Input.Order.SUSPEND));
        assertThat(host.removes()).isTrue();
        host.kernelHasItNot();
        assertThat(host.state.phase()).isInstanceOf(Phase.Suspended.class);

        assertThat(host.after(Duration.ofSeconds(60)).missed().actions).isEmpty();
        assertThat(host.input(new Input.Ordered(Input.Order.ADD)).adds()).isFalse();
        assertThat(host.why()).contains("in maintenance");
        assertThat(host.input(new Observed(true, List.of(), true)).removes()).isTrue();
        host.kernelHasItNot();

        host.input(new Input.Ordered(Input.Order.RESUME));
        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }
}
