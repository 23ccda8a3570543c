package io.aliasdefender.address;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.event.Report;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.core.spec.Settings.AddressTool;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    private record Queued(AddressAction action, long atNanos) {}

    private final Announcer announcer = new Announcer();
    private final List<Queued> queue = new ArrayList<>();
    private final Set<IpAddress> unannounced = new HashSet<>();
    private AddressTool tool;
    private AddressChanger changer;
    private KernelView kernel = KernelView.EMPTY;
    private boolean running;

    public AddressVerticle(AddressTool tool) {
        this.tool = tool;
    }

    @Override
    public Future<?> start() {
        try {
            changer = AddressChanger.of(tool);
        } catch (IOException missing) {
            return Future.failedFuture(missing.getMessage());
        }
        LOG.info("addresses are changed by {}", changer.commandName());
        Channels.KERNEL.listen(vertx, view -> kernel = view);
        Channels.ADDRESS_ACTION.listen(vertx, this::enqueue);
        Channels.ANNOUNCE.listen(vertx, this::announce);
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        AddressChanger current = changer;
        vertx.executeBlocking(() -> current.rehearse());
        return Channels.KERNEL_NOW.ask(vertx, "address").onSuccess(view -> kernel = view);
    }

    @Override
    public Future<?> stop() {
        announcer.close();
        changer.close();
        return Future.succeededFuture();
    }

    private void reconfigured(Settings settings) {
        if (settings.addressTool() == tool) {
            return;
        }
        try {
            changer = AddressChanger.of(settings.addressTool());
            tool = settings.addressTool();
            LOG.info("addresses are changed by {} from now on", changer.commandName());
        } catch (IOException missing) {
            Channels.REPORT.publish(
                    vertx,
                    Report.of(
                            "command-missing",
                            Level.ERROR,
                            missing.getMessage() + "; going on with " + changer.commandName()));
        }
    }

    private void enqueue(AddressAction action) {
        queue.add(new Queued(action, System.nanoTime()));
        runQueue();
        if (action.kind() == AddressAction.Kind.ADD) {
            // While the command runs; the announcement is wanted as soon as the kernel has the address.
            announcer.prepare(action.placement(), kernel);
        }
    }

    private void runQueue() {
        if (running || queue.isEmpty()) {
            return;
        }
        running = true;
        List<Queued> batch = List.copyOf(queue);
        queue.clear();
        AddressChanger current = changer;
        KernelView seen = kernel;
        vertx.executeBlocking(() -> apply(current, batch, seen)).onComplete(done -> {
            running = false;
            if (done.succeeded()) {
                done.result().forEach(this::applied);
            } else {
                CommandResult failed = new CommandResult.Failed(Duration.ZERO, String.valueOf(done.cause()));
                batch.forEach(queued -> applied(new AddressApplied(queued.action(), failed)));
            }
            runQueue();
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
        return kernel.link(placement.interfaceName())
                .filter(link -> kernel.addresses().stream()
                        .anyMatch(carried -> carried.tentative()
                                && carried.linkIndex() == link.index()
                                && carried.address().equals(placement.address())))
                .isPresent();
    }

    private void applied(AddressApplied applied) {
        LOG.debug("{} {}: {}", applied.action().kind(), applied.action().placement(), applied.result());
        Channels.ADDRESS_APPLIED.publish(vertx, applied);
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
