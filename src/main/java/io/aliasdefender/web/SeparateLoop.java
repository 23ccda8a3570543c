package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.IdleLoops;
import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Report;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs a verticle on an event loop of its own, so that nothing that readers do can delay a probe or a decision. The
 * loop has a fixed number of {@link ConnectionSlots}: whoever comes when there is none is closed before a byte is read or
 * anything is allocated for it, and the process never runs out of file descriptors, which commands need, too.
 */
final class SeparateLoop implements Deployable {
    /** Thrown for each of a flood: without a stack trace, which would cost more than the connection. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    private static final IOException FULL = new IOException("too many connections") {
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    };

    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final Deployable verticle;
    private final Admission admission;
    private final CloseFuture resources = new CloseFuture();
    private MultiThreadIoEventLoopGroup group;
    private ContextInternal own;
    /** Of the thread that accepts. */
    private long toldNanos;

    /** @param budget what the verticle's connections may make this process hold */
    SeparateLoop(Deployable verticle, ConnectionSlots slots, Budget budget) {
        this.verticle = verticle;
        admission = new Admission(slots, budget);
    }

    @Override
    public Future<?> deploy(Context context) {
        VertxInternal vertx = (VertxInternal) context.owner();
        ThreadFactory threads = runnable ->
                VertxThreadFactory.INSTANCE.newVertxThread(runnable, "web-event-loop", false, 1, TimeUnit.HOURS);
        group = new Loops(threads, handlers(vertx));
        IdleLoops.sleep(group);
        // Of the thread that accepts for it.
        IdleLoops.sleep(vertx.acceptorEventLoopGroup());
        own = vertx.contextBuilder()
                .withEventLoop(group.next())
                .withCloseFuture(resources)
                .build();
        return onOwnLoop(() -> verticle.deploy(own));
    }

    /** Of the same transport as Vert.x's own loop, with which the sockets are opened. */
    private static IoHandlerFactory handlers(VertxInternal vertx) {
        return vertx.isNativeTransportEnabled() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    @Override
    public Future<?> undeploy(Context context) {
        return onOwnLoop(() -> verticle.undeploy(own))
                .transform(stopped -> resources.close())
                .onComplete(closed -> end());
    }

    /** Its threads end by themselves a moment later, and nobody waits for them. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void end() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Something to do there. */
    interface Work {
        Future<?> begin() throws Exception;
    }

    /** Once it is deployed: what belongs to the loop alone can be looked at nowhere else. */
    Future<Void> onOwnLoop(Work work) {
        Promise<Void> done = Promise.promise();
        own.runOnContext(now -> {
            try {
                work.begin().<Void>mapEmpty().onComplete(done);
            } catch (Exception failure) {
                done.fail(failure);
            }
        });
        return done.future();
    }

    /** Told now and then, and not for each of a flood. */
    private void refused(String full) {
        long now = System.nanoTime();
        if (toldNanos == 0 || now - toldNanos > REPEAT.toNanos()) {
            toldNanos = now;
            Channels.REPORT.publish(own.owner(), Report.of("web-full", Level.WARNING, full + "; closing further ones"));
        }
    }

    /** One loop, which looks at each connection that was accepted for it before it takes it. */
    private final class Loops extends MultiThreadIoEventLoopGroup {
        Loops(ThreadFactory threads, IoHandlerFactory handlers) {
            super(1, threads, handlers);
        }

        @Override
        protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... none) {
            return new SingleThreadIoEventLoop(this, executor, handlers) {
                /** By the thread that accepts. */
                @Override
                public ChannelFuture register(ChannelPromise promise) {
                    // One that was not accepted is our own: it asks another node.
                    Optional<String> full = promise.channel().parent() == null
                            ? Optional.empty()
                            : admission.prepare(promise.channel());
                    if (full.isEmpty()) {
                        return super.register(promise);
                    }
                    refused(full.get());
                    // Netty closes it when it hears of this: at once, by this thread. By the loop, which may be
                    // busy, each would keep a descriptor and its place in the heap until then.
                    return new DefaultChannelPromise(promise.channel(), ImmediateEventExecutor.INSTANCE)
                            .setFailure(FULL);
                }
            };
        }
    }
}
