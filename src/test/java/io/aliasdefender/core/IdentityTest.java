package io.aliasdefender.core;

import static io.aliasdefender.core.Rehearsal.ALIAS;
import static io.aliasdefender.core.Rehearsal.MAC1;
import static io.aliasdefender.core.Rehearsal.MAC2;
import static io.aliasdefender.core.Rehearsal.ROUTER;
import static io.aliasdefender.core.Rehearsal.STRANGER;
import static io.aliasdefender.core.Rehearsal.WEB2;
import static io.aliasdefender.core.Rehearsal.WEB3;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a link-layer address means is one of three: this node, a stranger, not known yet. */
class IdentityTest {
    @Test
    void addressShouldBeANodesAStrangersOrNotKnownYet() {
        Identity none = Identity.of(Optional.of(MAC1));
        assertThat(none.whose(MAC2, List.of(WEB2, WEB3)).unknown()).isTrue();

        Identity one = none.learnt(WEB2, MAC2);
        assertThat(one.whose(MAC2, List.of(WEB2, WEB3)).node()).contains(WEB2);
        assertThat(one.whose(STRANGER, List.of(WEB2, WEB3)).unknown())
                .as("it may be the third node")
                .isTrue();
        assertThat(one.whose(STRANGER, List.of(WEB2)).stranger()).isTrue();
    }

    @Test
    void nodeShouldBeKnownByEachOfItsCardsButAnAddressBelongsToOne() {
        Identity both = Identity.of(Optional.of(MAC1)).learnt(WEB2, MAC2).learnt(WEB2, STRANGER);
        assertThat(both.whose(MAC2, List.of(WEB2)).node()).contains(WEB2);
        assertThat(both.whose(STRANGER, List.of(WEB2)).node()).contains(WEB2);

        Identity moved = both.learnt(WEB3, MAC2);
        assertThat(moved.whose(MAC2, List.of(WEB2, WEB3)).node()).contains(WEB3);
    }

    @Test
    void nodeThatChangesItsCardOverAndOverShouldNotBeRememberedWithoutEnd() {
        Identity identity = Identity.NOBODY;
        for (int i = 0; i < 1_000; i++) {
            identity = identity.learnt(WEB2, new MacAddress(0x02_00_00_00_00_00L + i));
        }
        assertThat(identity.nodes().get(WEB2)).hasSize(4);
    }

    /** A holder that has never heard the other node on this link. */
    private static Rehearsal unknown(Rehearsal host) {
        host.evidence =
                host.evidence.knowing(Identity.of(host.evidence.identity().own()));
        return host;
    }

    @Test
    void twoHoldersThatDoNotKnowEachOtherShouldEndWithTheOneOfTheLowerAddress() {
        Rehearsal lower = unknown(Rehearsal.primary().holding()).after(Duration.ofSeconds(60));
        Rehearsal higher = unknown(Rehearsal.secondary().holding()).after(Duration.ofSeconds(60));

        for (int look = 0; look < 30; look++) {
            lower.after(Duration.ofMillis(50)).input(new Input.Sighted(MAC2, Sighting.Kind.REPLY));
            assertThat(lower.removes()).isFalse();
            if (higher.state.phase() instanceof Phase.Holding) {
                higher.after(Duration.ofMillis(50)).input(new Input.Sighted(MAC1, Sighting.Kind.REPLY));
                // Its defender is at work: it asks who else has its alias.
                higher.input(new Input.Sighted(MAC1, Sighting.Kind.WATCH));
            }
        }
        assertThat(higher.state.phase()).isInstanceOf(Phase.Releasing.class);
        assertThat(higher.why()).contains("the lower link-layer address");
    }

    @Test
    void holderInDoubtShouldYieldToAnAddressThatIsNotKnownYet() {
        Rehearsal host = unknown(Rehearsal.primary().holding()).after(Duration.ofSeconds(60));
        host.input(new Input.Stalled(Duration.ofSeconds(8))).burstEnds(Optional.of(MAC2), ALIAS, ROUTER);

        assertThat(host.removes()).isTrue();
        assertThat(host.announces()).isFalse();
    }

    @Test
    void holderInDoubtShouldNotYieldToAStranger() {
        Rehearsal host = Rehearsal.primary().holding().after(Duration.ofSeconds(60));
        host.input(new Input.Stalled(Duration.ofSeconds(8))).burstEnds(Optional.of(STRANGER), ALIAS, ROUTER);

        assertThat(host.removes()).isFalse();
        assertThat(host.state.why().cause()).isEqualTo(Cause.STRANGER);
    }

    @Test
    void betterNodeWhenItOnlyUsesTheAliasShouldNotMakeTheOtherLetGoAtOnce() {
        Rehearsal host = Rehearsal.secondary().holding().after(Duration.ofSeconds(60));

        host.input(new Input.Sighted(MAC1, Sighting.Kind.USE));
        assertThat(host.removes())
                .as("its kernel sends by itself; nobody has decided to announce")
                .isFalse();
        host.input(new Input.Sighted(MAC1, Sighting.Kind.ANNOUNCEMENT));
        assertThat(host.input(new Input.Sighted(MAC1, Sighting.Kind.REPLY)).removes())
                .as("it announced, and it answers")
                .isTrue();
    }

    @Test
    void rivalThatIsNotKnownYetWhenItsAddressIsLowerShouldHaveTheAlias() {
        Rehearsal higher = unknown(Rehearsal.secondary().watching()).missed();
        Action.Burst burst = higher.lastBurst();
        higher.input(new Input.Sighted(MAC1, Sighting.Kind.PROBE));
        higher.actions.add(burst);
        assertThat(higher.burstEnds(ROUTER).adds()).isFalse();
        assertThat(higher.state.why().cause()).isEqualTo(Cause.RIVAL);

        Rehearsal lower = unknown(Rehearsal.primary().watching()).missed();
        burst = lower.lastBurst();
        lower.input(new Input.Sighted(MAC2, Sighting.Kind.PROBE));
        lower.actions.add(burst);
        assertThat(lower.burstEnds(ROUTER).burstEnds(ROUTER).adds())
                .as("it asks once more, and the other one has backed off")
                .isTrue();
    }

    @Test
    void rivalOfAGroupThatIsNotKnownYetWhenItsAddressIsLowerShouldHaveTheGroup() {
        GroupRehearsal group = GroupRehearsal.of(false, 2);
        group.members.forEach(IdentityTest::unknown);
        group.burstsEnd(0, 1, ROUTER);
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Ready.class);

        group.input(0, new Input.Sighted(MAC1, Sighting.Kind.PROBE));
        assertThat(group.member(0).state.phase()).isInstanceOf(Phase.Vacant.class);
        assertThat(group.member(0).state.why().cause()).isEqualTo(Cause.RIVAL);
    }

    @Test
    void rankShouldDecideAsSoonAsTheOtherIsKnown() {
        Rehearsal host = unknown(Rehearsal.primary().holding()).after(Duration.ofSeconds(60));
        host.knows(WEB2, MAC2).input(new Input.Sighted(MAC2, Sighting.Kind.ANNOUNCEMENT));

        assertThat(host.removes()).isFalse();
        assertThat(host.why()).contains("this host has the better rank");
    }
}
