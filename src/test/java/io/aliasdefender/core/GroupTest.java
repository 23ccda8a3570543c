package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.POLICY;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Input.Probed;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Aliases that move together or not at all. */
class GroupTest {
    private static final Probed MISSED = new Probed(new ProbeOutcome.Silence(Duration.ofMillis(10)));
    private static final Observed HAS_IT = new Observed(true, List.of(), true);
    private static final Observed HAS_IT_NOT = new Observed(false, List.of(), true);

    private static Probed answer(MacAddress mac) {
        return new Probed(Rehearsal.reply(Optional.of(mac)));
    }

    /** All are on the other node and have been watched for a while. */
    private static GroupRehearsal watching(boolean primary, int aliases) {
        GroupRehearsal group = GroupRehearsal.of(primary, aliases);
        group.burstsEnd(0, aliases, ALIAS, ROUTER, WEB1, WEB2);
        return group.after(Duration.ofSeconds(1))
                .eachOnce(answer(primary ? MAC2 : MAC1))
                .after(Duration.ofSeconds(1));
    }

    private static GroupRehearsal holding(boolean primary, int aliases) {
        GroupRehearsal group = GroupRehearsal.of(primary, aliases);
        group.burstsEnd(0, aliases, ROUTER);
        return group.after(Duration.ofMillis(3)).eachOnce(HAS_IT);
    }

    @Test
    void groupWhenOneFallsSilentShouldAskAboutAllAndTakeThemInOneDecision() {
        GroupRehearsal group = watching(true, 3).input(1, MISSED);
        assertThat(group.actions).as("all are asked at once").hasSize(3);

        assertThat(group.burstsEnd(0, 2, ROUTER).adds())
                .as("one is not known yet")
                .isZero();
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Ready.class);

