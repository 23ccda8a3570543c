package io.aliasdefender.check;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.IdleLoops;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.CheckKind.Exec;
import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.process.RunAs;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxThreadFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The event loop of the checks with all that is on it: a thread of ordinary priority beside the one that probes and decides, so
 * that two hundred services that are slow at once delay nothing there.
 */
final class CheckLoop {
    private final Consumer<AliasFitness> fitness;
    private final Consumer<FailingChecks> failing;
    private final Consumer<Report> reports;
    private final CloseFuture resources = new CloseFuture();
    private final MultiThreadIoEventLoopGroup group;
    private final ContextInternal own;
    /** Of the loop. */
    private Facilities facilities;

    private CheckEngine engine;
    private boolean identityTold;

    /**
     * Begins it.
     *
     * @param kernel what the kernel has now
     * @param fitness told on the loop of the checks
     * @param failing told there, too
     * @param reports told there, too
     */
    CheckLoop(
            Vertx owner,
            KernelView kernel,
            Consumer<AliasFitness> fitness,
            Consumer<FailingChecks> failing,
            Consumer<Report> reports) {
        this.fitness = fitness;
        this.failing = failing;
        this.reports = reports;
        VertxInternal vertx = (VertxInternal) owner;
        ThreadFactory threads = runnable ->
                VertxThreadFactory.INSTANCE.newVertxThread(runnable, "check-event-loop", false, 1, TimeUnit.HOURS);
        group = new MultiThreadIoEventLoopGroup(
                1, threads, vertx.isNativeTransportEnabled() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        IdleLoops.sleep(group);
        own = vertx.contextBuilder()
                .withEventLoop(group.next())
                .withCloseFuture(resources)
                .build();
        own.runOnContext(now -> begin(vertx, kernel));
    }

    /** One for the bus of a daemon. */
    static CheckLoop ofDaemon(Vertx vertx, KernelView kernel) {
        return new CheckLoop(
                vertx,
                kernel,
                told -> Channels.FITNESS.publish(vertx, told),
                told -> Channels.FAILING_CHECKS.publish(vertx, told),
                report -> Channels.REPORT.publish(vertx, report));
    }

    private void begin(Vertx vertx, KernelView kernel) {
        EventLoop loop = EventLoop.withTimersAlone(vertx);
        facilities = new Facilities(vertx, loop, kernel);
        engine = new CheckEngine(
                loop,
                (spec, changed) -> spec.kind().accept(new Kinds(spec.timeout(), facilities, changed)),
                below -> ThreadLocalRandom.current().nextLong(below),
                fitness,
                failing,
                reports);
    }

    void configure(Settings settings) {
        own.runOnContext(now -> {
            tellIdentity(settings);
            engine.configure(settings.checks(), needs(settings));
        });
    }

    /** The checks of each alias that has some. */
    static Map<IpAddress, List<String>> needs(Settings settings) {
        Map<IpAddress, List<String>> needs = new LinkedHashMap<>();
        for (AliasSpec alias : settings.aliases()) {
            if (!alias.checks().isEmpty()) {
                needs.put(alias.address(), alias.checks());
            }
        }
        return needs;
    }

    /** Once: a program that runs as somebody else than the file says is worth a sentence. */
    private void tellIdentity(Settings settings) {
        Optional<String> other = settings.checks().stream()
                .map(check -> check.kind())
                .filter(Exec.class::isInstance)
                .map(kind -> ((Exec) kind).user())
                .filter(user -> !user.equals(RunAs.ownName()))
                .findFirst();
        if (other.isPresent() && !identityTold && !RunAs.canChoose()) {
            identityTold = true;
            reports.accept(Report.of(
                    "check-user",
                    Level.INFO,
                    "the programs of checks run as " + RunAs.ownName() + ", without capabilities, and not as "
                            + other.get() + ": this daemon has no right to change users"));
        }
    }

    void kernel(KernelView view) {
        own.runOnContext(now -> {
            facilities.kernel(view);
            engine.kernel(view);
        });
    }

    /** Completed on the loop of the checks. */
    Future<ChecksView> view() {
        Promise<ChecksView> promise = Promise.promise();
        own.runOnContext(now -> promise.complete(engine.view()));
        return promise.future();
    }

    /** Its thread ends by itself a moment later. */
    @SuppressWarnings("FutureReturnValueIgnored")
    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        own.runOnContext(now -> {
            engine.close();
            facilities.close();
            closed.complete();
        });
        return closed.future()
                .transform(done -> resources.close())
                .onComplete(done -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }
}
