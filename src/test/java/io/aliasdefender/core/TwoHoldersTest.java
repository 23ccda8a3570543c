package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.probe.Sighting;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another host has the alias of a holder, too: who lets go, who is asked, and what is announced. */
class TwoHoldersTest {
    @Test
    void betterRankWhenAnotherNodeHasItTooShouldDefendAndAnnounceAgainWhenItIsOver() {
        Rehearsal host =
                Rehearsal.primary().holding().after(Duration.ofSeconds(60)).answered(MAC2);
        assertThat(host.removes()).isFalse();
        assertThat(host.announces()).isTrue();

        host.after(Duration.ofMillis(60)).tick().burstEnds(ROUTER, WEB2);
        assertThat(host.announces()).isTrue();
        assertThat(host.said).extracting(Reason::cause).contains(Cause.CONFLICT_OVER);
    }

    @Test
    void worseRankWhenABetterNodeWithADefenderHasItTooShouldLetGoAfterItsPatience() {
        Rehearsal host =
                Rehearsal.secondary().holding().after(Duration.ofSeconds(60)).answered(MAC1);
        host.input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
        assertThat(host.removes())
                .as("the other may have been cut off and is about to yield")
                .isFalse();

        assertThat(host.after(Duration.ofMillis(1_100)).tick().removes())
                .as("it may have yielded since it was last seen")
                .isFalse();
        assertThat(host.answered(MAC1).removes()).isTrue();
        assertThat(host.announces()).isFalse();
    }

    @Test
    void worseRankWhenTheBetterNodesKernelAloneHasItShouldKeepAndAnnounceItUntilADefenderIsSeenThere() {
        Rehearsal host =
                Rehearsal.secondary().holding().after(Duration.ofSeconds(60)).answered(MAC1);
        assertThat(host.announces()).isTrue();

        host.after(Duration.ofMillis(1_100)).answered(MAC1);
        assertThat(host.removes()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.UNDEFENDED);
        assertThat(host.after(Duration.ofSeconds(10)).answered(MAC1).announces())
                .as("clients may have asked again")
                .isTrue();

        host.input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
        assertThat(host.answered(MAC1).removes())
                .as("it has just started, and yields by itself")
                .isFalse();
        assertThat(host.after(Duration.ofMillis(2_100)).answered(MAC1).removes())
                .isTrue();
    }

    @Test
    void worseRankWhenBetterNodeAnnouncesItTooShouldLetGoAsSoonAsThatAnswers() {
        Rehearsal host = Rehearsal.secondary().holding().burstEndsLate().after(Duration.ofSeconds(1));

        host.input(new Input.Sighted(MAC1, Sighting.Kind.ANNOUNCEMENT));
        assertThat(host.removes()).as("anybody can send one frame").isFalse();
        assertThat(host.announces()).isFalse();

        assertThat(host.burstEnds(Optional.of(MAC1), ALIAS, ROUTER, WEB1).removes())
                .as("nobody announces who knows that it was cut off")
                .isTrue();
        assertThat(host.announces()).isFalse();
    }

