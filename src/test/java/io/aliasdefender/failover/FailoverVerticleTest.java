package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.OTHER;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.event.Report;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstRequest;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbePlan;
import io.aliasdefender.core.probe.ProbeTarget;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.core.status.NodeStatus;
import io.aliasdefender.core.status.NodeStatus.HostState;
import io.aliasdefender.core.status.OrderAnswer;
import io.aliasdefender.core.status.OrderRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class FailoverVerticleTest {
    private Vertx vertx;
    private World world;
    private String deployment;
    /** What the verticle's clock is ahead of the real one. */
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @BeforeEach
    void prepare(Vertx fresh) {
        vertx = fresh;
        ByReference.register(vertx);
        world = new World(vertx);
    }

    @Test
    void primaryWhenNobodyHasTheAliasShouldClaimHoldAndAnnounceIt() throws Exception {
        world.answering(ROUTER, WEB2.address());
        start(Site.seenFrom(WEB1, ALIAS));

        assertThat(awaitAction(Kind.ADD).placement()).isEqualTo(ALIAS);
        world.await(Placement.class, ALIAS::equals);
        assertThat(state(ALIAS)).isEqualTo("holding");
        assertThat(world.carries(ALIAS)).isTrue();
    }

    @Test
    void aliasOfIpv6WhenOnlyTheIpv4RouterAnswersShouldBeLeftWhileTheIpv4OneIsTaken() throws Exception {
        Placement v6 = Site.placement("2001:db8::100/64");
        world.answering(ROUTER, WEB2.address());
        start(Site.seenFrom(WEB1, v6, ALIAS));

        assertThat(awaitAction(Kind.ADD).placement()).isEqualTo(ALIAS);
        world.await(Placement.class, ALIAS::equals);
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
        world.await(Placement.class, ALIAS::equals);
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
    void stopWhenTheCommandHangsShouldBeBoundedAndSaySo() throws Exception {
        holdAsPrimary(ALIAS);
        world.command = action -> Optional.empty();

        long begun = System.nanoTime();
        await(vertx.undeploy(deployment));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_400));
        assertThat(awaitReport("stop-timed-out").sentence()).contains("giving up on 192.0.2.100");
    }

    @Test
    void statusWhenNothingIsHeardForLongShouldTurnToUnknown() throws Exception {
        watchAsSecondary();
        world.probe(ROUTER);
        world.probe(WEB1.address());
        assertThat(host(ROUTER).state()).isEqualTo(HostState.ANSWERING);
        assertThat(host(WEB1.address()).state()).isEqualTo(HostState.ANSWERING);
        assertThat(status(ALIAS).holder()).contains("web1");

        ahead.set(Duration.ofSeconds(10));

        assertThat(host(ROUTER).state()).isEqualTo(HostState.UNKNOWN);
        assertThat(host(ROUTER).age()).hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(9)));
        assertThat(status(ALIAS).holder()).isEmpty();
        assertThat(status(ALIAS).answerAge())
                .hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(9)));
    }

    @Test
    void statusWhenAHostIsSilentShouldSaySo() throws Exception {
        watchAsSecondary();
        world.answering();
        world.probe(ROUTER);

        assertThat(host(ROUTER).state()).isEqualTo(HostState.SILENT);
    }

    @Test
    void outcomeWhenItIsAboutAHostThatIsNotAskedAnyMoreShouldBeForgotten() throws Exception {
        world.answering(ROUTER, IpAddress.of("192.0.2.53"));
        start(Site.settings(
                WEB1, Policy.OnStop.RELEASE, List.of(new Witness.Fixed(IpAddress.of("192.0.2.53"))), ALIAS));
        awaitReport("took-over");
        Channels.SETTINGS.publish(vertx, Site.seenFrom(WEB1, ALIAS));
        world.await(
                ProbePlan.class,
                plan -> plan.targets().stream()
                        .anyMatch(target -> target.address().equals(ROUTER)));

        // A late answer of the former witness would prove for ever that somebody is heard.
        world.probe(IpAddress.of("192.0.2.53"));
        world.answering();
        world.probe(ROUTER);
        world.probe(WEB2.address());

        awaitReport("isolated");
    }

    @Test
    void orderShouldBeAnsweredWhenItIsDone() throws Exception {
        holdAsPrimary(ALIAS);

        OrderAnswer removed = order(Order.REMOVE, ALIAS);
        assertThat(removed.done()).isTrue();
        assertThat(world.carries(ALIAS)).isFalse();
        assertThat(state(ALIAS)).isEqualTo("standing-aside");

        assertThat(order(Order.ADD, ALIAS).done()).isTrue();
        assertThat(world.carries(ALIAS)).isTrue();
    }

    @Test
    void orderWhenItIsAboutAnUnknownAddressShouldNameTheKnownOnes() throws Exception {
        holdAsPrimary(ALIAS, OTHER);

        assertThat(order(Order.ADD, Site.placement("192.0.2.77/24")))
                .isEqualTo(new OrderAnswer(
                        false,
                        List.of("192.0.2.77 is no alias of the configuration, which has"
                                + " 192.0.2.100, 192.0.2.101")));
    }

    @Test
    void errorOfOurOwnAboutOneAliasShouldBeOneLineAndCostTheOthersNothing() throws Exception {
        world.answering(ROUTER);
        start(Site.seenFrom(WEB1, ALIAS, OTHER));
        awaitAction(Kind.ADD, ALIAS);
        awaitAction(Kind.ADD, OTHER);
        awaitReport("took-over");
        awaitReport("took-over");
        order(Order.REMOVE, ALIAS);
        world.command = action -> Optional.empty();
        world.answering();
        Channels.ORDER.ask(
                vertx, new OrderRequest(Order.ADD, Optional.of(ALIAS.address().address())));
        // Nothing in the program sends such a result.
        for (long id = 1; id < 20; id++) {
            Channels.BURST_RESULT.publish(
                    vertx, new BurstResult(id, ALIAS.address().address(), null, Map.of()));
        }

        Report report = awaitReport("internal-error");

        assertThat(report.level()).isEqualTo(Level.ERROR);
        assertThat(report.alias()).contains(ALIAS.address().address());
        assertThat(report.sentence())
                .startsWith("an error inside while deciding about 192.0.2.100, which stays as it is: "
                        + "java.lang.NullPointerException")
                .doesNotContain("\n")
                .matches(".*\\(\\w+\\.java:\\d+\\)");
        assertThat(state(OTHER)).isEqualTo("holding");
    }

    private void start(Settings settings) throws Exception {
        Clock real = Clock.start();
        deployment = await(vertx.deployVerticle(
                new FailoverVerticle(settings, () -> real.now().plus(ahead.get()))));
    }

    private void holdAsPrimary(Placement... aliases) throws Exception {
        world.answering(ROUTER);
        start(Site.seenFrom(WEB1, aliases));
        for (int i = 0; i < aliases.length; i++) {
            awaitReport("took-over");
        }
    }

    private void watchAsSecondary() throws Exception {
        world.answering(ROUTER, WEB1.address(), ALIAS.address().address());
        start(Site.seenFrom(WEB2, ALIAS));
        awaitReport("answers");
        world.probe(WEB1.address());
    }

    private AddressAction awaitAction(Kind kind) throws InterruptedException {
        return world.await(AddressAction.class, action -> action.kind() == kind);
    }

    private void awaitAction(Kind kind, Placement placement) throws InterruptedException {
        world.await(
                AddressAction.class,
                action -> action.kind() == kind && action.placement().equals(placement));
    }

    private Report awaitReport(String cause) throws InterruptedException {
        return world.await(Report.class, report -> report.cause().equals(cause));
    }

    private OrderAnswer order(Order order, Placement placement) throws Exception {
        return await(Channels.ORDER.ask(
                vertx, new OrderRequest(order, Optional.of(placement.address().address()))));
    }

    private NodeStatus nodeStatus() throws Exception {
        return await(Channels.STATUS.ask(vertx, "test"));
    }

    private NodeStatus.AliasStatus status(Placement placement) throws Exception {
        return nodeStatus().aliases().stream()
                .filter(alias -> alias.placement().equals(placement))
                .findFirst()
                .orElseThrow();
    }

    private String state(Placement placement) throws Exception {
        return status(placement).phase().toString();
    }

    private NodeStatus.HostStatus host(IpAddress address) throws Exception {
        return nodeStatus().hosts().stream()
                .filter(host -> host.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
