package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.WEB1;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Input.Ordered;
import io.aliasdefender.core.Input.Probed;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keeps a group from being here, and how each of its aliases sees it. */
class GroupObstacleTest {
    private static final Probed MISSED = new Probed(new ProbeOutcome.Silence(Duration.ofMillis(10)));
    private static final Observed HAS_IT = new Observed(true, List.of(), true);

    private static GroupRehearsal watching() {
        GroupRehearsal group = GroupRehearsal.of(true, 2);
        group.burstsEnd(0, 2, ALIAS, ROUTER, WEB2);
        return group.after(Duration.ofSeconds(1));
    }

    /** The first misses a round and would be asked about, but for the second. */
    private static String whyNot(GroupRehearsal group) {
        group.input(0, MISSED);
        assertThat(group.member(0).actions).isEmpty();
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Vacant.class);
        return group.member(0).why();
    }

    @Test
    void groupShouldNotBeTakenWhenOneIsKeptOff() {
        GroupRehearsal group = watching().input(1, MISSED).input(1, new Ordered(Order.REMOVE));
        group.burstsEnd(0, 1, ROUTER);

        assertThat(group.member(0).why()).contains("192.0.2.101 is being kept off this host; not taking it");
    }

    @Test
    void groupShouldNotBeTakenWhenOneHasNoLink() {
        GroupRehearsal group = watching().input(1, new Observed(false, List.of(), false));
        assertThat(whyNot(group))
                .contains(
                        "192.0.2.101 cannot be here: its interface has no carrier or does not exist; leaving it to others");
    }

    @Test
    void groupShouldNotBeTakenWhenOneIsNotDefended() {
        GroupRehearsal group = watching().input(1, new Ordered(Order.SUSPEND));
        assertThat(whyNot(group)).contains("192.0.2.101 is not defended on this host now; leaving it to others");
    }

    @Test
    void groupShouldNotBeTakenWhenOneAnswersFromWhomeverThatIs() {
        GroupRehearsal group = GroupRehearsal.of(true, 2);
        group.input(1, new Probed(Rehearsal.reply(Optional.empty()))).after(Duration.ofMillis(1));
        group.burstsEnd(0, 1, ROUTER);

        assertThat(group.member(0).why()).contains("192.0.2.101 answers from another host; not taking it");
    }

    @Test
    void groupShouldBeForgottenWithItsLastAlias() {
        Group group = watching().group;
        assertThat(group.isEmpty()).isFalse();
        group.forget(WEB1.address());
        assertThat(group.isEmpty()).as("that is none of it").isFalse();
        group.forget(IpAddress.of("192.0.2.100"));
        group.forget(IpAddress.of("192.0.2.101"));
        assertThat(group.isEmpty()).isTrue();
    }

    @Test
    void aliasThatLeftTheGroupShouldNotHoldItBack() {
        GroupRehearsal group = watching();
        group.group.forget(group.member(1).spec.address());
        group.input(0, MISSED);

        assertThat(group.burstsEnd(0, 1, ROUTER).adds()).isEqualTo(1);
    }

    @Test
    void aliasShouldSeeTheGroupHereOnlyWhereAnotherOneIs() {
        GroupRehearsal group = watching().input(0, HAS_IT);

        assertThat(group.group.view(group.member(0).spec.address()).here()).isFalse();
        assertThat(group.group.view(group.member(1).spec.address()).here()).isTrue();
        assertThat(group.group.view(group.member(0).spec.address()).leads()).isTrue();
        assertThat(group.group.view(group.member(1).spec.address()).leads()).isFalse();
        group.input(1, HAS_IT);
        assertThat(group.group.view(group.member(0).spec.address()).here()).isTrue();
    }

    @Test
    void groupShouldStayForThePatienceCountedFromWhenBothWereHere() {
        GroupRehearsal group = GroupRehearsal.of(false, 2);
        group.burstsEnd(1, 2, ALIAS, ROUTER, WEB1);
        group.input(1, new Input.Sighted(MAC1, Sighting.Kind.REPLY));
        group.after(Duration.ofSeconds(30)).input(0, HAS_IT);
        assertThat(group.removes()).isZero();
        assertThat(group.group.wakeAt()).contains(group.member(0).now.plusMillis(1_050));

        group.after(Duration.ofMillis(1_049)).tick();
        assertThat(group.removes()).isZero();
        group.after(Duration.ofMillis(1)).tick();
        assertThat(group.removes()).isEqualTo(1);
    }

    @Test
    void groupShouldWaitForTheOthersForAnInterval() {
        GroupRehearsal group = watching().input(0, MISSED);
        group.burstsEnd(0, 1, ROUTER);
        Duration ready = group.member(0).now;
        assertThat(group.group.wakeAt()).contains(ready.plusSeconds(1));

        group.after(Duration.ofMillis(999)).tick();
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Ready.class);
        group.after(Duration.ofMillis(1)).tick();
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Confirming.class);
    }

    @Test
    void silenceThatIsTooOldShouldBeAskedAboutAgainBeforeTheGroupIsClaimed() {
        GroupRehearsal group = watching().input(0, MISSED);
        group.burstsEnd(0, 1, ROUTER).after(Duration.ofMillis(500));
        group.burstsEnd(1, 2, ROUTER);

        assertThat(group.adds()).as("the first is 550 ms old").isZero();
        assertThat(group.burstsEnd(0, 2, ROUTER).adds()).isEqualTo(2);
    }
}
