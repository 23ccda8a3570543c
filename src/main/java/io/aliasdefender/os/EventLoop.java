package io.aliasdefender.os;

import io.aliasdefender.clock.Timers;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The event loop under a Vert.x context: watches file descriptors and has timers of nanoseconds. The only class that
 * uses {@link ContextInternal}, which is internal to Vert.x. All calls on that loop's thread; all callbacks are on the
 * context, so that what they publish keeps its order.
 */
public final class EventLoop implements Timers {
    private final ContextInternal context;
    private final IoEventLoop loop;
    /** Empty where the system has no clock that goes on while the machine is suspended. */
    private final Optional<SystemFacts> host = SystemFacts.problem().isEmpty() ? Optional.of(open()) : Optional.empty();

    private EventLoop(ContextInternal context, IoEventLoop loop) {
        this.context = context;
        this.loop = loop;
    }

    private static SystemFacts open() {
        try {
            return SystemFacts.open();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The loop of a verticle's context.
     *
     * @throws IOException one sentence when Vert.x runs without Netty's native epoll transport
     */
    public static EventLoop of(Context context) throws IOException {
        ContextInternal internal = (ContextInternal) context;
        if (internal.nettyEventLoop() instanceof IoEventLoop loop && loop.isCompatible(EpollIoHandle.class)) {
            return new EventLoop(internal, loop);
        }
        throw new IOException("the event loop is not Netty's native epoll one: "
                + "netty-transport-native-epoll of this platform is missing or native transport is off");
    }

    /** The loop of the calling verticle, where nothing is to be watched. */
    public static EventLoop withTimersAlone(Vertx vertx) {
        ContextInternal internal = (ContextInternal) vertx.getOrCreateContext();
        return new EventLoop(internal, (IoEventLoop) internal.nettyEventLoop());
    }

    /** Runs a task on the loop, soon; the only call that any thread may make. */
    public void post(Runnable task) {
        loop.execute(() -> context.dispatch(task));
    }

    /** The loop of the calling verticle. */
    public static EventLoop current(Vertx vertx) throws IOException {
        return of(vertx.getOrCreateContext());
    }

    /**
     * Calls the reader whenever the descriptor has something to read, and again if the reader left something there.
     *
     * @throws IOException when the descriptor cannot be watched
     */
    public Registration watch(int fd, Runnable reader) throws IOException {
        Future<IoRegistration> future = loop.register(new Handle(fd, () -> context.dispatch(reader)));
        if (!future.isDone() || !future.isSuccess()) {
            throw new IOException("cannot watch a socket on the event loop", future.cause());
        }
        IoRegistration registration = future.getNow();
        registration.submit(EpollIoOps.EPOLLIN);
        return registration::cancel;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long bootNanos() {
        return host.map(SystemFacts::bootNanos).orElseGet(System::nanoTime);
    }

    @Override
    public Registration at(long deadlineNanos, Runnable task) {
        long delay = Math.max(deadlineNanos - System.nanoTime(), 0);
        Timer timer = new Timer(context, task);
        timer.future = loop.schedule(timer, delay, TimeUnit.NANOSECONDS);
        return timer;
    }

    /** One object a timer: there are thousands of them a second. */
    private static final class Timer implements Runnable, Registration {
        private final ContextInternal context;
        private final Runnable task;
        private ScheduledFuture<?> future;

        private Timer(ContextInternal context, Runnable task) {
            this.context = context;
            this.task = task;
        }

        @Override
        public void run() {
            context.dispatch(task);
        }

        @Override
        public void cancel() {
            future.cancel(false);
        }
    }

    private record Handle(int descriptor, Runnable reader) implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            return new FileDescriptor(descriptor);
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            reader.run();
        }

        /** The descriptor belongs to the socket. */
        @Override
        public void close() {}
    }
}
