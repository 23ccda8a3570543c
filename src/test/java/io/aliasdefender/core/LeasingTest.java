package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.lease.Wish;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.Lease;
import io.aliasdefender.core.spec.Policy.OnLoss;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeasingTest {
    private static final Duration TTL = Duration.ofSeconds(5);
    private static final Policy LEASED = POLICY.leased(new Lease(TTL, OnLoss.RELEASE));

    private static Rehearsal permitted() {
        Rehearsal host = Rehearsal.of(WEB1, LEASED);
        host.evidence = host.evidence.permitted(Permit.until(TTL));
        return host.holding();
    }

    private static void waits(Rehearsal host) {
        host.evidence = host.evidence.permitted(Permit.notAsked(Optional.of(host.now)));
    }

    private static Optional<Action.Extend> extended(Rehearsal host) {
        return host.actions.stream()
                .filter(Action.Extend.class::isInstance)
                .map(Action.Extend.class::cast)
                .findFirst();
    }

    @Test
    void aliasThatIsHereWhenALeaseIsNeededFromNowOnShouldStayForHalfOfItsLength() {
        Rehearsal host = Rehearsal.of(WEB1, POLICY).holding();
        host.after(Duration.ofHours(1)).tick();
        host.spec = host.spec.under(LEASED);
        waits(host);

        host.after(Duration.ofMillis(2_400)).tick();
        assertThat(host.removes()).isFalse();

        host.after(Duration.ofMillis(200)).tick();
        assertThat(host.removes()).isTrue();
    }

    @Test
    void aliasWhenItsLeaseIsAskedForAnewShouldStayAsLongAsTheKernelWasGiven() {
        Rehearsal host = permitted();
        waits(host);

        host.after(Duration.ofMillis(2_500)).tick();
        assertThat(host.removes()).isFalse();
        assertThat(extended(host)).isEmpty();

        host.after(Duration.ofMillis(500)).tick();
        assertThat(host.removes()).isTrue();
    }

    @Test
    void aliasWhenAnotherSessionWasLostShouldLeaveAtOnce() {
        Rehearsal host = permitted();
        host.evidence = host.evidence.permitted(Permit.notAsked(Optional.empty()));

        assertThat(host.tick().removes()).isTrue();
    }

    /** A daemon before this one may have left it. */
    @Test
    void leaseShouldNotBeGivenUpBeforeTheKernelWasLookedAt() {
        AliasState state = AliasState.starting(Duration.ZERO);
        Evidence evidence = Evidence.none(Duration.ZERO);
        assertThat(LeaseStand.of(state, evidence, Duration.ZERO).wish()).isEqualTo(Wish.KEEP);

        Rehearsal host = Rehearsal.of(WEB1, LEASED).kernelHasItNot();
        host.answered(Rehearsal.MAC2);
        assertThat(LeaseStand.of(host.state, host.evidence, host.now).wish()).isEqualTo(Wish.NOTHING);
    }

    /** It was there already when it was added, or something else changed it. */
    @Test
    void aliasThatTheKernelKeepsForGoodShouldGetALifetimeAtOnce() {
        Rehearsal host = permitted();
        assertThat(extended(host.tick())).isEmpty();

        host.input(new Input.Observed(true, List.of(), true, true, new MacAddress(0), true));

        assertThat(extended(host).orElseThrow().lifetime().orElseThrow().seconds())
                .isEqualTo(3);
    }

    /** A hook had to end first, or another change. */
    @Test
    void aliasThatWasAddedForLessThanWasWantedShouldBeExtendedAtOnce() {
        Rehearsal host = permitted();
        AddressAction wanted = new AddressAction(host.state.commands(), AddressAction.Kind.ADD, Rehearsal.ALIAS);
        Lifetime carriedOut = new Lifetime(2, TTL, Lifetime.MOST_LATE);

        host.input(new Input.Applied(wanted.lasting(carriedOut), new CommandResult.Done(Duration.ofMillis(400))));

        assertThat(extended(host).orElseThrow().lifetime().orElseThrow().seconds())
                .isEqualTo(3);
    }

    @Test
    void lifetimeWhenItIsGivenLateShouldBeShorterAndEndInTime() {
        Lifetime lifetime = new Lifetime(3, Duration.ofMillis(4_500), Duration.ofMillis(1_300));

        assertThat(lifetime.fitting(Duration.ofMillis(200))).contains(lifetime);
        assertThat(lifetime.fitting(Duration.ofMillis(201)).orElseThrow().seconds())
                .isEqualTo(2);
        assertThat(lifetime.fitting(Duration.ofMillis(2_201))).isEmpty();
    }

    @Test
    void aliasWhenNoLeaseIsNeededAnyMoreShouldBeKeptByTheKernelForGood() {
        Rehearsal host = permitted();
        host.spec = host.spec.under(POLICY);

        assertThat(extended(host.tick()).orElseThrow().lifetime()).isEmpty();
        assertThat(extended(host.tick())).isEmpty();
    }
}
