package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Action.AskFromAlias;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.ReachResult.Answers;
import io.aliasdefender.core.probe.ReachResult.Pair;
import io.aliasdefender.core.probe.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A holder asks whether answers come to its alias, and what it does when they do not. */
class ReachingTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Rehearsal asking() {
        return asking(Rehearsal.primary());
    }

    private static Rehearsal asking(Rehearsal host) {
        return untilAsked(host.holding());
    }

    private static Optional<AskFromAlias> asked(Rehearsal host) {
        return host.actions.stream()
                .filter(AskFromAlias.class::isInstance)
                .map(AskFromAlias.class::cast)
                .findFirst();
    }

    private static Rehearsal ends(Rehearsal host, int own, int alias) {
        Pair echo = new Pair(10, own, alias);
        long id = host.state.phase() instanceof Phase.Holding holding
                ? holding.reach().check()
                : 0;
        return host.input(new Input.ReachChecked(new ReachResult(
                id, ALIAS.address().address(), "eth0", Map.of(ROUTER, new Answers(echo, new Pair(0, 0, 0))))));
    }

    /** Waits for the next questions. */
    private static Rehearsal untilAsked(Rehearsal host) {
        for (int turn = 0; turn < 10_000; turn++) {
            host.now = host.wakeAt.orElseThrow();
            host.tick();
            if (asked(host).isPresent()) {
                return host;
            }
        }
        throw new AssertionError("never asked");
    }

    private static Rehearsal filtered(Rehearsal host) {
        ends(host, 10, 0);
        return ends(untilAsked(host), 10, 0);
    }

    private static List<String> causes(Rehearsal host) {
        return host.said.stream().map(reason -> reason.cause().toString()).toList();
    }

    @Test
    void holderShouldAskOnceTheAnnouncementsAreOutAndAtEachRefresh() {
        Rehearsal host = Rehearsal.primary().holding();
        while (host.state.phase() instanceof Phase.Holding holding
                && holding.announcements().left() > 0) {
            assertThat(asked(host)).isEmpty();
            host.now = host.wakeAt.orElseThrow();
            host.tick();
        }
        untilAsked(host);
        Duration first = host.now;
        ends(host, 1, 1);
        untilAsked(host);

        assertThat(host.now.minus(first)).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(65));
        assertThat(asked(host).orElseThrow().hosts()).contains(ROUTER, WEB2.address());
    }

    @Test
    void ownAddressAloneAnsweredTwiceShouldBeAnErrorOnce() {
        Rehearsal host = asking();
        ends(host, 10, 0);
        assertThat(causes(host)).doesNotContain("filtered");
        assertThat(host.state.filtering().since()).isEmpty();

        ends(untilAsked(host), 10, 0);
        assertThat(host.said).singleElement().satisfies(reason -> {
            assertThat(reason.level()).isEqualTo(Level.ERROR);
            assertThat(reason.sentence())
                    .contains("router 192.0.2.1 answers this host's own address (10 of 10) and not 192.0.2.100")
                    .contains("Port security or anti-spoofing?");
        });
        assertThat(host.state.filtering().since()).contains(host.now);

        for (int more = 0; more < 5; more++) {
            ends(untilAsked(host), 10, 0);
            assertThat(host.said).isEmpty();
        }
    }

    @Test
    void whatIsDroppedShouldBeAskedAboutSoonAgainAndThenMoreSeldom() {
        Rehearsal host = filtered(asking());
        Duration before = host.now;
        Duration first = untilAsked(host).now.minus(before);
        ends(host, 10, 0);
        Duration second =
                untilAsked(host).now.minus(host.state.phase() instanceof Phase.Holding ? before.plus(first) : before);

        assertThat(first).isEqualTo(Duration.ofSeconds(1));
        assertThat(second).isEqualTo(Duration.ofSeconds(2));
        for (int more = 0; more < 10; more++) {
            before = ends(host, 10, 0).now;
            assertThat(untilAsked(host).now.minus(before))
                    .isLessThanOrEqualTo(POLICY.announce().refresh());
        }
    }

    @Test
    void anAnswerShouldEndItWithOneLineAndAnAnnouncement() {
        Rehearsal host = filtered(asking());
        ends(untilAsked(host), 0, 1);

        assertThat(causes(host)).containsExactly("filter-over");
        assertThat(host.announces()).isTrue();
        assertThat(host.state.filtering()).isEqualTo(Filtering.NONE);
    }

    @Test
    void nothingKnownShouldBeNeitherAnErrorNorItsEnd() {
        Rehearsal host = asking();
        for (int more = 0; more < 5; more++) {
            assertThat(causes(ends(host, 0, 0))).isEmpty();
            untilAsked(host);
        }
        filtered(host);
        ends(untilAsked(host), 0, 0);
        assertThat(host.state.filtering().since()).isPresent();
        assertThat(host.said).isEmpty();
    }

    @Test
    void holderShouldKeepItWhereNoOtherDefenderIsSeen() {
        Rehearsal host = filtered(asking());

        assertThat(ends(untilAsked(host), 10, 0).state.phase()).isInstanceOf(Phase.Holding.class);
    }

    private static Rehearsal watched(Rehearsal host) {
        return host.input(new Input.Sighted(MAC2, Sighting.Kind.WATCH));
    }

    private static Rehearsal left() {
        Rehearsal host = filtered(asking());
        watched(untilAsked(host));
        return ends(host, 10, 0);
    }

    @Test
    void holderShouldLeaveItToANodeThatWatchesIt() {
        Rehearsal host = left();

        assertThat(causes(host)).containsExactly("leaving-filtered");
        assertThat(host.removes()).isTrue();
        assertThat(host.kernelHasItNot().state.phase()).isInstanceOf(Phase.StandingAside.class);
        assertThat(host.state.filtering().aside()).isTrue();
        assertThat(host.missed().state.phase()).isInstanceOf(Phase.StandingAside.class);
        // Another host has it: watched, but this one does not offer itself yet.
        host.after(Duration.ofMillis(200)).answered(MAC2);
        assertThat(host.state.phase()).isInstanceOf(Phase.Watching.class);
        assertThat(host.state.filtering().aside()).isTrue();
        assertThat(host.after(MINUTE).answered(MAC2).state.filtering().aside()).isFalse();
        assertThat(host.state.filtering().since()).isEmpty();
    }

    @Test
    void whatNobodyTakesShouldBeTakenBackAndKeptUntilTheBackoffIsOver() {
        Rehearsal host = left().kernelHasItNot();
        host.now = host.wakeAt.orElseThrow();
        host.tick();
        assertThat(host.state.phase()).isInstanceOf(Phase.Confirming.class);
        host.burstEnds(ROUTER).kernelHasIt();
        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);

        Duration back = host.now;
        filtered(untilAsked(host));
        assertThat(causes(host)).doesNotContain("filtered");
        watched(untilAsked(host));
        while (ends(host, 10, 0).state.phase() instanceof Phase.Holding) {
            watched(untilAsked(host));
        }
        assertThat(host.now.minus(back)).isGreaterThan(Duration.ofSeconds(40));
        assertThat(host.state.filtering().moves()).isEqualTo(2);
        assertThat(host.state.filtering().asideUntil()).contains(host.now.plus(MINUTE.multipliedBy(4)));
    }

    @Test
    void whoStandsBackShouldLeaveWhatFallsSilentToOthersWhateverItsRank() {
        Rehearsal host = left().kernelHasItNot().after(Duration.ofMillis(200)).answered(MAC2);
        host.after(Duration.ofSeconds(1));
        host.missed().burstEnds(ROUTER);

        assertThat(host.state.phase()).isInstanceOf(Phase.Vacant.class);
        assertThat(host.adds()).isFalse();
        assertThat(host.state.why().sentence()).contains("leaving it to others");
        host.now = host.wakeAt.orElseThrow();
        assertThat(host.tick().burstEnds(ROUTER).adds()).isTrue();
    }

    @Test
    void withoutAGraceNothingShouldBeLeftToAWorseRankThatWouldNotTakeIt() {
        Rehearsal host =
                filtered(asking(Rehearsal.of(WEB1, Rehearsal.with(POLICY, Optional.empty(), Optional.empty()))));
        watched(untilAsked(host));

        assertThat(ends(host, 10, 0).state.phase()).isInstanceOf(Phase.Holding.class);
    }

    @Test
    void toANodeThatHasItTooAHolderWhoseFramesAreDroppedShouldYield() {
        Rehearsal host = filtered(asking()).answered(MAC2);

        assertThat(causes(host)).containsExactly("yielding");
        assertThat(host.removes()).isTrue();
        assertThat(host.state.filtering().aside()).isTrue();
    }

    @Test
    void aStrangersAnswerShouldNotPassForAFilter() {
        Rehearsal host = asking().answered(STRANGER);
        ends(host, 10, 0);

        assertThat(host.state.filtering().since()).isEmpty();
        assertThat(host.state.phase())
                .isInstanceOfSatisfying(
                        Phase.Holding.class,
                        holding -> assertThat(holding.reach().misses()).isZero());
    }

    @Test
    void aPauseShouldMakeWhatWasAskedWorthless() {
        Rehearsal host = asking();
        long id = host.state.phase() instanceof Phase.Holding holding
                ? holding.reach().check()
                : 0;
        host.input(new Input.Stalled(Duration.ofSeconds(8)));

        assertThat(id).isPositive();
        assertThat(host.state.phase())
                .isInstanceOfSatisfying(
                        Phase.Holding.class,
                        holding -> assertThat(holding.reach().check()).isZero());
    }
}
