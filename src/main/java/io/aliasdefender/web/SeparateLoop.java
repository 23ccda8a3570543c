package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Report;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
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
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs a verticle on an event loop of its own, so that nothing that readers do can delay a probe or a decision. The
 * loop has room for a fixed number of connections: whoever comes when it is full is closed before a byte is read or
 * anything is allocated for it, and the process never runs out of file descriptors, which commands need, too.
 */
public final class SeparateLoop implements Deployable {
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
    private final int maxConnections;
    private final CloseFuture resources = new CloseFuture();
    private MultiThreadIoEventLoopGroup group;
    private ContextInternal own;
    private long toldNanos;

    /** @param maxConnections at once, listening sockets included */
    public SeparateLoop(Deployable verticle, int maxConnections) {
        this.verticle = verticle;
        this.maxConnections = maxConnections;
    }

    @Override
    public Future<?> deploy(Context context) {
        VertxInternal vertx = (VertxInternal) context.owner();
        ThreadFactory threads = runnable ->
                VertxThreadFactory.INSTANCE.newVertxThread(runnable, "web-event-loop", false, 1, TimeUnit.HOURS);
        group = new MultiThreadIoEventLoopGroup(1, threads, limited(handlers(vertx)));
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

    private interface Work {
        Future<?> begin() throws Exception;
    }

    private Future<Void> onOwnLoop(Work work) {
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

    private IoHandlerFactory limited(IoHandlerFactory factory) {
        return executor -> new Limited(factory.newHandler(executor));
    }

    /** Told now and then, and not for each of a flood. */
    private void refused() {
        long now = System.nanoTime();
        if (toldNanos == 0 || now - toldNanos > REPEAT.toNanos()) {
            toldNanos = now;
            Channels.REPORT.publish(
                    own.owner(),
                    Report.of(
                            "web-full",
                            Level.WARNING,
                            "there are " + maxConnections + " connections to the web already; closing further ones"));
        }
    }

    /** Registers so many channels and no more; Netty closes a channel that could not be registered. */
    private final class Limited implements IoHandler {
        private final IoHandler handler;
        private int registered;

        Limited(IoHandler handler) {
            this.handler = handler;
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            if (registered >= maxConnections) {
                refused();
                throw FULL;
            }
            IoRegistration registration = handler.register(handle);
            registered++;
            return new Counted(registration);
        }

        private final class Counted implements IoRegistration {
            private final IoRegistration registration;
            private boolean ended;

            Counted(IoRegistration registration) {
                this.registration = registration;
            }

            @Override
            @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
            public <T> T attachment() {
                return registration.attachment();
            }

            @Override
            public long submit(IoOps ops) {
                return registration.submit(ops);
            }

            @Override
            public boolean isValid() {
                return registration.isValid();
            }

            @Override
            public boolean cancel() {
                if (!ended) {
                    ended = true;
                    registered--;
                }
                return registration.cancel();
            }
        }

        @Override
        public void initialize() {
            handler.initialize();
        }

        @Override
        public int run(IoHandlerContext context) {
            return handler.run(context);
        }

        @Override
        public void prepareToDestroy() {
            handler.prepareToDestroy();
        }

        @Override
        public void destroy() {
            handler.destroy();
        }

        @Override
        public void wakeup() {
            handler.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return handler.isCompatible(handleType);
        }
    }
}
