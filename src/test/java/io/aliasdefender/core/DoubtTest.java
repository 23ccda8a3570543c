package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Doubt is never lost on the way: what was cut off, asleep or just started proves anew that it alone has the alias. */
class DoubtTest {
    private static Rehearsal cutOff() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(60));
        ProbeOutcome silence = new ProbeOutcome.Silence(Duration.ofMillis(10));
        host.evidence =
                host.evidence.heard(ROUTER, silence, host.now, true).heard(WEB2.address(), silence, host.now, true);
        return host.tick().burstEnds();
    }

    @Test
    void holderThatIsCutOffWhenItsAliasIsDeletedShouldNotPutItBackBeforeSomebodyIsHeard() {
        Rehearsal host = cutOff().after(Duration.ofHours(1)).kernelHasItNot();
        assertThat(host.burstEnds().adds()).isFalse();
        assertThat(host.why()).contains("no proof that our own network works");
    }

    @Test
    void holderThatWasCutOffWhenItPutsItsAliasBackShouldAskThoroughlyBeforeItAnnounces() {
        Rehearsal host = cutOff().after(Duration.ofHours(1)).kernelHasItNot().burstEnds(ROUTER);
        assertThat(host.adds()).as("somebody is heard again").isTrue();

        host.after(Duration.ofMillis(3)).kernelHasIt();
        assertThat(host.announces()).isFalse();
        assertThat(host.burstEnds(Optional.of(MAC2), ALIAS, ROUTER, WEB2).removes())
                .as("another node has taken it meanwhile")
                .isTrue();
        assertThat(host.announces()).isFalse();
    }

    @Test
    void holderThatSleptWhileItsAliasWasPutBackShouldAskAgain() {
        Rehearsal host =
                Rehearsal.primary().holding().after(Duration.ofSeconds(5)).kernelHasItNot();
        host.after(Duration.ofSeconds(8)).input(new Input.Stalled(Duration.ofSeconds(8)));
        host.burstEnds(ROUTER);
        assertThat(host.adds()).isTrue();

        assertThat(host.kernelHasIt().announces())
                .as("a short burst does not prove that nobody took it in eight seconds")
                .isFalse();
        assertThat(host.burstEnds(ROUTER, WEB2).announces()).isTrue();
    }

    /** Anybody can send a frame in a node's name while a holder is asking because of a pause. */
    @ParameterizedTest
    @EnumSource(
            value = Sighting.Kind.class,
            names = {"USE", "ANNOUNCEMENT"})
    void holderInDoubtShouldYieldToAnAnswerAndNotToAFrame(Sighting.Kind kind) {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofMinutes(5));
        host.input(new Input.Stalled(Duration.ofSeconds(8)));
        Input answered = host.burstResult(false, Optional.of(MAC2), ALIAS, ROUTER, WEB2);
        host.input(new Input.Sighted(MAC2, kind));
        assertThat(host.removes()).isFalse();
        assertThat(host.announces()).isFalse();
        assertThat(host.why()).contains("cannot prove that it had it first; asking whether it is so");
        assertThat(host.after(Duration.ofMillis(50)).input(answered).removes()).isTrue();

        Rehearsal forged = Rehearsal.primary().holding().after(Duration.ofMinutes(5));
        forged.input(new Input.Stalled(Duration.ofSeconds(8)));
        Input silent = forged.burstResult(false, Optional.empty(), ROUTER, WEB2);
        forged.input(new Input.Sighted(MAC2, kind)).after(Duration.ofMillis(50)).input(silent);
        assertThat(forged.state.phase()).isInstanceOf(Phase.Holding.class);
        assertThat(forged.announces()).as("clients may have believed it").isTrue();
    }

    /** It has had no answer to any question, and clients have been with the other one for as long as that. */
    @Test
    void holderThatIsCutOffShouldYieldToTheFirstFrameOfANode() {
        assertThat(cutOff().input(new Input.Sighted(MAC2, Sighting.Kind.USE)).removes())
                .isTrue();
    }

    @Test
    void holderInDoubtShouldNotAnnounceAgainstAStrangerBeforeNodesHadTheTimeToAnswer() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofMinutes(5));
        host.input(new Input.Stalled(Duration.ofSeconds(8))).burstEnds(Optional.of(STRANGER), ALIAS, ROUTER, WEB2);
        assertThat(host.announces())
                .as("the stranger was only the first to answer")
                .isFalse();

        for (int i = 0; i < 10; i++) {
            host.after(Duration.ofMillis(200)).tick();
            if (host.actions.stream().anyMatch(Action.Burst.class::isInstance)) {
                host.burstEnds(Optional.of(STRANGER), ALIAS, ROUTER, WEB2);
            }
        }
        assertThat(host.state.counters().announcements())
                .as("a node would have been yielded to by now")
                .isEqualTo(2);
    }

    @Test
    void announcementThatIsSoLateThatAnotherHostMayHaveTheAliasShouldWaitForAQuestion() {
        Rehearsal host = Rehearsal.primary()
                .holding()
                .burstEndsLate()
                .after(Duration.ofMillis(1_300))
                .tick();
        assertThat(host.announces()).as("1.1 s late, and a takeover needs less").isFalse();
        assertThat(host.burstEnds(ROUTER, WEB2).announces()).isTrue();
    }

    @Test
    void claimOrderedByAnOperatorWhereNobodyIsHeardShouldNotBeAnnounced() {
        Rehearsal host = Rehearsal.primary().watching().input(new Input.Ordered(Input.Order.ADD));
        assertThat(host.burstEnds().adds()).isTrue();

        assertThat(host.after(Duration.ofMillis(3)).kernelHasIt().announces()).isFalse();
    }

    @Test
    void burstBesideAClaimShouldBeTheFirstCheckOfTheNewHolder() {
        Rehearsal host = Rehearsal.primary().watching().missed().burstEnds(ROUTER);
        Action.Burst beside = host.lastBurst();
        host.after(Duration.ofMillis(2)).kernelHasIt();
        assertThat(host.announces()).isTrue();

        host.after(Duration.ofMillis(10))
                .input(new Input.BurstEnded(new BurstResult(
                        beside.id(),
                        ALIAS.address().address(),
                        "eth0",
                        Rehearsal.tally(true, Optional.of(MAC2)),
                        Map.of())));
        assertThat(host.state.why().cause()).isEqualTo(Cause.CONFLICT);
        assertThat(host.wakeAt.orElseThrow())
                .as("it asks again until one of the two has let go")
                .isLessThanOrEqualTo(host.now.plusMillis(50));
    }

    @Test
    void holderOnALinkWithoutNeighboursShouldBeProvenByWhatCanBeAskedThereOnce() {
        Rehearsal host = Rehearsal.primary().input(new Observed(true, List.of(), true, false));
        assertThat(host.announces()).isFalse();

        Tally unasked = new Tally(0, 10, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(50));
        Action.Burst burst = host.lastBurst();
        host.after(Duration.ofMillis(50))
                .input(new Input.BurstEnded(new BurstResult(
                        burst.id(),
                        ALIAS.address().address(),
                        "eth0",
                        unasked,
                        Map.of(ROUTER, Rehearsal.tally(true, Optional.empty())))));
        assertThat(host.state.doubt().none()).isTrue();
        assertThat(host.announces()).isTrue();
        assertThat(host.after(Duration.ofSeconds(1)).tick().actions)
                .as("it is not asked again and again")
                .noneMatch(Action.Burst.class::isInstance);
    }

    @Test
    void holderWhereNothingCanEverBeAskedShouldNotDoubtForEver() {
        Rehearsal host = Rehearsal.primary().input(new Observed(true, List.of(), true, false));
        Tally unasked = new Tally(0, 10, 0, Optional.empty(), Optional.empty(), Duration.ofMillis(50));
        long burst = host.lastBurst().id();
        host.input(new Input.BurstEnded(
                new BurstResult(burst, ALIAS.address().address(), "eth0", unasked, Map.of(ROUTER, unasked))));

        assertThat(host.announces()).isTrue();
    }

    @Test
    void holderWhereNobodyCanBeHeardShouldNotBeProvenByMereSilence() {
        Rehearsal host = Rehearsal.primary().kernelHasIt();
        Action.Burst burst = host.lastBurst();
        host.after(Duration.ofMillis(50))
                .input(new Input.BurstEnded(new BurstResult(
                        burst.id(),
                        ALIAS.address().address(),
                        "eth0",
                        Rehearsal.tally(false, Optional.empty()),
                        Map.of())));

        assertThat(host.state.doubt().none()).isFalse();
        assertThat(host.announces()).isFalse();
        assertThat(host.wakeAt.orElseThrow()).isEqualTo(host.now.plusSeconds(1));
    }

    @Test
    void claimThatTakesLongerThanOthersNeedToTakeTheAliasShouldAskBeforeItAnnounces() {
        Rehearsal slow = Rehearsal.primary().watching().missed().burstEnds(ROUTER);
        assertThat(slow.after(Duration.ofMillis(1_100)).kernelHasIt().announces())
                .isFalse();
        assertThat(slow.burstEnds(ROUTER, WEB2).announces()).isTrue();

        Rehearsal quick = Rehearsal.primary().watching().missed().burstEnds(ROUTER);
        assertThat(quick.after(Duration.ofMillis(300)).kernelHasIt().announces())
                .isTrue();
    }

    @Test
    void claimWhenAnotherHostUsesTheAliasMeanwhileShouldBeDoubted() {
        Rehearsal host = Rehearsal.primary().watching().missed().burstEnds(ROUTER);
        host.input(new Input.Sighted(MAC2, Sighting.Kind.USE));

        assertThat(host.kernelHasIt().announces()).isFalse();
    }
}
