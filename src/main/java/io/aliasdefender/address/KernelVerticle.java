package io.aliasdefender.address;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.Netlink;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody what the kernel of this host has: at start, and within a millisecond or so of any change. Events are
 * hints to read again; reading every few seconds besides heals whatever an event could not tell.
 */
public final class KernelVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(KernelVerticle.class);
    private static final long REREAD_NANOS = 5_000_000_000L;
    /**
     * A thousand addresses that are added one by one must not cost a thousand readings one after the other: of the
     * time in which there are changes, at most a fifth goes into reading.
     */
    private static final int GAP_PER_READING = 4;

    private static final long MAX_GAP_NANOS = 10_000_000;

    private Netlink netlink;
    private EventLoop loop;
    private EventLoop.Registration watch = () -> {};
    private EventLoop.Registration timer = () -> {};
    private KernelView current = KernelView.EMPTY;
    private long quietUntilNanos;
    private boolean failing;

    @Override
    public Future<?> start() {
        try {
            loop = EventLoop.current(vertx);
            netlink = Netlink.open();
            watch = loop.watch(netlink.eventFd(), this::changed);
            Channels.KERNEL_NOW.answer(vertx, asker -> Future.succeededFuture(current));
            long begun = System.nanoTime();
            current = netlink.read();
            planNext(begun);
        } catch (IOException failure) {
            return stop().transform(ignored ->
                    Future.failedFuture("cannot watch this host's addresses: " + failure.getMessage()));
        }
        Channels.KERNEL.publish(vertx, current);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        watch.cancel();
        timer.cancel();
        if (netlink != null) {
            netlink.close();
        }
        return Future.succeededFuture();
    }

    private void changed() {
        if (!netlink.drainEvents()) {
            return;
        }
        if (System.nanoTime() - quietUntilNanos >= 0) {
            read();
        } else {
            readAgainAt(quietUntilNanos);
        }
    }

    private void planNext(long begunNanos) {
        long now = System.nanoTime();
        quietUntilNanos = now + Math.min(GAP_PER_READING * (now - begunNanos), MAX_GAP_NANOS);
        readAgainAt(now + REREAD_NANOS);
    }

    private void readAgainAt(long deadlineNanos) {
        timer.cancel();
        timer = loop.at(deadlineNanos, this::read);
    }

    private void read() {
        long begun = System.nanoTime();
        try {
            KernelView view = netlink.read();
            if (!view.equals(current)) {
                current = view;
                Channels.KERNEL.publish(vertx, view);
            }
            failing = false;
        } catch (IOException failure) {
            // What was read last stays; it is tried again soon, and said once.
            if (!failing) {
                LOG.error("{}", failure.getMessage());
            }
            failing = true;
        }
        planNext(begun);
    }
}
