package io.aliasdefender.address;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.clock.Timers;
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
     * time in which there are changes, at most a fifth goes into reading and into what everybody makes of it.
     */
    private static final int GAP_PER_READING = 4;

    private static final long MAX_GAP_NANOS = 10_000_000;
    /** And so much more for each address. */
    private static final long MAX_GAP_NANOS_PER_ADDRESS = 50_000;

    /** After so long what was read in the midst of a replacement is read again. */
    private static final long DISTURBED_NANOS = 1_000_000;

    private final Replacements replacements;
    private Netlink netlink;
    private EventLoop loop;
    private Timers.Registration watch = () -> {};
    private Timers.Registration timer = () -> {};
    private KernelView current = KernelView.EMPTY;
    private long quietUntilNanos;
    private boolean beingHeard;
    private boolean changedMeanwhile;
    private boolean failing;
    private boolean stopped;

    /** @param replacements known to whoever changes addresses */
    public KernelVerticle(Replacements replacements) {
        this.replacements = replacements;
    }

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
        stopped = true;
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
        if (beingHeard) {
            changedMeanwhile = true;
        } else if (System.nanoTime() - quietUntilNanos >= 0) {
            read();
        } else {
            readAgainAt(quietUntilNanos);
        }
    }

    private void planNext(long begunNanos) {
        long now = System.nanoTime();
        long most =
                MAX_GAP_NANOS + MAX_GAP_NANOS_PER_ADDRESS * current.addresses().size();
        quietUntilNanos = now + Math.min(GAP_PER_READING * (now - begunNanos), most);
        readAgainAt(changedMeanwhile ? quietUntilNanos : now + REREAD_NANOS);
        changedMeanwhile = false;
    }

    /** Those who listen do so on this loop, in their turn; what comes after them knows what they took. */
    private void tell(KernelView view, long begunNanos) {
        current = view;
        beingHeard = true;
        Channels.KERNEL.publish(vertx, view);
        vertx.getOrCreateContext().runOnContext(heard -> {
            beingHeard = false;
            if (!stopped) {
                planNext(begunNanos);
            }
        });
    }

    private void readAgainAt(long deadlineNanos) {
        timer.cancel();
        timer = loop.at(deadlineNanos, this::read);
    }

    private void read() {
        long begun = System.nanoTime();
        long changes = replacements.changes();
        try {
            KernelView view = netlink.read();
            failing = false;
            if (replacements.disturbedSince(changes)) {
                readAgainAt(System.nanoTime() + DISTURBED_NANOS);
                return;
            }
            if (!view.equals(current)) {
                tell(view, begun);
                return;
            }
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