    @Test
    void announcementInTheNameOfABetterNodeThatDoesNotAnswerShouldMoveNothing() {
        Rehearsal host = Rehearsal.secondary().holding().burstEndsLate().after(Duration.ofSeconds(1));

        host.input(new Input.Sighted(MAC1, Sighting.Kind.ANNOUNCEMENT)).burstEnds(ROUTER, WEB1);

        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);
        assertThat(host.announces()).as("clients may have believed it").isTrue();
    }

    /** Whatever they say: only an answer to a question of ours is said by somebody who was asked. */
    @ParameterizedTest
    @EnumSource(
            value = Sighting.Kind.class,
            names = {"USE", "ANNOUNCEMENT", "WATCH", "PROBE", "REQUEST"})
    void framesInTheNameOfABetterNodeThatDoesNotAnswerShouldMoveNothingHoweverManyThereAre(Sighting.Kind kind) {
        Rehearsal host = Rehearsal.secondary().holding().burstEndsLate().after(Duration.ofSeconds(1));
        boolean burst = false;
        for (int tick = 0; tick < 2_400; tick++) {
            host.after(Duration.ofMillis(50));
            if (tick % 5 == 0) {
                host.input(new Input.Sighted(MAC1, kind));
            } else if (burst) {
                host.burstEndsLate();
            } else {
                host.tick();
            }
            burst = host.actions.stream().anyMatch(Action.Burst.class::isInstance);
            assertThat(host.removes()).as("after %s ticks", tick).isFalse();
        }
        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);
    }

    @Test
    void strangerThatComesAndGoesShouldCostAnAnnouncementInTenSecondsAndASentenceAMinute() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(60));
        int announced = 0;
        int bursts = 0;
        int said = 0;
        boolean burst = false;
        for (int tick = 0; tick < 2_400; tick++) {
            host.after(Duration.ofMillis(50));
            if (tick % 10 == 0) {
                host.input(new Input.Sighted(STRANGER, Sighting.Kind.ANNOUNCEMENT));
            } else if (burst) {
                host.burstEndsLate();
            } else {
                host.tick();
            }
            burst = host.actions.stream().anyMatch(Action.Burst.class::isInstance);
            bursts += burst ? 1 : 0;
            announced += host.announces() ? 1 : 0;
            said += host.said.size();
        }
        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);
        // Not less either: clients may have believed the stranger.
        assertThat(announced).as("in two minutes").isBetween(10, 5 + 12 + 2);
        assertThat(bursts).isLessThan(60);
        assertThat(said).isLessThanOrEqualTo(8);
    }

    @Test
    void nodeThatHasTheAliasBesideAStrangerShouldBeAskedSoon() {
        Rehearsal host = Rehearsal.secondary().holding().after(Duration.ofSeconds(60));
        host.input(new Input.Sighted(STRANGER, Sighting.Kind.ANNOUNCEMENT)).tick();
        for (int check = 0; check < 7; check++) {
            host.burstEnds(Optional.of(STRANGER), ALIAS, ROUTER, WEB1);
            for (int wait = 0; wait < 2 && host.actions.stream().noneMatch(Action.Burst.class::isInstance); wait++) {
                host.after(Duration.ofSeconds(1)).tick();
            }
        }
        host.burstEnds(Optional.of(STRANGER), ALIAS, ROUTER, WEB1);
        assertThat(host.after(Duration.ofMillis(100)).tick().actions)
                .as("a stranger is asked only now and then")
                .isEmpty();

        host.input(new Input.Sighted(MAC1, Sighting.Kind.REPLY));
        assertThat(host.after(Duration.ofMillis(50)).tick().lastBurst().probes())
                .isPositive();
    }

    @Test
    void strangerShouldBeReportedLoudlyAndDefendedAgainstOnceInTenSeconds() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(60));
        int announced = 0;
        int errors = 0;
        for (int second = 0; second < 60; second++) {
            host.after(Duration.ofSeconds(1)).input(new Input.Sighted(STRANGER, Sighting.Kind.ANNOUNCEMENT));
            announced += host.announces() ? 1 : 0;
            errors += (int) host.said.stream()
                    .filter(reason -> reason.level() == Level.ERROR)
                    .count();
        }
        assertThat(host.state.phase()).isInstanceOf(Phase.Holding.class);
        assertThat(announced).isEqualTo(6);
        assertThat(errors).isEqualTo(1);
    }

    @Test
    void holderWhenItWasAsleepShouldYieldToWhoeverHasItWithoutOneAnnouncement() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofMinutes(5));
        host.input(new Input.Stalled(Duration.ofSeconds(8)));
        assertThat(host.announces()).isFalse();

        host.burstEnds(Optional.of(MAC2), ALIAS, ROUTER, WEB2);
        assertThat(host.announces()).isFalse();
        assertThat(host.removes()).isTrue();
    }
}
