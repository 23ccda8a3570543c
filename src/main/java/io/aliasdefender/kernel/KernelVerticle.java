package io.aliasdefender.kernel;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.KernelChange;
import io.aliasdefender.os.Netlink;
import io.aliasdefender.os.NetlinkEvents;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody what the kernel of this host has: at start, within a millisecond or so of any change that is about an
 * alias or the way to a node or a witness, and within a second of any other. The kernel's
 * events are followed one by one; its tables are read whole at the start, after events were lost, and after what may
 * have removed routes: Linux does not tell which IPv4 routes go together with an interface or an address. Once a minute they
 * are read anyway, which heals whatever else an event could not tell. They are read on a worker, because a host may have a
 * million routes, and not more often than what the last reading took allows.
 */
public final class KernelVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(KernelVerticle.class);
    private static final long REREAD_NANOS = 60_000_000_000L;
    /** After what may have removed routes without a word. */
    private static final long DOUBTFUL_NANOS = 1_000_000_000;

    /** Reading everything by the clock takes at most a hundredth of the time; because of changes, at most a twentieth. */
    private static final int REREAD_GAP = 100;

    private static final int CHANGED_GAP = 20;
    /**
     * A thousand addresses that are added one by one must not cost a thousand views one after the other: of the time in
     * which there are changes, at most a fifth goes into what everybody makes of them.
     */
    private static final int GAP_PER_VIEW = 4;

    private static final long MAX_GAP_NANOS = 10_000_000;
    /** And so much more for each address. */
    private static final long MAX_GAP_NANOS_PER_ADDRESS = 50_000;
    /** What is of no concern to the aliases is told so late, all together. */
    private static final long UNCONCERNED_NANOS = 1_000_000_000;
    /** After so long it is looked again whether a replacement is over. */
    private static final long DISTURBED_NANOS = 1_000_000;
    /** More changes than this while the tables are read are not kept; they are read again. */
    private static final int MOST_MEANWHILE = 20_000;

    private final Replacements replacements;
    private Netlink netlink;
    private NetlinkEvents events;
    private EventLoop loop;
    private Timers.Registration watch = () -> {};
    /** Publishes a view. */
    private Timers.Registration viewTimer = () -> {};
    /** Reads the tables. */
    private Timers.Registration readTimer = () -> {};

    private KernelTables tables = new KernelTables();
    private KernelView current = KernelView.EMPTY;
    /** What was told since a reading of the tables began; empty: none is under way. */
    private Optional<List<KernelChange>> meanwhile = Optional.empty();

    private Optional<Settings> settings;
    /** Empty: all is of concern. */
    private Optional<Concern> concern;

    private boolean changed;
    /** What changed is of concern. */
    private boolean concerned;
    /** When a view is to be published. */
    private Optional<Long> viewAtNanos = Optional.empty();

    private boolean routesChanged;
    /** Routes may have gone without a word. */
    private boolean routesDoubtful;

    private boolean lost;
    private boolean beingHeard;
    private long quietUntilNanos;
    private long readEndedNanos;
    private long readTookNanos;
    private boolean failing;
    private boolean stopped;

    /**
     * Prepares.
     *
     * @param settings what is of concern at first
     * @param replacements known to whoever changes addresses
     */
    public KernelVerticle(Settings settings, Replacements replacements) {
        this.replacements = replacements;
        this.settings = Optional.of(settings);
        concern = Optional.of(new Concern(settings));
    }

    /** For those whom everything concerns. */
    public KernelVerticle() {
        replacements = new Replacements();
        settings = Optional.empty();
        concern = Optional.empty();
    }

    @Override
    public Future<?> start() {
        try {
            loop = EventLoop.current(vertx);
            // Before the tables are read, so that nothing is missed in between.
            events = NetlinkEvents.open();
            netlink = Netlink.open();
            watch = loop.watch(events.fd(), this::eventsWait);
        } catch (IOException failure) {
            return failed(failure);
        }
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        Channels.KERNEL_NOW.answer(vertx, asker -> Future.succeededFuture(current));
        return readTables().compose(read -> publish(), this::failed);
    }

    private Future<Void> publish() {
        current = tables.view();
        quietUntilNanos = System.nanoTime();
        changed = false;
        Channels.KERNEL.publish(vertx, current);
        return Future.succeededFuture();
    }

    private void reconfigured(Settings next) {
        concern = Optional.of(new Concern(settings.orElse(next), next));
        settings = Optional.of(next);
        // What was of no concern until now may be.
        concerned |= changed;
        planView();
    }

    private Future<Void> failed(Throwable failure) {
        return stop().transform(
                        ignored -> Future.failedFuture("cannot watch this host's addresses: " + failure.getMessage()));
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        watch.cancel();
        viewTimer.cancel();
        readTimer.cancel();
        if (events != null) {
            events.close();
        }
        if (netlink != null && meanwhile.isEmpty()) {
            netlink.close();
        }
        return Future.succeededFuture();
    }

    private void eventsWait() {
        drain();
        planView();
        planReading();
    }

    private boolean drain() {
        return events.drain(this::told);
    }

    private void told(KernelChange change) {
        if (change instanceof KernelChange.DefaultRoutes) {
            routesChanged = true;
        } else if (change instanceof KernelChange.Lost) {
            lost = true;
        } else {
            routesDoubtful |= mayRemoveRoutes(change);
            boolean concerning = concern.map(about -> about.in(change, tables)).orElse(true);
            if (tables.apply(change)) {
                changed = true;
                concerned |= concerning;
            }
            if (meanwhile.isPresent() && meanwhile.get().size() < MOST_MEANWHILE) {
                meanwhile.get().add(change);
            } else if (meanwhile.isPresent()) {
                lost = true;
            }
        }
    }

    private static boolean mayRemoveRoutes(KernelChange change) {
        return change instanceof KernelChange.AddressGone
                || change instanceof KernelChange.LinkGone
                || change instanceof KernelChange.LinkIs now && !now.link().usable();
    }

    // Views.

    private void planView() {
        if (!changed || beingHeard || stopped) {
            return;
        }
        long now = System.nanoTime();
        long at = concerned ? quietUntilNanos : now + UNCONCERNED_NANOS;
        boolean earlier = viewAtNanos.map(planned -> at - planned < 0).orElse(true);
        if (earlier && at - now <= 0) {
            tell();
        } else if (earlier) {
            tellAt(at);
        }
    }

    private void tellAt(long nanos) {
        viewTimer.cancel();
        viewAtNanos = Optional.of(nanos);
        viewTimer = loop.at(nanos, this::tell);
    }

    private void tell() {
        viewTimer.cancel();
        viewAtNanos = Optional.empty();
        long begun = System.nanoTime();
        long before = replacements.changes();
        // What a replacement that has ended did is in the socket by now; what one that goes on does is not to be seen.
        if (!drain() || replacements.disturbedSince(before)) {
            tellAt(begun + DISTURBED_NANOS);
            return;
        }
        changed = false;
        concerned = false;
        KernelView view = tables.view();
        if (view.equals(current)) {
            return;
        }
        current = view;
        beingHeard = true;
        Channels.KERNEL.publish(vertx, view);
        // Those who listen do so on this loop, in their turn; what comes after them knows what they took.
        vertx.getOrCreateContext().runOnContext(heard -> {
            beingHeard = false;
            long now = System.nanoTime();
            long most = MAX_GAP_NANOS
                    + MAX_GAP_NANOS_PER_ADDRESS * current.addresses().size();
            quietUntilNanos = now + Math.min(GAP_PER_VIEW * (now - begun), most);
            planView();
        });
    }

    // Tables.

    private void planReading() {
        if (meanwhile.isPresent() || stopped) {
            return;
        }
        readTimer.cancel();
        long wait = Math.max(REREAD_NANOS, REREAD_GAP * readTookNanos);
        if (routesChanged || lost) {
            wait = CHANGED_GAP * readTookNanos;
        } else if (routesDoubtful) {
            wait = Math.max(DOUBTFUL_NANOS, CHANGED_GAP * readTookNanos);
        }
        readTimer = loop.at(readEndedNanos + wait, () -> readTables().onFailure(this::cannotRead));
    }

    private Future<Void> readTables() {
        meanwhile = Optional.of(new ArrayList<>());
        routesChanged = false;
        routesDoubtful = false;
        lost = false;
        return vertx.executeBlocking(this::read)
                .onComplete(ended -> {
                    List<KernelChange> told = meanwhile.orElse(List.of());
                    meanwhile = Optional.empty();
                    if (stopped) {
                        netlink.close();
                        return;
                    }
                    readEndedNanos = System.nanoTime();
                    if (ended.succeeded()) {
                        failing = false;
                        readTookNanos = ended.result().tookNanos();
                        take(ended.result().tables(), told);
                    }
                    planView();
                    planReading();
                })
                .mapEmpty();
    }

    private record Read(KernelTables tables, long tookNanos) {}

    /** On a worker. */
    private Read read() throws IOException {
        long begun = System.nanoTime();
        KernelTables read = new KernelTables(netlink.links(), netlink.addresses(), netlink.defaultRoutes());
        return new Read(read, System.nanoTime() - begun);
    }

    private void take(KernelTables read, List<KernelChange> told) {
        told.forEach(read::apply);
        if (!read.sameAs(tables)) {
            tables = read;
            changed = true;
            concerned = true;
        }
    }

    /** What was there last stays; it is tried again soon, and said once. */
    private void cannotRead(Throwable failure) {
        if (!failing) {
            LOG.error("{}", failure.getMessage());
        }
        failing = true;
    }
}
