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
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When aliases that move together leave their host: all of them follow the one that must go. */
class GroupLeavingTest {
    private static final Observed HAS_IT = new Observed(true, List.of(), true);

    private static Probed answer(MacAddress mac) {
        return new Probed(Rehearsal.reply(Optional.of(mac)));
    }

    private static GroupRehearsal holding(boolean primary, int aliases) {
        GroupRehearsal group = GroupRehearsal.of(primary, aliases);
        group.burstsEnd(0, aliases, ROUTER);
        return group.after(Duration.ofMillis(3)).eachOnce(HAS_IT);
    }

    @Test
    void groupWhenOneLeavesShouldFollowIt() {
        GroupRehearsal group = holding(true, 3).after(Duration.ofSeconds(60));
        group.input(1, new Input.Ordered(Order.REMOVE));

        assertThat(group.removes()).isEqualTo(3);
        assertThat(group.member(0).why()).contains("its group web moves together, and 192.0.2.101 leaves this host");
    }

    @Test
    void groupThatHasJustBeenTakenShouldSayOnceMoreThatItIsHereBeforeItFollows() {
        GroupRehearsal young = holding(false, 2);
        young.input(0, new Input.Ordered(Order.REMOVE));
        assertThat(young.member(1).announces())
                .as("another holder may have been out of hearing the first time, and will tell clients better")
                .isTrue();

        GroupRehearsal old = holding(false, 2);
        for (int i = 0; i < POLICY.announce().count(); i++) {
            old.after(POLICY.announce().spacing()).eachOnce(new Input.Tick());
        }
        old.input(0, new Input.Ordered(Order.REMOVE));
        assertThat(old.member(1).announces()).isFalse();
        assertThat(old.member(1).removes()).isTrue();

        GroupRehearsal better = holding(true, 2);
        better.input(0, new Input.Ordered(Order.REMOVE));
        assertThat(better.member(1).announces())
                .as("a worse-ranked holder would let go of it, too")
                .isFalse();
    }

    @Test
    void groupWhenAConflictAboutOneIsWonShouldBeAnnouncedAsAWhole() {
        GroupRehearsal group = holding(true, 2);
        group.members.forEach(Rehearsal::burstEndsLate);
        group.after(Duration.ofSeconds(1)).input(0, answer(MAC2));
        group.after(Duration.ofMillis(60)).input(0, new Input.Tick());
        group.burstsEnd(0, 1, ROUTER, WEB2);
        assertThat(group.member(0).said).extracting(Reason::cause).contains(Cause.CONFLICT_OVER);

        assertThat(group.input(1, new Input.Tick()).member(1).announces())
                .as("the other host had all of it, and lets go of all of it")
                .isTrue();
    }

    @Test
    void groupThatHearsNobodyShouldGoWithoutAWord() {
        GroupRehearsal group = holding(false, 2).after(Duration.ofSeconds(60));
        group.members.forEach(member -> member.evidence = member.evidence
                .heard(ROUTER, new ProbeOutcome.Silence(Duration.ofMillis(10)), member.now, true)
                .heard(WEB1.address(), new ProbeOutcome.Silence(Duration.ofMillis(10)), member.now, true));
        group.eachOnce(new Input.Tick()).burstsEnd(0, 1);
        group.input(0, new Input.Sighted(MAC1, Sighting.Kind.REPLY));

        assertThat(group.removes()).isEqualTo(2);
        assertThat(group.actions)
                .as("the other node may have taken both meanwhile")
                .noneMatch(Action.Announce.class::isInstance);
    }

    @Test
    void groupWhenOneLosesItsInterfaceShouldLetGoOfAll() {
        GroupRehearsal group = holding(true, 2).input(1, new Observed(false, List.of(), false));

        assertThat(group.member(0).removes()).isTrue();
    }

    @Test
    void groupWhenOneIsOnABetterHostShouldLetGoAfterAPatience() {
        GroupRehearsal group = onTwoHosts(false);

        group.after(Duration.ofMillis(500)).tick();
        assertThat(group.removes()).isZero();
        group.after(Duration.ofSeconds(1)).tick();
        assertThat(group.removes()).isEqualTo(1);
        assertThat(group.member(0).why()).contains("192.0.2.101 is on web1");
    }

    @Test
    void groupWhenOneIsOnAHostThatNobodyCanPlaceYetShouldGoToTheLowerLinkLayerAddress() {
        GroupRehearsal group = onTwoHosts(true);
        for (Rehearsal member : group.members) {
            member.evidence = member.evidence.knowing(Identity.of(Optional.of(MAC2)));
        }
        group.input(1, answer(MAC1)).after(Duration.ofSeconds(3)).tick();
        assertThat(group.removes()).as("the other host has the lower one").isEqualTo(1);
        assertThat(group.member(0).why()).contains("lower link-layer address");
    }

    @Test
    void groupWhenOneIsOnAWorseHostShouldKeepTheOthers() {
        assertThat(onTwoHosts(true).after(Duration.ofSeconds(10)).tick().removes())
                .isZero();
    }

    /** The first is here, the second on the other node. */
    private static GroupRehearsal onTwoHosts(boolean primary) {
        GroupRehearsal group = GroupRehearsal.of(primary, 2);
        group.input(0, HAS_IT);
        group.burstsEnd(1, 2, ALIAS, ROUTER, WEB1, WEB2);
        group.input(1, answer(primary ? MAC2 : MAC1));
        return group;
    }
}
