package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.HAS_IT;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.READY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.probe.Sighting.Kind;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling.Replying;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Offer;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.core.told.Word.Reply;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A host that is offered an alias takes it while it still answers, if the offer is proved to be of now. */
class OfferTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Rehearsal watching() {
        return Rehearsal.secondary().watching().knows(WEB1, MAC1);
    }

    private static Optional<Replying> reply(Rehearsal host) {
        return Tellings.of(host.state, host.spec, host.evidence).reply();
    }

    private static Optional<Replying> to(long id, Outcome outcome) {
        return Optional.of(new Replying(WEB1, new Reply(id, outcome)));
    }

    @Test
    void offeredAliasShouldBeTakenWithoutABurstAnnouncedAndThenAcknowledged() {
        Rehearsal host = watching().offers(WEB1, 3);
        assertThat(host.added()).containsExactly(ALIAS);
        assertThat(host.actions).hasSize(1);
        assertThat(reply(host)).as("it is not there yet").isEmpty();

        host.after(Duration.ofMillis(3)).kernelHasIt();
        assertThat(host.announces()).isTrue();
        assertThat(reply(host)).as("nobody has been told yet").isEmpty();

        host.input(new Input.Announced());
        assertThat(reply(host)).isEqualTo(to(3, Outcome.TAKEN));
    }

    @Test
    void offerThatMayBeOfEarlierShouldNotBeTaken() {
        Rehearsal host = watching();
        Word word = new Word(HAS_IT, Optional.of(new Offer(3, SECOND)), Optional.empty(), host.now.minusMillis(251));
        assertThat(host.told(WEB1, word).actions).isEmpty();
        assertThat(reply(host)).as("it may be told again, as of now").isEmpty();
        assertThat(host.offers(WEB1, 3).adds()).isTrue();
    }

    @Test
    void offerThatIsOverShouldBeRefused() {
        Rehearsal host = watching();
        host.told(WEB1, HAS_IT, Optional.of(new Offer(3, Duration.ZERO)), Optional.empty());
        assertThat(host.actions).isEmpty();
        assertThat(reply(host)).isEqualTo(to(3, Outcome.TOO_LATE));
    }

    @Test
    void offerOfANodeThatHasItNotShouldNotBeTaken() {
        Rehearsal host = watching();
        host.told(WEB1, READY, Optional.of(new Offer(3, SECOND)), Optional.empty());
        assertThat(host.actions).isEmpty();
    }

    @Test
    void holderThatHandsItOverShouldBeNoRival() {
        Rehearsal host = watching().offers(WEB1, 3);
        assertThat(host.answered(MAC1).state.doubt().none()).isTrue();
        host.kernelHasIt().input(new Input.Announced());
        host.answered(MAC1);
        assertThat(host.actions).isEmpty();
        host.input(new Input.Sighted(MAC1, Kind.ANNOUNCEMENT)).input(new Input.Sighted(MAC1, Kind.USE));
        assertThat(host.state.phase())
                .isInstanceOfSatisfying(
                        Holding.class,
                        holding -> assertThat(holding.conflicts().any()).isFalse());

        host.after(SECOND.plusMillis(1)).answered(MAC1);
        assertThat(host.state.phase())
                .as("it should have let go by now")
                .isInstanceOfSatisfying(
                        Holding.class,
                        holding -> assertThat(holding.conflicts().any()).isTrue());
    }

    @Test
    void anybodyElseWithTheAliasMeanwhileShouldMakeItDoubtful() {
        assertThat(watching().offers(WEB1, 3).answered(STRANGER).state.doubt().none())
                .isFalse();
    }

    @Test
    void addressThatCannotBeAddedShouldBeLeftToTheOneThatHasIt() {
        Rehearsal host = watching().offers(WEB1, 3);
        host.commandEnds(new CommandResult.Failed(Duration.ofMillis(1), "no memory"));
        assertThat(host.state.phase()).isInstanceOf(Watching.class);
        assertThat(reply(host)).isEqualTo(to(3, Outcome.COMMAND_FAILED));
        assertThat(host.offers(WEB1, 3).actions).as("the same offer").isEmpty();
        assertThat(host.offers(WEB1, 4).adds()).as("a new one").isTrue();
    }

    @Test
    void addressThatIsThereTooLateShouldBeAskedAboutBeforeItIsAnnounced() {
        Rehearsal host = watching().offers(WEB1, 3).after(SECOND.plusMillis(1)).kernelHasIt();
        assertThat(host.announces()).isFalse();
        assertThat(reply(host)).isEqualTo(to(3, Outcome.TOO_LATE));
        host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1);
        assertThat(host.removes()).as("the one that offered it has kept it").isTrue();
    }

    @Test
    void addressThatIsThereLateShouldBeHeldWhenTheOfferWasExtendedMeanwhile() {
        Rehearsal host = watching().offers(WEB1, 3);
        host.after(SECOND.minusMillis(300))
                .offers(WEB1, 3)
                .after(SECOND.minusMillis(300))
                .kernelHasIt();
        assertThat(host.announces()).isTrue();
        assertThat(host.state.doubt().none()).isTrue();
    }

    /** Nobody else can have taken it meanwhile. */
    @Test
    void lateTakerThatIsOfferedItOnceMoreShouldAnnounceItAndAcknowledge() {
        Rehearsal host = watching().offers(WEB1, 3).after(SECOND.plusMillis(1)).kernelHasIt();
        assertThat(reply(host)).isEqualTo(to(3, Outcome.TOO_LATE));

        host.offers(WEB1, 4);

        assertThat(host.announces()).isTrue();
        assertThat(host.state.doubt().none()).isTrue();
        assertThat(reply(host.input(new Input.Announced()))).isEqualTo(to(4, Outcome.TAKEN));
        assertThat(host.answered(MAC1).removes())
                .as("it is the one that offers it")
                .isFalse();
    }

    /** Whatever else there is to be doubted, an offer does not answer. */
    @Test
    void doubtThatDoesNotComeOfBeingLateShouldNotEndByAnOffer() {
        Rehearsal host = watching().offers(WEB1, 3).kernelHasIt().input(new Input.Announced());
        host.input(new Input.Stalled(Duration.ofSeconds(3))).offers(WEB1, 4);
        assertThat(host.announces()).isFalse();
        assertThat(host.state.doubt().none()).isFalse();
    }

    /** It has a thousand to let go of, and comes to this one late. */
    @Test
    void holderThatIsStillAboutToLetGoShouldBeExpectedForALittleLonger() {
        Said leaving = new Said(Known.YES, false, false, true, true, Known.YES);
        Rehearsal host = watching().offers(WEB1, 3).kernelHasIt().input(new Input.Announced());
        Duration begun = host.now;
        for (int i = 0; i < 9; i++) {
            host.after(Duration.ofMillis(400)).says(WEB1, leaving).answered(MAC1);
            assertThat(host.actions.stream().anyMatch(Action.Burst.class::isInstance))
                    .as("%s after it was taken", host.now.minus(begun))
                    .isFalse();
        }
        host.after(Duration.ofMillis(400)).says(WEB1, leaving);
        host.after(Timing.LETTING_GO.plusMillis(1)).answered(MAC1);
        assertThat(host.state.phase())
                .as("it does not let go of it")
                .isInstanceOfSatisfying(
                        Holding.class,
                        holding -> assertThat(holding.conflicts().any()).isTrue());
    }

    @Test
    void whoIsNotToHaveItShouldRefuseAndSayWhy() {
        assertThat(reply(watching().input(new Input.Ordered(Order.SUSPEND)).offers(WEB1, 3)))
                .isEqualTo(to(3, Outcome.MAINTENANCE));
        assertThat(reply(watching().kernelHasItNot(false).offers(WEB1, 3))).isEqualTo(to(3, Outcome.LINK_DOWN));
        Rehearsal aside = Rehearsal.secondary()
                .holding()
                .input(new Input.Ordered(Order.REMOVE))
                .kernelHasItNot();
        assertThat(reply(aside.offers(WEB1, 3))).isEqualTo(to(3, Outcome.KEPT_OFF));
    }

    @Test
    void claimThatAnOperatorEndsShouldBeNoAcceptance() {
        Rehearsal host = watching().offers(WEB1, 3).input(new Input.Ordered(Order.SUSPEND));
        assertThat(host.removes()).isTrue();
        assertThat(reply(host)).isEqualTo(to(3, Outcome.KEPT_OFF));
    }

    @Test
    void pauseBetweenOfferAndClaimShouldMakeItDoubtful() {
        Rehearsal host =
                watching().offers(WEB1, 3).after(Duration.ofSeconds(8)).input(new Input.Stalled(Duration.ofSeconds(8)));
        assertThat(host.state.phase()).isInstanceOf(Claiming.class);
        assertThat(host.kernelHasIt().announces()).isFalse();
    }

    /** A burst of its own finds the one that hands it over: that one is about to let go, not this host. */
    @Test
    void checkWhenTheHolderThatHandsItOverAnswersShouldBeNoConflict() {
        Rehearsal host = watching().offers(WEB1, 3).kernelHasIt().input(new Input.Stalled(Duration.ofMillis(300)));
        host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER);
        assertThat(host.removes()).isFalse();
        assertThat(host.state.phase())
                .isInstanceOfSatisfying(
                        Holding.class,
                        holding -> assertThat(holding.conflicts().any()).isFalse());
    }

    /** It has let go long ago, and taken it again since. */
    @Test
    void holderThatAnswersAfterAPauseThatFollowedTheTakingShouldBeAnotherHolder() {
        Rehearsal host = watching().offers(WEB1, 3).kernelHasIt().input(new Input.Announced());
        host.input(new Input.Stalled(Duration.ofMillis(300))).burstEnds(Optional.of(MAC1), ALIAS, ROUTER);
        assertThat(host.removes()).as("it has the better rank").isTrue();
    }

    @Test
    void holderThatSaidThatItHasLetGoShouldBeAnotherHolderWhenItAnswers() {
        Rehearsal host = watching().offers(WEB1, 3).kernelHasIt().input(new Input.Announced());
        Said gone = new Said(Known.NO, false, true, true, true, Known.YES);
        host.after(Duration.ofMillis(20)).says(WEB1, gone);
        host.answered(MAC1);
        assertThat(host.state.phase())
                .isInstanceOfSatisfying(
                        Holding.class,
                        holding -> assertThat(holding.conflicts().any()).isTrue());
    }

    @Test
    void silentAliasShouldBeLeftToANodeWhoseFramesTheNetworkDrops() {
        Rehearsal host = watching().missed();
        Action burst = host.lastBurst();
        Said filtered = new Said(Known.YES, true, true, false, true, Known.YES);
        host.says(WEB1, filtered).actions.add(burst);
        assertThat(host.burstEnds(ROUTER).adds()).isFalse();
        assertThat(host.why()).contains("says over the node link that it has it: ");
    }

    @Test
    void pauseWhileTheOfferStandsShouldChangeNothing() {
        Rehearsal host = watching().offers(WEB1, 3).input(new Input.Stalled(Duration.ofMillis(300)));
        assertThat(host.kernelHasIt().announces()).isTrue();
    }

    @Test
    void silentAliasShouldBeLeftToANodeThatProvesThatItHasItAndIsWell() {
        Rehearsal host = watching().missed();
        Action burst = host.lastBurst();
        host.says(WEB1, HAS_IT).actions.add(burst);
        assertThat(host.burstEnds(ROUTER).adds()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.UNHEARD);
        assertThat(host.why()).contains("says over the node link that it has it and is well");
    }

    @Test
    void burstInWhichAHolderThatIsUnheardWasNotHeardByTheLinkEitherShouldNotBeEnough() {
        Rehearsal host = watching().missed();
        Action burst = host.lastBurst();
        host.says(WEB1, HAS_IT).actions.add(burst);
        host.burstEnds(ROUTER);
        host.after(Duration.ofMillis(300)).missed();
        assertThat(host.burstEnds(ROUTER).adds()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.UNHEARD);

        // It has died since.
        host.after(Duration.ofMillis(500)).missed();
        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void aliasThatWasLeftToItsHolderShouldBeAskedForAtOnceWhenThatIsCutOff() {
        Rehearsal host = watching().missed();
        Action burst = host.lastBurst();
        host.says(WEB1, HAS_IT).actions.add(burst);
        host.burstEnds(ROUTER).after(Duration.ofMillis(100));
        assertThat(host.says(WEB1, HAS_IT).actions).as("it has it still").isEmpty();
        host.says(WEB1, new Said(Known.YES, false, true, true, true, Known.NO));
        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void whatWasSaidBeforeTheBurstBeganShouldNotKeepTheAliasSilent() {
        Rehearsal host =
                watching().says(WEB1, HAS_IT).after(Duration.ofMillis(1)).missed();
        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void nodeThatIsNotWellWithItShouldNotKeepTheAliasSilent() {
        Said deaf = new Said(Known.YES, false, true, true, true, Known.NO);
        Rehearsal host = watching().missed();
        Action burst = host.lastBurst();
        host.says(WEB1, deaf).actions.add(burst);
        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void betterNodeThatSaysThatItDoesNotTakeItShouldNotBeWaitedFor() {
        Said maintenance = new Said(Known.NO, false, false, true, true, Known.YES);
        Rehearsal host = Rehearsal.of(WEB2, Rehearsal.with(POLICY, Optional.empty(), Optional.empty()))
                .watching()
                .missed();
        Action burst = host.lastBurst();
        host.says(WEB1, maintenance).actions.add(burst);
        assertThat(host.burstEnds(ROUTER, WEB1).adds()).isTrue();
    }
}
