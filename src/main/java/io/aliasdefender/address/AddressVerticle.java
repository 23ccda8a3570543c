package io.aliasdefender.address;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.Host;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.AddressTool;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was decided: runs the platform's command in {@code executeBlocking}, one at a time and in order, and
 * announces. What waits while a command runs goes together into the next one.
 */
public final class AddressVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AddressVerticle.class);

    /**
     * An order to add that waited longer than this (our process was stopped, or an earlier command hung) is refused: it
     * was decided on evidence that is too old.
     */
    private static final Duration STALE = Duration.ofMillis(500);

    /** A claim waits for the disk this long at the most; it takes well below a millisecond where the disk is memory. */
    private static final Duration DISK_PATIENCE = Duration.ofMillis(100);

    /** @param noted completes when it may be begun */
    private record Queued(AddressAction action, long atNanos, Future<Void> noted) {}

    private final Announcer announcer = new Announcer();
    private final List<Queued> queue = new ArrayList<>();
    private final Set<IpAddress> unannounced = new HashSet<>();
    private final Path heldFile;
    private Settings settings;
    private AddressTool tool;
    private HeldJournal held;
    private Leftovers leftovers;
    /** None yet; the first timer of all has the number 0. */
    private long sweep = -1;

    private AddressChanger changer;
    private KernelView kernel = KernelView.EMPTY;
    private boolean running;

    /** @param heldFile where it is kept, for the next daemon, what this one put on the host */
    public AddressVerticle(Settings settings, Path heldFile) {
        this.settings = settings;
        this.heldFile = heldFile;
        tool = settings.addressTool();
    }

    @Override
    public Future<?> start() {
        try {
            changer = AddressChanger.of(tool);
        } catch (IOException missing) {
            return Future.failedFuture(missing.getMessage());
        }
        LOG.info("addresses are changed by {}", changer.name());
        AddressChanger current = changer;
        Rehearsals.later(vertx, current::rehearse);
        held = new HeldJournal(vertx, new HeldFile(heldFile, lifetime()), DISK_PATIENCE);
        leftovers = new Leftovers(vertx);
        return held.load().compose(loaded -> listen());
    }

    /** Where nobody can tell, what is written now means nothing to the next daemon. */
    private static String lifetime() {
        return Host.lifetime().orElseGet(() -> UUID.randomUUID().toString());
    }

    private Future<?> listen() {
        Channels.KERNEL.listen(vertx, this::observe);
        Channels.ADDRESS_ACTION.listen(vertx, this::enqueue);
        Channels.ANNOUNCE.listen(vertx, this::announce);
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        return Channels.KERNEL_NOW.ask(vertx, "address").onSuccess(view -> {
            kernel = view;
            held.begin(kernel, settings);
            settings.aliases().forEach(spec -> announcer.prepare(spec.placement(), kernel));
            sweep();
            sweepLater();
        });
    }

    @Override
    public Future<?> stop() {
        announcer.close();
        changer.close();
        return held == null ? Future.succeededFuture() : held.close();
    }

    private void observe(KernelView view) {
        kernel = view;
        held.observe(kernel, settings);
    }

    private void sweepLater() {
        vertx.cancelTimer(sweep);
        sweep = vertx.setPeriodic(Leftovers.EVERY.toMillis(), timer -> sweep());
    }

    private void sweep() {
        leftovers.remove(held.leftovers(kernel, settings)).forEach(this::enqueue);
    }

    private void reconfigured(Settings next) {
        settings = next;
        held.observe(kernel, settings);
        spareAliases();
        sweepLater();
        if (next.addressTool() == tool) {
            return;
        }
        try {
            changer = AddressChanger.of(next.addressTool());
            tool = next.addressTool();
            LOG.info("addresses are changed by {} from now on", changer.name());
        } catch (IOException missing) {
            Channels.REPORT.publish(
                    vertx,
                    Report.of(
                            "command-missing",
                            Level.ERROR,
                            missing.getMessage() + "; going on with " + changer.name()));
        }
    }

    /** What was a leftover may be an alias again. */
    private void spareAliases() {
        Set<Placement> still = Set.copyOf(held.leftovers(kernel, settings));
        queue.removeIf(queued -> {
            Placement placement = queued.action().placement();
            boolean spared = Leftovers.isOne(queued.action()) && !still.contains(placement);
            if (spared) {
                leftovers.spare(placement);
            }
            return spared;
        });
    }

    private void enqueue(AddressAction action) {
        boolean add = action.kind() == AddressAction.Kind.ADD;
        Future<Void> noted = add ? held.adding(action.placement(), kernel) : Future.succeededFuture();
        queue.add(new Queued(action, System.nanoTime(), noted));
        noted.onComplete(done -> runQueue());
        if (add) {
            // While it is noted and done; the announcement is wanted as soon as the kernel has the address.
            announcer.prepare(action.placement(), kernel);
        }
    }

    /** In order: what is noted already waits for what came before it. */
    private void runQueue() {
        List<Queued> batch =
                queue.stream().takeWhile(queued -> queued.noted().isComplete()).toList();
        if (running || batch.isEmpty()) {
            return;
        }
        running = true;
        queue.subList(0, batch.size()).clear();
        AddressChanger current = changer;
        KernelView seen = kernel;
        vertx.executeBlocking(() -> apply(current, batch, seen)).onComplete(done -> {
            running = false;
            // Before the rest of the host hears of it: what waits is somebody's outage.
            runQueue();
            if (done.succeeded()) {
                done.result().forEach(this::applied);
            } else {
                CommandResult failed = new CommandResult.Failed(Duration.ZERO, String.valueOf(done.cause()));
                batch.forEach(queued -> applied(new AddressApplied(queued.action(), failed)));
            }
        });
    }

    private static List<AddressApplied> apply(AddressChanger changer, List<Queued> batch, KernelView kernel)
            throws InterruptedException {
        List<AddressApplied> results = new ArrayList<>();
        List<AddressAction> fresh = new ArrayList<>();
        for (Queued queued : batch) {
            Duration waited = Duration.ofNanos(System.nanoTime() - queued.atNanos());
            if (queued.action().kind() == AddressAction.Kind.ADD && waited.compareTo(STALE) > 0) {
                results.add(new AddressApplied(
                        queued.action(),
                        new CommandResult.Failed(
                                waited, "the decision was " + waited.toMillis() + " ms old when its turn came")));
            } else {
                fresh.add(queued.action());
            }
        }
        List<AddressAction> unusable = fresh.stream()
                .filter(action -> action.kind() == AddressAction.Kind.ADD)
                .filter(action -> isTentative(action.placement(), kernel))
                .map(action -> new AddressAction(action.id(), AddressAction.Kind.REMOVE, action.placement()))
                .toList();
        if (!unusable.isEmpty()) {
            changer.apply(unusable);
        }
        if (!fresh.isEmpty()) {
            results.addAll(changer.apply(fresh));
        }
        return results;
    }

    /**
     * Whether something else has put the address there, and duplicate address detection goes on or has failed: the
     * kernel would refuse to add it once more, and leave it unusable.
     */
    private static boolean isTentative(Placement placement, KernelView kernel) {
        return kernel.carried(placement.interfaceName(), placement.address())
                .filter(Carried::tentative)
                .isPresent();
    }

    private void applied(AddressApplied applied) {
        Placement placement = applied.action().placement();
        LOG.debug("{} {}: {}", applied.action().kind(), placement, applied.result());
        boolean added = applied.action().kind() == AddressAction.Kind.ADD;
        if (added ? applied.result() instanceof CommandResult.Failed : applied.result() instanceof CommandResult.Done) {
            held.gone(placement, kernel);
        }
        if (Leftovers.isOne(applied.action())) {
            leftovers.removed(placement, applied.result());
        } else {
            Channels.ADDRESS_APPLIED.publish(vertx, applied);
        }
    }

    private void announce(Placement placement) {
        IpAddress address = placement.address().address();
        announcer
                .announce(placement, kernel)
                .ifPresentOrElse(
                        why -> {
                            if (unannounced.add(address)) {
                                Channels.REPORT.publish(
                                        vertx,
                                        Report.of(
                                                address,
                                                "announce-failed",
                                                Level.WARNING,
                                                "could not announce " + address + ": " + why));
                            }
                        },
                        () -> unannounced.remove(address));
    }
}
