package io.aliasdefender.lease;

import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.LeaseView;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.Report;
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
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The event loop of the leases: a thread of ordinary priority beside the one that probes and decides, so that no store delays
 * anything there, whatever it answers or not.
 */
final class LeaseLoop {
    private final CloseFuture resources = new CloseFuture();
    private final MultiThreadIoEventLoopGroup group;
    private final ContextInternal own;
    /** Of the loop, with what follows. */
    private LeaseEngine engine;

    private EtcdStore store;
    private LeaseSpec spec;
    private DaemonId self;

    /**
     * Begins it.
     *
     * @param self this daemon
     * @param news told on the loop of the leases
     * @param reports told there, too
     */
    LeaseLoop(Vertx owner, LeaseSpec spec, DaemonId self, Consumer<LeaseNews> news, Consumer<Report> reports) {
        VertxInternal vertx = (VertxInternal) owner;
        ThreadFactory threads = runnable ->
                VertxThreadFactory.INSTANCE.newVertxThread(runnable, "lease-event-loop", false, 1, TimeUnit.HOURS);
        group = new MultiThreadIoEventLoopGroup(
                1, threads, vertx.isNativeTransportEnabled() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        own = vertx.contextBuilder()
                .withEventLoop(group.next())
                .withCloseFuture(resources)
                .build();
        own.runOnContext(now -> {
            EventLoop loop = EventLoop.withTimersAlone(vertx);
            this.spec = spec;
            this.self = self;
            store = new EtcdStore(
                    vertx, loop, spec, LeaseSession.limitNanos(spec.lease().ttl()));
            engine = new LeaseEngine(loop, store, self, spec.lease().ttl(), new LeaseEngine.Output() {
                @Override
                public void news(LeaseNews told) {
                    news.accept(told);
                }

                @Override
                public void report(Report report) {
                    reports.accept(report);
                }
            });
            engine.start();
        });
    }

    /**
     * Goes on with another configuration. Where only the endpoints differ, or what they are shown, the session goes on, too.
     *
     * @param nextSelf this daemon, by the name that this host has there
     */
    void reconfigure(LeaseSpec next, DaemonId nextSelf) {
        own.runOnContext(now -> {
            store.reconfigure(next, LeaseSession.limitNanos(next.lease().ttl()));
            if (!next.hasLeasesOf(spec) || !nextSelf.equals(self)) {
                engine.reconfigure(nextSelf, next.lease().ttl());
            }
            spec = next;
            self = nextSelf;
        });
    }

    void wish(LeaseWish wish) {
        own.runOnContext(now -> engine.wish(wish));
    }

    /** Completed on the loop of the leases. */
    Future<LeaseView> view() {
        Promise<LeaseView> promise = Promise.promise();
        own.runOnContext(now -> promise.complete(engine.view()));
        return promise.future();
    }

    /** Its thread ends by itself, when what is to be said last has been said or has taken too long. */
    @SuppressWarnings("FutureReturnValueIgnored")
    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        own.runOnContext(now -> engine.stop(closed::complete));
        return closed.future()
                .transform(done -> resources.close())
                .onComplete(done -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }
}
