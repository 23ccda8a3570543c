package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Tally;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What proves that our own network works, and what only seems to. */
class WitnessTest {
    private static final IpAddress LATER = IpAddress.of("192.0.2.254");
    private static final Tally UNASKED = new Tally(0, 10, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(50));
    private static final Tally SILENT = Rehearsal.tally(false, Optional.empty());
    private static final Tally ALIVE = Rehearsal.tally(true, Optional.empty());

    private static Rehearsal ends(Rehearsal host, Map<IpAddress, Tally> hosts) {
        long burst = host.lastBurst().id();
        return host.after(Duration.ofMillis(50))
                .input(new Input.BurstEnded(
                        new BurstResult(burst, ALIAS.address().address(), "eth0", SILENT, hosts)));
    }

    @Test
    void routerThatCouldNotBeAskedShouldNotBeCalledSilent() {
        Rehearsal host = ends(Rehearsal.primary().watching().missed(), Map.of(ROUTER, UNASKED));

        assertThat(host.adds()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.CANNOT_PROBE);
        assertThat(host.why()).contains("router 192.0.2.1 could not be asked").doesNotContain("network down");
    }

    @Test
    void routerThatAppearedAfterTheBurstBeganShouldNotBeCalledSilent() {
        Rehearsal host = Rehearsal.primary().watching().missed();
        Action.Burst burst = host.lastBurst();
        host.evidence = host.evidence.with(Map.of(LATER, "router 192.0.2.254"));
        host.actions.add(burst);

        ends(host, Map.of(ROUTER, SILENT));
        assertThat(host.why()).contains("router 192.0.2.254 could not be asked").doesNotContain("network down");
        assertThat(host.wakeAt).as("it is asked soon").isPresent();
    }

    @Test
    void routerThatAnsweredOnlyAtTheBeginningOfALongBurstShouldProveNothing() {
        Tally ceased =
                new Tally(40, 0, 1, 0, 1, 0, Optional.of(Duration.ofMillis(1)), Optional.empty(), Duration.ofMillis(1));
        Rehearsal host = ends(Rehearsal.primary().watching().missed(), Map.of(ROUTER, ceased));

        assertThat(host.adds()).isFalse();
        assertThat(host.why()).contains("answered at first but not to the last questions");
        assertThat(ends(Rehearsal.primary().watching().missed(), Map.of(ROUTER, ALIVE))
                        .adds())
                .isTrue();
    }

    /** A burst that began in a cut: the alias was silent for the cut, and the network works by now. */
    @Test
    void routerThatWasNotHeardUntilLateShouldProveNothingAboutTheRoundsBefore() {
        Tally late =
                new Tally(10, 0, 2, 2, 2, 3, Optional.of(Duration.ofMillis(1)), Optional.empty(), Duration.ofMillis(1));
        Rehearsal host = ends(Rehearsal.primary().watching().missed(), Map.of(ROUTER, late));

        assertThat(host.adds()).isFalse();
        assertThat(host.why()).contains("router 192.0.2.1 was not heard until late");
        assertThat(host.wakeAt).as("it is asked soon").isPresent();
    }

    @Test
    void holderThatHeardNobodyUntilLateShouldAskAgainBeforeItIsSure() {
        Tally late =
                new Tally(10, 0, 2, 2, 2, 3, Optional.of(Duration.ofMillis(1)), Optional.empty(), Duration.ofMillis(1));
        Rehearsal host = ends(Rehearsal.primary().kernelHasIt(), Map.of(ROUTER, late, WEB2.address(), late));

        assertThat(host.state.doubt().none()).isFalse();
        assertThat(host.actions).hasAtLeastOneElementOfType(Action.Burst.class);
        assertThat(ends(host, Map.of(ROUTER, ALIVE, WEB2.address(), late))
                        .state
                        .doubt()
                        .none())
                .as("one that is heard from the first round on is enough")
                .isTrue();
    }

    @Test
    void answerByWayOfAnotherLinkShouldNotProveThatTheAliassLinkWorks() {
        Tally elsewhere =
                new Tally(10, 0, 2, 2, 0, 0, Optional.of(Duration.ofMillis(1)), Optional.empty(), Duration.ofMillis(1));
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(60));
        ProbeOutcome silence = new ProbeOutcome.Silence(Duration.ofMillis(10));
        host.evidence =
                host.evidence.heard(ROUTER, silence, host.now, true).heard(WEB2.address(), silence, host.now, true);
        host.tick();

        ends(host, Map.of(ROUTER, SILENT, WEB2.address(), elsewhere));
        assertThat(host.state.why().cause()).isEqualTo(Cause.ISOLATED);
    }

    @Test
    void witnessThatAnswersByWayOfAnotherLinkShouldNotMakeATakeover() {
        Tally elsewhere =
                new Tally(10, 0, 2, 2, 0, 0, Optional.of(Duration.ofMillis(1)), Optional.empty(), Duration.ofMillis(1));
        Rehearsal host = ends(Rehearsal.primary().watching().missed(), Map.of(ROUTER, elsewhere));

        assertThat(host.adds()).isFalse();
        assertThat(host.why()).contains("by way of another interface only");
    }

    @Test
    void hostThatNobodyCouldAskShouldNotBeCutOff() {
        Rehearsal host = ends(Rehearsal.primary().kernelHasIt(), Map.of(ROUTER, UNASKED, WEB2.address(), UNASKED));

        assertThat(host.state.doubt().isolated()).isFalse();
        assertThat(host.state.why().cause()).isNotEqualTo(Cause.ISOLATED);
    }

    @Test
    void framesThatAreOverheardShouldNotHideTheLoss() {
        Rehearsal host = Rehearsal.secondary().watching();
        for (int round = 0; round < 400; round++) {
            host.after(Duration.ofMillis(500)).missed();
            host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1);
            host.after(Duration.ofMillis(500)).answered(MAC1);
            for (int frame = 0; frame < 20; frame++) {
                host.input(new Input.Sighted(MAC1, Sighting.Kind.REPLY));
                host.input(new Input.Probed(Rehearsal.reply(Optional.of(MAC1)), false));
            }
        }
        assertThat(host.state.loss()).isBetween(0.4, 0.6);
    }
}