        assertThat(group.burstsEnd(2, 3, ROUTER).adds()).isEqualTo(3);
        assertThat(group.member(0).why()).endsWith("taking over");
    }

    @Test
    void groupOfAThousandShouldBeTakenInOneDecisionWithLinearWork() {
        GroupRehearsal group = watching(false, 1_000);
        group.decisions = 0;
        group.input(500, MISSED);
        group.burstsEnd(0, 1_000, ROUTER);

        assertThat(group.adds()).isEqualTo(1_000);
        assertThat(group.decisions)
                .as("each is asked for once, judged once and claimed once")
                .isLessThanOrEqualTo(3 * 1_000 + 1);
    }

    @Test
    void groupWhenOneAnswersElsewhereShouldNotBeTaken() {
        GroupRehearsal group = watching(true, 2).input(0, MISSED);
        group.burstsEnd(1, 2, ALIAS, ROUTER).burstsEnd(0, 1, ROUTER);

        assertThat(group.adds()).isZero();
        assertThat(group.member(0).state.why().cause()).isEqualTo(Cause.GROUP);
        assertThat(group.member(0).why())
                .contains("its group web moves together")
                .contains("192.0.2.101 answers from web2 (02:00:00:00:00:12)")
                .endsWith("not taking it");
    }

    @Test
    void groupThatWaitedForOneTooLongShouldBeAskedAboutAgainFirst() {
        GroupRehearsal group = watching(true, 2).input(0, MISSED);
        group.burstsEnd(0, 1, ROUTER);
        assertThat(group.group.wakeAt()).isPresent();

        group.after(Duration.ofSeconds(2)).tick();
        assertThat(group.adds()).isZero();
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Confirming.class);
        assertThat(group.burstsEnd(0, 2, ROUTER).adds()).isEqualTo(2);
    }

    @Test
    void groupWhenOneKeepsMissingShouldNotBeAskedAboutAtEachMiss() {
        GroupRehearsal group = watching(true, 2).input(0, MISSED);
        group.burstsEnd(0, 2, ALIAS, ROUTER, WEB2);

        assertThat(group.input(0, MISSED).actions)
                .as("the other one was asked about a moment ago")
                .hasSize(1);
    }

    @Test
    void aliasWhenAnotherCouldNotBeAddedShouldWaitUntilThatIsHere() {
        GroupRehearsal group = watching(true, 2).input(0, MISSED);
        group.burstsEnd(0, 2, ROUTER);
        group.input(0, HAS_IT);
        CommandResult failed = new CommandResult.Failed(Duration.ofMillis(2), "no memory");
        for (int failures = 1; failures <= 3; failures++) {
            fail(group, failed);
            if (failures < 3) {
                assertThat(group.removes()).isZero();
                group.after(Duration.ofSeconds(10)).input(1, new Input.Tick());
                group.burstsEnd(1, 2, ROUTER);
                assertThat(group.adds()).as("it is tried by itself").isEqualTo(1);
            }
        }
        assertThat(group.member(0).removes()).isTrue();
        assertThat(group.member(0).why()).contains("192.0.2.101 could not be added to this host");
    }

    private static void fail(GroupRehearsal group, CommandResult failed) {
        Phase.Claiming claiming = (Phase.Claiming) group.member(1).state.phase();
        group.input(
                1,
                new Input.Applied(
                        new AddressAction(
                                claiming.command(),
                                AddressAction.Kind.ADD,
                                group.member(1).spec.placement()),
                        failed));
    }

    @Test
    void operatorWhenAnotherIsElsewhereShouldBeRefusedWithTheReason() {
        GroupRehearsal group = watching(true, 2).input(0, new Input.Ordered(Order.ADD));
        group.burstsEnd(0, 1).burstsEnd(1, 2, ALIAS, ROUTER, WEB2);

        assertThat(group.member(0).state.why().cause()).isEqualTo(Cause.REFUSED);
        assertThat(group.member(0).why()).contains("moves together");
    }

    @Test
    void removalWhenAnAliasWaitsForItsGroupShouldKeepItOff() {
        GroupRehearsal group = watching(true, 2).input(0, MISSED);
        group.burstsEnd(0, 1, ROUTER);
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Ready.class);
        group.input(0, new Input.Ordered(Order.REMOVE));

        assertThat(group.burstsEnd(1, 2, ROUTER).adds()).isZero();
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.StandingAside.class);
    }

    @Test
    void failbackOfAGroupShouldBeTriedOnceForAllAndThenLessOften() {
        GroupRehearsal group = holding(false, 5);
        group.members.forEach(member -> {
            AliasSpec old = member.spec;
            member.spec = new AliasSpec(
                    old.placement(),
                    old.ranking(),
                    old.self(),
                    Rehearsal.with(POLICY, Optional.empty(), Optional.of(Duration.ofSeconds(10))),
                    old.group());
            member.knows(WEB1, MAC1);
        });
        int seconds = 0;
        while (group.removes() == 0 && seconds < 30) {
            seconds++;
            group.after(Duration.ofSeconds(1)).eachOnce(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
        }
        assertThat(seconds).isBetween(10, 12);
        assertThat(group.removes()).isEqualTo(5);
        assertThat(group.group.view(group.member(3).spec.address()).failedFailbacks())
                .as("one failure for the group, until somebody has taken it")
                .isEqualTo(1);

        group.eachOnce(HAS_IT_NOT).after(Duration.ofSeconds(4)).input(0, MISSED);
        group.burstsEnd(0, 5, ROUTER, WEB1);
        group.after(Duration.ofSeconds(4)).input(0, MISSED);
        assertThat(group.burstsEnd(0, 5, ROUTER, WEB1).adds())
                .as("`grace: never`, but nobody took what was given back")
                .isEqualTo(5);
    }

    @Test
    void hostInMaintenanceShouldReleaseAndTakeNothingUntilItIsOver() {
        Rehearsal host = Rehearsal.primary().holding().input(new Input.Ordered(Order.SUSPEND));
        assertThat(host.removes()).isTrue();
        host.kernelHasItNot();
        assertThat(host.state.phase()).isInstanceOf(Phase.Suspended.class);

        assertThat(host.after(Duration.ofSeconds(60)).missed().actions).isEmpty();
        assertThat(host.input(new Input.Ordered(Order.ADD)).adds()).isFalse();
        assertThat(host.why()).contains("in maintenance");
        assertThat(host.input(new Observed(true, List.of(), true)).removes()).isTrue();
        host.kernelHasItNot();

        host.input(new Input.Ordered(Order.RESUME));
        assertThat(host.burstEnds(ROUTER).adds()).isTrue();
    }
}
