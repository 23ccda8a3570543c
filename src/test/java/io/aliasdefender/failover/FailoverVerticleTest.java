package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.OTHER;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FailoverVerticleTest extends VerticleRig {
    @Test
    void primaryWhenNobodyHasTheAliasShouldClaimHoldAndAnnounceIt() throws Exception {
        world.answering(ROUTER, WEB2.address());
        start(Site.seenFrom(WEB1, ALIAS));

        assertThat(awaitAction(Kind.ADD).placement()).isEqualTo(ALIAS);
        world.await(Announcement.class, announcement -> announcement.placement().equals(ALIAS));
        assertThat(state(ALIAS)).isEqualTo("holding");
        assertThat(world.carries(ALIAS)).isTrue();
    }

    @Test
    void aliasOfIpv6WhenOnlyTheIpv4RouterAnswersShouldBeLeftWhileTheIpv4OneIsTaken() throws Exception {
        Placement v6 = Site.placement("2001:db8::100/64");
        world.answering(ROUTER, WEB2.address());
        start(Site.seenFrom(WEB1, v6, ALIAS));

        assertThat(awaitAction(Kind.ADD).placement()).isEqualTo(ALIAS);
        world.await(Announcement.class, announcement -> announcement.placement().equals(ALIAS));
        assertThat(state(v6)).isEqualTo("vacant");
        assertThat(status(v6).reason().sentence()).contains("no default router is known on eth0", "witnesses:");
    }

    @Test
    void planShouldNameEverybodyWhoIsToBeAsked() throws Exception {
        world.answering(ROUTER);
        start(Site.seenFrom(WEB1, ALIAS));

        ProbePlan plan = world.await(ProbePlan.class, any -> true);

        assertThat(plan.targets())
                .extracting(ProbeTarget::address)
                .containsExactlyInAnyOrder(ALIAS.address().address(), WEB2.address(), ROUTER);
    }

    @Test
    void secondaryWhenTheAliasFallsSilentShouldMakeSureClaimAndTellWhy() throws Exception {
        watchAsSecondary();
        world.answering(ROUTER);
        world.drain();
        world.probe(ALIAS.address().address());

        BurstRequest burst = world.await(BurstRequest.class, any -> true);
        assertThat(burst.alias()).isEqualTo(ALIAS.address().address());
        assertThat(burst.hosts()).containsExactlyInAnyOrder(ROUTER, WEB1.address());
        String why = awaitReport("taking-over").sentence();
        assertThat(why).contains("secondary: 192.0.2.100 silent", "router 192.0.2.1", "web1 (192.0.2.11) silent");
        awaitReport("took-over");
        world.await(Announcement.class, announcement -> announcement.placement().equals(ALIAS));
        assertThat(status(ALIAS).reason().sentence()).isNotBlank();
    }

    @Test
    void secondaryWhenItsPartnerAnswersShouldNotClaimAndWarn() throws Exception {
        watchAsSecondary();
        world.answering(ROUTER, WEB1.address());
        world.drain();
        world.probe(ALIAS.address().address());

        Report report = awaitReport("partner-alive");
        assertThat(report.level()).isEqualTo(Level.WARNING);
        assertThat(world.carries(ALIAS)).isFalse();
        assertThat(state(ALIAS)).isEqualTo("vacant");
    }

    @Test
    void commandWhenItFailsShouldBeToldAndTriedAgain() throws Exception {
        world.answering(ROUTER);
        var works = world.command;
        world.command = action -> Optional.of(new CommandResult.Failed(Duration.ZERO, "'ip' exited with 2: no"));
        start(Site.seenFrom(WEB1, ALIAS));

        Report failed = awaitReport("command-failed");
        assertThat(failed.level()).isEqualTo(Level.ERROR);
        assertThat(failed.sentence()).contains("'ip' exited with 2: no; trying again in");
        awaitReport("command-failed");

        world.command = works;
        awaitReport("took-over");
    }

    @Test
    void reloadWhenAnAliasIsUnchangedShouldNotTouchIt() throws Exception {
        holdAsPrimary(ALIAS);
        Channels.SETTINGS.publish(vertx, Site.seenFrom(WEB1, ALIAS, OTHER));
        awaitAction(Kind.ADD, OTHER);
        Channels.SETTINGS.publish(vertx, Site.seenFrom(WEB1, ALIAS));
        awaitAction(Kind.REMOVE, OTHER);
        awaitReport("released");

        assertThat(world.drain().stream().filter(AddressAction.class::isInstance))
                .isEmpty();
        assertThat(status(ALIAS).counters().takeovers()).isEqualTo(1);
        assertThat(world.carries(ALIAS)).isTrue();
    }

    @Test
    void reloadWhenAnAliasIsRemovedShouldReleaseAndForgetIt() throws Exception {
        holdAsPrimary(ALIAS, OTHER);
        Channels.SETTINGS.publish(vertx, Site.seenFrom(WEB1, OTHER));

        awaitAction(Kind.REMOVE, ALIAS);
        awaitReport("released");
        assertThat(nodeStatus().aliases())
                .extracting(alias -> alias.placement())
                .containsExactly(OTHER);
        assertThat(world.carries(ALIAS)).isFalse();
    }

    @Test
    void reloadWhenAnAliasComesBackBeforeItIsReleasedShouldDefendItAgain() throws Exception {
        holdAsPrimary(ALIAS, OTHER);
        var works = world.command;
        AtomicReference<AddressAction> late = new AtomicReference<>();
        world.command = action -> {
            late.set(action);
            return Optional.empty();
        };
        Channels.SETTINGS.publish(vertx, Site.seenFrom(WEB1, OTHER));
        awaitAction(Kind.REMOVE, ALIAS);
        Channels.SETTINGS.publish(vertx, Site.seenFrom(WEB1, ALIAS, OTHER));
        nodeStatus();

        world.command = works;
        world.change(late.get());

        awaitAction(Kind.ADD, ALIAS);
        awaitReport("took-over");
        assertThat(state(ALIAS)).isEqualTo("holding");
    }

    @Test
    void stopShouldWaitForTheRelease() throws Exception {
        holdAsPrimary(ALIAS, OTHER);

        await(vertx.undeploy(deployment));

        assertThat(world.carries(ALIAS)).isFalse();
        assertThat(world.carries(OTHER)).isFalse();
    }

    @Test
    void stopWhenThePolicyIsToKeepShouldTouchNothing() throws Exception {
        world.answering(ROUTER);
        start(Site.settings(WEB1, Policy.OnStop.KEEP, List.of(new Witness.DefaultRouter()), ALIAS));
        awaitReport("took-over");

        await(vertx.undeploy(deployment));

        awaitReport("kept");
        assertThat(world.carries(ALIAS)).isTrue();
    }

    @Test
    void stopWhenItWasOrderedToKeepShouldTouchNothingButNotLongAfterwards() throws Exception {
        holdAsPrimary(ALIAS);
        assertThat(await(Channels.KEEP.ask(vertx, "the test")).sentences())
                .containsExactly("what is held is kept should this defender stop within 60 s");
        assertThat(awaitReport("keep").sentence()).endsWith("ordered by the test");

        await(vertx.undeploy(deployment));

        assertThat(world.carries(ALIAS)).isTrue();
    }

    @Test
    void stopLongAfterItWasOrderedToKeepShouldRelease() throws Exception {
        holdAsPrimary(ALIAS);
        await(Channels.KEEP.ask(vertx, "the test"));
        ahead.set(Duration.ofSeconds(61));

        await(vertx.undeploy(deployment));

        assertThat(world.carries(ALIAS)).isFalse();
    }

    @Test
    void stopWhenTheCommandHangsShouldBeBoundedAndSaySo() throws Exception {
        holdAsPrimary(ALIAS);
        world.command = action -> Optional.empty();

        long begun = System.nanoTime();
        await(vertx.undeploy(deployment));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_400));
        assertThat(awaitReport("stop-timed-out").sentence()).contains("giving up on 192.0.2.100");
    }
}
