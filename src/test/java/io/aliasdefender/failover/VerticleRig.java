package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verticle amid a bus whose other ends the test plays. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
abstract class VerticleRig {
    Vertx vertx;
    World world;
    String deployment;
    /** What the verticle's clock is ahead of the real one, without a pause: its guard does not look. */
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @BeforeEach
    void prepare(Vertx fresh) {
        vertx = fresh;
        ByReference.register(vertx);
        world = new World(vertx);
    }

    void start(Settings settings) throws Exception {
        deployment = await(vertx.deployVerticle(new FailoverVerticle(
                settings, new PauseGuard(), owner -> new Ahead(EventLoop.withTimersAlone(owner)))));
    }

    private final class Ahead implements Timers {
        private final Timers real;

        private Ahead(Timers real) {
            this.real = real;
        }

        @Override
        public long nanoTime() {
            return real.nanoTime() + ahead.get().toNanos();
        }

        @Override
        public long bootNanos() {
            return nanoTime();
        }

        @Override
        public Registration at(long deadlineNanos, Runnable task) {
            return real.at(deadlineNanos - ahead.get().toNanos(), task);
        }
    }

    void holdAsPrimary(Placement... aliases) throws Exception {
        world.answering(ROUTER);
        start(Site.seenFrom(WEB1, aliases));
        for (int i = 0; i < aliases.length; i++) {
            awaitReport("took-over");
        }
    }

    void watchAsSecondary() throws Exception {
        world.answering(ROUTER, WEB1.address(), ALIAS.address().address());
        start(Site.seenFrom(WEB2, ALIAS));
        awaitReport("answers");
        world.probe(WEB1.address());
    }

    AddressAction awaitAction(Kind kind) throws InterruptedException {
        return world.await(AddressAction.class, action -> action.kind() == kind);
    }

    void awaitAction(Kind kind, Placement placement) throws InterruptedException {
        world.await(
                AddressAction.class,
                action -> action.kind() == kind && action.placement().equals(placement));
    }

    Report awaitReport(String cause) throws InterruptedException {
        return world.await(Report.class, report -> report.cause().equals(cause));
    }

    OrderAnswer order(Order order, Placement placement) throws Exception {
        return await(Channels.ORDER.ask(
                vertx, new OrderRequest(order, Optional.of(placement.address().address()))));
    }

    NodeStatus nodeStatus() throws Exception {
        return await(Channels.STATUS.ask(vertx, "test"));
    }

    NodeStatus.AliasStatus status(Placement placement) throws Exception {
        return nodeStatus().aliases().stream()
                .filter(alias -> alias.placement().equals(placement))
                .findFirst()
                .orElseThrow();
    }

    String state(Placement placement) throws Exception {
        return status(placement).phase().toString();
    }

    NodeStatus.HostStatus host(IpAddress address) throws Exception {
        return nodeStatus().hosts().stream()
                .filter(host -> host.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
