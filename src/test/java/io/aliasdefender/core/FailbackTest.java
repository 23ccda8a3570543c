package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static io.aliasdefender.core.Rehearsal.WEB3;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** To whom, and when, an alias is given back. */
class FailbackTest {
    private static final Policy FAILBACK = Rehearsal.with(POLICY, POLICY.grace(), Optional.of(Duration.ofSeconds(10)));

    private static Rehearsal holding(Policy policy) {
        Rehearsal host = Rehearsal.of(WEB2, policy).holding();
        host.evidence = host.evidence.heard(WEB1.address(), Rehearsal.reply(Optional.of(MAC1)), host.now, true);
        return host;
    }

    @Test
    void aliasShouldNotBeGivenToAHostWhoseKernelOnlyAsksForIt() {
        for (Sighting.Kind kind : List.of(Sighting.Kind.REQUEST, Sighting.Kind.PROBE)) {
            Rehearsal host = holding(FAILBACK);
            for (int second = 0; second < 60; second++) {
                host.after(Duration.ofSeconds(1)).input(new Input.Sighted(MAC1, kind));
                assertThat(host.removes()).isFalse();
            }
        }
    }

    @Test
    void failbackAtOnceShouldNotFollowFromARequestOfAnyKernel() {
        Rehearsal host = holding(Rehearsal.with(POLICY, POLICY.grace(), Optional.of(Duration.ZERO)));

        assertThat(host.after(Duration.ofSeconds(1))
                        .input(new Input.Sighted(MAC1, Sighting.Kind.REQUEST))
                        .removes())
                .isFalse();
        assertThat(host.input(new Input.Sighted(MAC1, Sighting.Kind.WATCH)).removes())
                .isTrue();
    }

    @Test
    void aliasOfTheThirdHostShouldBeGivenToTheBestOfTwoThatWatchIt() {
        Rehearsal host = Rehearsal.of(WEB2, FAILBACK);
        host.spec = new AliasSpec(Rehearsal.ALIAS, List.of(WEB1, WEB2, WEB3), WEB3, FAILBACK);
        host.knows(WEB1, MAC1).knows(WEB2, MAC2).holding();
        int seconds = 0;
        while (!host.removes() && seconds < 60) {
            seconds++;
            host.after(Duration.ofMillis(500)).input(new Input.Sighted(MAC2, Sighting.Kind.WATCH));
            if (!host.removes()) {
                host.after(Duration.ofMillis(500)).input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
            }
        }
        assertThat(seconds).isBetween(10, 12);
        assertThat(host.why()).contains("web1 (192.0.2.11) has been healthy");
    }

    @Test
    void aliasThatAnotherHostHasTooShouldNotBeGivenBackMeanwhile() {
        Rehearsal host = holding(Rehearsal.with(POLICY, POLICY.grace(), Optional.of(Duration.ZERO)));
        host.after(Duration.ofSeconds(1)).input(new Input.Sighted(MAC1, Sighting.Kind.REPLY));
        assertThat(host.state.why().cause()).isEqualTo(Cause.CONFLICT);

        assertThat(host.input(new Input.Sighted(MAC1, Sighting.Kind.WATCH)).removes())
                .as("the other one may be about to let go, too")
                .isFalse();
    }

    @Test
    void watcherThatPausesShouldBeginItsHealthAnew() {
        Rehearsal host = holding(FAILBACK);
        for (int second = 0; second < 9; second++) {
            host.after(Duration.ofSeconds(1)).input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
        }
        host.after(Duration.ofSeconds(4)).input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
        assertThat(host.removes()).as("it did not watch for four intervals").isFalse();
    }
}
