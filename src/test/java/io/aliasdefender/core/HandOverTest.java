package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.HAS_IT;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC3;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.READY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static io.aliasdefender.core.Rehearsal.WEB3;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.Sighting.Kind;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A holder that is to let go of the alias lets another node take it first, where they are linked. */
class HandOverTest {
    private static final Duration LINGER = Timing.LINGER;

    private static Rehearsal holding() {
        return Rehearsal.secondary().holding().after(Duration.ofSeconds(5)).knows(WEB1, MAC1);
    }

    private static Rehearsal linked() {
        return holding().says(WEB1, READY);
    }

    private static Telling telling(Rehearsal host) {
        return Tellings.of(host.state, host.spec, host.evidence);
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"STOP", "RETIRE", "SUSPEND", "REMOVE", "MOVE"})
    void aliasThatIsToLeaveShouldBeOfferedAndStayUntilTheOtherNodeHasIt(Order order) {
        Rehearsal host = linked().input(new Input.Ordered(order));
        assertThat(host.state.phase()).isInstanceOf(HandingOver.class);
        assertThat(telling(host).offer()).hasValueSatisfying(offer -> {
            assertThat(offer.to()).isEqualTo(WEB1);
            assertThat(offer.until()).isLessThan(host.now.plus(Timing.OFFER));
        });

        host.after(Duration.ofMillis(4)).replies(WEB1, Outcome.TAKEN);
        assertThat(host.removes()).as("what is under way is answered from here").isFalse();
        assertThat(telling(host).offer()).as("nobody else is to take it").isEmpty();
        assertThat(host.after(LINGER).tick().removes()).isTrue();
        assertThat(host.state.phase()).isInstanceOf(Releasing.class);

        host.after(Duration.ofMillis(1)).kernelHasItNot();
        assertThat(host.actions).as("no farewell: it is not free").isEmpty();
        assertThat(host.state.phase())
                .isInstanceOf(
                        switch (order) {
                            case STOP, RETIRE -> Stopped.class;
                            case SUSPEND -> Suspended.class;
                            case REMOVE -> Phase.StandingAside.class;
                            case MOVE, ADD, RESUME, LEAVE -> Watching.class;
                        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"STOP", "RETIRE", "SUSPEND", "REMOVE"})
    void aliasThatIsToLeaveShouldBeReleasedAtOnceWhereNoNodeIsLinked(Order order) {
        assertThat(holding().input(new Input.Ordered(order)).removes()).isTrue();
    }

    @Test
    void moveShouldBeRefusedWhereNoNodeIsLinkedAndSayWhy() {
        Rehearsal host = holding().input(new Input.Ordered(Order.MOVE));
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why())
                .isEqualTo(
                        "secondary: cannot hand over 192.0.2.100: partner web1 (192.0.2.11) is not heard over the node"
                                + " link; it stays on this host");
        assertThat(host.state.why().cause()).isEqualTo(Cause.REFUSED);
    }

    @Test
    void whatANodeSaidLongAgoShouldBeNoReasonToOfferItAnything() {
        Rehearsal host = linked().after(Duration.ofSeconds(4)).input(new Input.Ordered(Order.MOVE));
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
    }

    @Test
    void nodeThatCannotHaveItShouldNotBeOfferedIt() {
        Said maintenance = new Said(Known.NO, false, false, true, true, Known.YES);
        Said unfit = new Said(Known.NO, false, true, false, true, Known.YES);
        Said deaf = new Said(Known.NO, false, true, true, true, Known.NO);
        Said starting = new Said(Known.UNKNOWN, false, true, true, true, Known.YES);
        for (Said said : List.of(maintenance, unfit, deaf, starting)) {
            Rehearsal host = holding().says(WEB1, said).input(new Input.Ordered(Order.MOVE));
            assertThat(host.state.phase()).as("%s", said).isInstanceOf(Holding.class);
        }
    }

    @Test
    void refusedMoveShouldLeaveTheAliasWhereItIsWithoutADoubt() {
        Rehearsal host = linked().input(new Input.Ordered(Order.MOVE)).replies(WEB1, Outcome.COMMAND_FAILED);
        assertThat(host.removes()).isFalse();
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why())
                .endsWith(
                        "partner web1 (192.0.2.11) does not take 192.0.2.100: it could not add the address; it stays on"
                                + " this host");
        assertThat(host.state.doubt().none()).isTrue();
        assertThat(host.announces())
                .as("that node may have had it for a moment")
                .isTrue();
    }

    /** It has taken it, and is letting go of it again: to yield to it would leave nobody. */
    @Test
    void nodeThatRefusesWhileItHasTheAliasShouldBeWaitedFor() {
        Rehearsal host = linked().input(new Input.Ordered(Order.MOVE));
        Optional<Word.Reply> keptOff = Optional.of(new Word.Reply(host.state.offers(), Outcome.KEPT_OFF));
        Said leaving = new Said(Known.YES, false, false, true, true, Known.YES);
        host.told(WEB1, leaving, Optional.empty(), keptOff);
        assertThat(host.state.phase()).isInstanceOf(HandingOver.class);
        host.told(WEB1, READY, Optional.empty(), keptOff);
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        assertThat(host.state.doubt().none()).isTrue();
    }

    @Test
    void refusedStopShouldReleaseTheAliasAllTheSameAndSayFarewell() {
        Rehearsal host = linked().input(new Input.Ordered(Order.STOP)).replies(WEB1, Outcome.LINK_DOWN);
        assertThat(host.removes()).isTrue();
        assertThat(host.kernelHasItNot().actions).containsExactly(new Action.Farewell(ALIAS));
    }

    @Test
    void silentTakerShouldHoldUpAStopForASecondAtTheMost() {
        Rehearsal host = linked().input(new Input.Ordered(Order.STOP));
        Duration begun = host.now;
        while (host.state.phase() instanceof HandingOver) {
            host.after(host.wakeAt.orElseThrow().minus(host.now)).tick();
        }
        assertThat(host.removes()).isTrue();
        assertThat(host.now.minus(begun)).isEqualTo(Timing.OFFER_AT_STOP);
    }

    /** It is offered thousands of aliases at once, and has not come to this one yet. */
    @ParameterizedTest
    @CsvSource({"STOP, 2200", "MOVE, 3000"})
    void takerThatProvesToBeAtWorkShouldBeGivenMoreTimeButNotForEver(Order order, int mostMillis) {
        Rehearsal host = linked().input(new Input.Ordered(order));
        Duration begun = host.now;
        Duration told = Duration.ZERO;
        while (host.state.phase() instanceof HandingOver handing) {
            assertThat(handing.offer()).as("it is the same offer").isEqualTo(1);
            assertThat(handing.until()).isGreaterThanOrEqualTo(told);
            told = handing.until();
            host.after(host.wakeAt.orElseThrow().minus(host.now))
                    .says(WEB1, READY)
                    .tick();
        }
        assertThat(host.now.minus(begun)).isEqualTo(Duration.ofMillis(mostMillis));
        assertThat(host.removes()).isEqualTo(order == Order.STOP);
    }

    @Test
    void takerThatWasLateShouldBeOfferedItOnceMoreAsLongAsThereIsTime() {
        Rehearsal host = linked().input(new Input.Ordered(Order.STOP));
        Duration begun = host.now;
        int offers = 0;
        while (host.state.phase() instanceof HandingOver handing) {
            assertThat(handing.offer()).isEqualTo(++offers);
            host.after(Duration.ofMillis(700))
                    .told(WEB1, HAS_IT, Optional.empty(), Optional.of(new Word.Reply(offers, Outcome.TOO_LATE)));
        }
        assertThat(offers).isEqualTo(3);
        assertThat(host.now.minus(begun)).isLessThan(Timing.MOST_OFFER_AT_STOP);
        assertThat(host.removes()).isTrue();
    }

    @Test
    void pauseWhileTheOfferStandsShouldNotBreakBeforeTheOtherNodeHasIt() {
        Duration pause = Duration.ofMillis(300);
        Rehearsal host =
                linked().input(new Input.Ordered(Order.STOP)).after(pause).input(new Input.Stalled(pause));
        assertThat(host.state.phase()).isInstanceOf(HandingOver.class);
        assertThat(host.removes()).isFalse();

        Duration longer = Duration.ofSeconds(8);
        host = linked().input(new Input.Ordered(Order.STOP)).after(longer).input(new Input.Stalled(longer));
        assertThat(host.removes()).isTrue();
    }

    /** The daemon is to end within two seconds. */
    @Test
    void stopShouldOfferItToNoSecondNodeAfterASilentOne() {
        Rehearsal host = Rehearsal.secondary();
        AliasSpec two = host.spec;
        host.spec = new AliasSpec(two.placement(), List.of(WEB1, WEB2, WEB3), WEB2, POLICY);
        host.holding().says(WEB1, READY).says(WEB3, READY);
        host.input(new Input.Ordered(Order.STOP)).after(Timing.OFFER_AT_STOP);
        assertThat(host.says(WEB3, READY).tick().removes()).isTrue();
    }

    @Test
    void nodeThatHasTakenItAndSaysThatItHasItNotShouldNotBeLeftAloneWithIt() {
        Rehearsal host = linked().input(new Input.Ordered(Order.STOP));
        host.told(WEB1, READY, Optional.empty(), Optional.of(new Word.Reply(host.state.offers(), Outcome.TAKEN)));
        assertThat(host.after(Timing.LINGER).tick().removes()).isFalse();
    }

    @Test
    void movedAliasThatNobodyWasHeardToTakeShouldBeLeftToWhoeverTookIt() {
        Rehearsal host = linked().input(new Input.Ordered(Order.MOVE))
                .after(Timing.OFFER)
                .tick();
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
        // It was taken, but that did not arrive.
        host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1);
        assertThat(host.removes()).isTrue();
        assertThat(host.state.why().cause()).isEqualTo(Cause.YIELDING);
    }

    @Test
    void replyToAnEarlierOfferShouldNotCount() {
        Rehearsal host = linked().input(new Input.Ordered(Order.MOVE)).replies(WEB1, Outcome.LINK_DOWN);
        Word.Reply earlier = new Word.Reply(host.state.offers(), Outcome.TAKEN);
        host.says(WEB1, READY).input(new Input.Ordered(Order.MOVE));
        host.told(WEB1, READY, Optional.empty(), Optional.of(earlier));
        assertThat(((HandingOver) host.state.phase()).takenAt()).isEmpty();
    }

    @Test
    void whoeverElseIsSeenToHaveItMeanwhileShouldChangeNothing() {
        Rehearsal host = linked().input(new Input.Ordered(Order.MOVE));
        for (Kind kind : Kind.values()) {
            host.input(new Input.Sighted(MAC1, kind));
            assertThat(host.actions).as("%s", kind).isEmpty();
        }
        host.answered(MAC1);
        assertThat(host.actions).isEmpty();
    }

    @Test
    void nodeThatDoesNotTakeItShouldGiveTheNextOneTheTurn() {
        Rehearsal host = Rehearsal.secondary();
        AliasSpec two = host.spec;
        host.spec = new AliasSpec(two.placement(), List.of(WEB1, WEB2, WEB3), WEB2, POLICY);
        host.holding().after(Duration.ofSeconds(5)).says(WEB1, READY).says(WEB3, READY);

        host.input(new Input.Ordered(Order.STOP));
        assertThat(((HandingOver) host.state.phase()).to()).isEqualTo(WEB1);
        host.replies(WEB1, Outcome.MAINTENANCE);
        assertThat(((HandingOver) host.state.phase()).to()).isEqualTo(WEB3);
        assertThat(host.removes()).isFalse();
        assertThat(host.replies(WEB3, Outcome.TAKEN).after(LINGER).tick().removes())
                .isTrue();
    }

    @Test
    void moveToANamedNodeShouldGoToNoOther() {
        Rehearsal host = Rehearsal.secondary();
        AliasSpec two = host.spec;
        host.spec = new AliasSpec(two.placement(), List.of(WEB1, WEB2, WEB3), WEB2, POLICY);
        host.holding().after(Duration.ofSeconds(5)).says(WEB1, READY).says(WEB3, READY);

        host.input(new Input.Ordered(Order.MOVE, Optional.of(WEB3)));
        assertThat(((HandingOver) host.state.phase()).to()).isEqualTo(WEB3);
        assertThat(host.replies(WEB3, Outcome.FILTERED).state.phase()).isInstanceOf(Holding.class);
    }

    /** WEB2 holds the alias, and offers it to WEB3. */
    private static Rehearsal offering(Order order) {
        Rehearsal host = Rehearsal.secondary();
        AliasSpec two = host.spec;
        host.spec = new AliasSpec(two.placement(), List.of(WEB1, WEB2, WEB3), WEB2, POLICY);
        host.holding().after(Duration.ofSeconds(5)).knows(WEB1, MAC1).knows(WEB3, MAC3);
        host.says(WEB3, READY).input(new Input.Ordered(order, order == Order.MOVE ? Optional.of(WEB3) : Optional.empty()));
        assertThat(((HandingOver) host.state.phase()).to()).isEqualTo(WEB3);
        return host;
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"REPLY", "ANNOUNCEMENT", "USE"})
    void thirdNodeThatHasItTooShouldEndTheOffer(Kind kind) {
        Rehearsal host = offering(Order.MOVE);
        host.input(new Input.Sighted(MAC3, kind));
        assertThat(host.state.phase()).as("the node is to have it").isInstanceOf(HandingOver.class);
        host.input(new Input.Sighted(STRANGER, kind));
        assertThat(host.state.phase()).as("anybody can say so").isInstanceOf(HandingOver.class);

        host.input(new Input.Sighted(MAC1, kind));
        assertThat(telling(host).offer()).isEmpty();
        assertThat(host.said)
                .anySatisfy(reason -> assertThat(reason.sentence())
                        .contains("web1", "has 192.0.2.100 too while it is offered to", "web3"));
        assertThat(host.state.phase()).isInstanceOf(kind == Kind.REPLY ? Releasing.class : Holding.class);
    }

    @Test
    void thirdNodeThatSaysThatItHasItShouldEndTheOffer() {
        Rehearsal host = offering(Order.MOVE).after(Duration.ofMillis(2)).says(WEB1, HAS_IT);
        assertThat(telling(host).offer()).isEmpty();
        assertThat(host.state.phase()).isInstanceOf(Releasing.class);
    }

    @Test
    void nodeThatAnswersForItAndIsNotHeardOverTheLinkAnyMoreShouldHaveTakenIt() {
        Rehearsal host = offering(Order.MOVE).after(Duration.ofMillis(10)).answered(MAC3);
        host.after(Duration.ofMillis(150)).says(WEB3, HAS_IT);
        assertThat(host.after(Duration.ofMillis(150)).answered(MAC3).state.phase())
                .as("it says so when clients have been told")
                .isInstanceOf(HandingOver.class);
        assertThat(((HandingOver) host.state.phase()).takenAt()).isEmpty();

        host.after(Timing.UNSAID.minusMillis(150)).answered(MAC3);
        assertThat(host.why()).contains("is not heard over the node link any more");
        assertThat(host.after(LINGER).tick().removes()).isTrue();
    }

    @Test
    void aliasThatLeavesInAnyCaseShouldLeaveAtOnceWhereAThirdNodeHasIt() {
        Rehearsal host = offering(Order.STOP).input(new Input.Sighted(MAC1, Kind.ANNOUNCEMENT));
        assertThat(host.removes()).isTrue();
        assertThat(host.state.phase()).isInstanceOf(Releasing.class);
    }

    @Test
    void failbackShouldHandItOverWhereTheNodesAreLinked() {
        Rehearsal host = Rehearsal.of(WEB2, Rehearsal.with(POLICY, POLICY.grace(), Optional.of(Duration.ofSeconds(2))))
                .holding()
                .knows(WEB1, MAC1);
        for (int second = 0; second < 4 && host.state.phase() instanceof Holding; second++) {
            host.after(Duration.ofSeconds(1)).knows(WEB1, MAC1).says(WEB1, READY);
            host.input(new Input.Sighted(MAC1, Kind.WATCH));
        }
        assertThat(host.state.phase()).isInstanceOf(HandingOver.class);
        assertThat(host.removes()).isFalse();
        assertThat(host.why())
                .contains("handing over 192.0.2.100 to partner web1")
                .contains("better rank");
    }

    @Test
    void holderThatIsNotCertainThatItAloneHasItShouldOfferItToNobody() {
        Rehearsal host = Rehearsal.secondary().kernelHasIt().says(WEB1, READY);
        assertThat(host.input(new Input.Ordered(Order.MOVE)).state.phase()).isInstanceOf(Holding.class);
        assertThat(host.why()).contains("it is not certain that this host alone has it");
        assertThat(host.input(new Input.Ordered(Order.STOP)).removes()).isTrue();
    }

    @Test
    void groupShouldBeHandedOverTogether() {
        GroupRehearsal group = GroupRehearsal.of(false, 3);
        group.members.forEach(member -> member.spec =
                new AliasSpec(member.spec.placement(), member.spec.ranking(), WEB2, POLICY, Optional.of("web")));
        group.held();
        group.members.forEach(member -> member.says(WEB1, READY));
        group.input(0, new Input.Ordered(Order.MOVE));
        assertThat(group.members)
                .allSatisfy(member -> assertThat(member.state.phase()).isInstanceOf(HandingOver.class));

        Rehearsal first = group.members.get(0);
        group.told(0, WEB1, new Word.Reply(first.state.offers(), Outcome.TAKEN));
        first.after(LINGER);
        group.input(0, new Input.Tick());
        assertThat(first.state.phase()).isInstanceOf(Releasing.class);
        assertThat(group.members.subList(1, 3))
                .as("the others are not released because one is leaving")
                .allSatisfy(member -> assertThat(member.state.phase()).isInstanceOf(HandingOver.class));
    }

    @Test
    void aliasThatStaysShouldNotBeGivenBackToANodeThatSaysThatItDoesNotTakeIt() {
        Said stands = new Said(Known.NO, false, false, true, true, Known.YES);
        Rehearsal host = Rehearsal.of(WEB2, Rehearsal.with(POLICY, POLICY.grace(), Optional.of(Duration.ofSeconds(2))))
                .holding()
                .knows(WEB1, MAC1);
        for (int second = 0; second < 4 && host.state.phase() instanceof Holding; second++) {
            host.after(Duration.ofSeconds(1)).knows(WEB1, MAC1).says(WEB1, stands);
            host.input(new Input.Sighted(MAC1, Kind.WATCH));
        }
        assertThat(host.state.phase()).isInstanceOf(Holding.class);
    }

    @Test
    void groupThatOneNodeRefusesAPartOfShouldNotBeOfferedToAnotherOneInParts() {
        Node web3 = new Node("web3", IpAddress.of("192.0.2.13"));
        GroupRehearsal group = GroupRehearsal.of(false, 2);
        group.members.forEach(member -> member.spec =
                new AliasSpec(member.spec.placement(), List.of(WEB1, WEB2, web3), WEB2, POLICY, Optional.of("web")));
        group.held();
        group.members.forEach(member -> member.says(WEB1, READY).says(web3, READY));
        group.input(0, new Input.Ordered(Order.MOVE));
        Rehearsal first = group.members.get(0);
        group.told(0, WEB1, new Word.Reply(first.state.offers(), Outcome.COMMAND_FAILED));
        assertThat(first.state.phase()).isInstanceOf(Holding.class);
    }
}
