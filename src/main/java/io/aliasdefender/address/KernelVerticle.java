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
     * Reading costs about 0.3 ms; a thousand addresses that are added one by one would otherwise cost a thousand
     * readings.
     */
    private static final long MIN_GAP_NANOS = 10_000_000;

    private Netlink netlink;
    private EventLoop loop;
    private EventLoop.Registration watch = () -> {};
    private EventLoop.Registration timer = () -> {};
    private KernelView current = KernelView.EMPTY;
    private long lastReadNanos;
    private boolean failing;

    @Override
    public Future<?> start() {
        try {
            loop = EventLoop.current(vertx);
            netlink = Netlink.open();
            watch = loop.watch(netlink.eventFd(), this::changed);
            Channels.KERNEL_NOW.answer(vertx, asker -> Future.succeededFuture(current));
            current = netlink.read();
        } catch (IOException failure) {
            return stop().transform(ignored -> Future.failedFuture("cannot watch this host's addresses: "
                    + failure.getMessage()));
        }
        Channels.KERNEL.publish(vertx, current);
        lastReadNanos = System.nanoTime();
        readAgainAt(lastReadNanos + REREAD_NANOS);
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
        if (netlink.drainEvents()) {
            long earliest = lastReadNanos + MIN_GAP_NANOS;
            if (System.nanoTime() - earliest >= 0) {
                read();
            } else {
                readAgainAt(earliest);
            }
        }
    }

    private void readAgainAt(long deadlineNanos) {
        timer.cancel();
        timer = loop.at(deadlineNanos, this::read);
    }

    private void read() {
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
        lastReadNanos = System.nanoTime();
        readAgainAt(lastReadNanos + REREAD_NANOS);
    }
}
