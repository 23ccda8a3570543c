package io.aliasdefender.address;

import io.aliasdefender.announce.AnnouncementPacer;
import io.aliasdefender.announce.Announcer;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.held.HeldFile;
import io.aliasdefender.held.HeldJournal;
import io.aliasdefender.held.Leftovers;
import io.aliasdefender.kernel.Replacements;
import io.aliasdefender.os.SystemFacts;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.AddressTool;
import io.aliasdefender.payload.Taking;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was decided: runs the platform's command for the {@link AddressEngine} in {@code executeBlocking}, and
 * announces at the pace of the {@link AnnouncementPacer}.
 */
public final class AddressVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AddressVerticle.class);

    /** A claim waits for the disk this long at the most; it takes well below a millisecond where the disk is memory. */
    private static final Duration DISK_PATIENCE = Duration.ofMillis(100);
    /** A little more than hooks have, so that their own limit comes first. */
    private static final Duration HOOK_PATIENCE = HookSpec.MOST_BEFORE.plusMillis(50);

    private final Announcer announcer = new Announcer();
    private final Set<IpAddress> unannounced = new HashSet<>();
    private final Path heldFile;
    private final PauseGuard guard;
    private final Replacements replacements;
    private final Function<Vertx, Timers> timersOf;
    private Timers timers;
    private AddressEngine engine;
    private OrderKeeper order;
    private AnnouncementPacer pacer;
    private Settings settings;
    private AddressTool tool;
    private HeldJournal held;
    private Leftovers leftovers;
    /** When it is looked for leftovers; empty: nothing has happened that could have left any. */
    private Optional<Long> sweep = Optional.empty();

    private final AttachedRoutes attached = AttachedRoutes.ofLinux();
    private AttachedKeeper keeper;
    private AddressChanger changer;
    private KernelView kernel = KernelView.EMPTY;

    /**
     * Prepares.
     *
     * @param heldFile where it is kept, for the next daemon, what this one put on the host
     * @param guard of the event loop on which this will be; begun and ended by whoever made it
     * @param replacements known to whoever reads the kernel
     * @param timers makes those of the calling verticle's loop
     */
    public AddressVerticle(
            Settings settings,
            Path heldFile,
            PauseGuard guard,
            Replacements replacements,
            Function<Vertx, Timers> timers) {
        this.guard = guard;
        this.replacements = replacements;
        this.settings = settings;
        timersOf = timers;
        this.heldFile = heldFile;
        tool = settings.addressTool();
    }

    @Override
    public Future<?> start() {
        try {
            changer = changer(tool);
        } catch (IOException missing) {
            return Future.failedFuture(missing.getMessage());
        }
        LOG.info("addresses are changed by {}", changer.name());
        AddressChanger current = changer;
        Rehearsals.later(vertx, current::rehearse);
        timers = timersOf.apply(vertx);
        engine = new AddressEngine(timers, new Edge());
        order = new OrderKeeper(timers, engine);
        pacer = new AnnouncementPacer(timers, guard, new Sender(), settings.announceRate());
        held = new HeldJournal(vertx, new HeldFile(heldFile, lifetime()), DISK_PATIENCE);
        leftovers = new Leftovers(vertx);
        keeper = new AttachedKeeper(vertx, attached);
        return held.load().compose(loaded -> listen());
    }

    private AddressChanger changer(AddressTool by) throws IOException {
        return new AttachingChanger(AddressChanger.of(by, replacements), attached);
    }

    /** Where nobody can tell, what is written now means nothing to the next daemon. */
    private static String lifetime() {
        return SystemFacts.lifetime().orElseGet(() -> UUID.randomUUID().toString());
    }

    private Future<?> listen() {
        Channels.KERNEL.listen(vertx, this::observe);
        Channels.ADDRESS_ACTION.listen(vertx, this::act);
        Channels.ANNOUNCE.listen(vertx, pacer::announce);
        Channels.WITHHOLD.listen(
                vertx, placement -> pacer.forget(placement.address().address()));
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        return Channels.KERNEL_NOW.ask(vertx, "address").onSuccess(view -> {
            kernel = view;
            engine.kernel(view);
            held.begin(kernel, settings);
            order.restoreWhenDue(kernel, aliases());
            settings.aliases().forEach(spec -> announcer.prepare(spec.placement(), kernel));
            sweep();
            keeper.settings(settings);
        });
    }

    @Override
    public Future<?> stop() {
        if (pacer != null) {
            order.stop();
            pacer.stop();
        }
        announcer.close();
        changer.close();
        return held == null ? Future.succeededFuture() : held.close();
    }

    private void observe(KernelView view) {
        kernel = view;
        engine.kernel(view);
        held.observe(kernel, settings);
        order.restoreWhenDue(kernel, aliases());
        if (sweep.isEmpty()) {
            sweepLater();
        }
    }

    private Set<IpAddress> aliases() {
        return settings.aliases().stream().map(AliasSpec::address).collect(Collectors.toSet());
    }

    private void sweepLater() {
        sweep.ifPresent(vertx::cancelTimer);
        sweep = Optional.of(vertx.setTimer(Leftovers.EVERY.toMillis(), timer -> sweep()));
    }

    /** Again and again, for as long as there are leftovers. */
    private void sweep() {
        sweep = Optional.empty();
        List<Placement> left = held.leftovers(kernel, settings);
        leftovers.remove(left).forEach(this::act);
        if (!left.isEmpty()) {
            sweepLater();
        }
    }

    private void reconfigured(Settings next) {
        settings = next;
        pacer.rate(next.announceRate());
        held.observe(kernel, settings);
        order.restoreWhenDue(kernel, aliases());
        spareAliases();
        sweepLater();
        keeper.settings(settings);
        if (next.addressTool() == tool) {
            return;
        }
        try {
            changer = changer(next.addressTool());
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
        engine.drop(action -> {
            boolean spared = Leftovers.isOne(action) && !still.contains(action.placement());
            if (spared) {
                leftovers.spare(action.placement());
            }
            return spared;
        });
    }

    private void act(AddressAction action) {
        switch (action.kind()) {
            // While it is noted and done; the announcement is wanted as soon as the kernel has the address.
            case ADD -> announcer.prepare(action.placement(), kernel);
            case REMOVE -> pacer.forget(action.placement().address().address());
            case EXTEND -> {}
        }
        engine.action(action);
    }

    /**
     * What the configuration has run before an alias is taken. Well or not, the address is added: a hook that fails would
     * else leave an alias that nobody has. Nobody is believed to keep to its own limit.
     */
    private Future<?> waitedFor(Placement placement) {
        return Channels.BEFORE_TAKING
                .ask(vertx, new Taking(placement))
                .timeout(HOOK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private final class Edge implements AddressEngine.Edge {
        @Override
        public void note(AddressAction action, Runnable noted) {
            Future<Void> written = held.adding(action.placement(), kernel);
            if (settings.hooks().stream().noneMatch(HookSpec::before)) {
                written.onComplete(done -> noted.run());
            } else {
                Future.join(written, waitedFor(action.placement())).onComplete(done -> noted.run());
            }
        }

        @Override
        public void run(AddressBatch batch, Consumer<List<AddressApplied>> done) {
            AddressChanger current = changer;
            vertx.executeBlocking(() -> batch.carryOut(current::apply, timers.nanoTime()))
                    .onComplete(ended -> done.accept(
                            ended.succeeded() ? ended.result() : batch.failed(String.valueOf(ended.cause()))));
        }

        @Override
        public void restoreOrder(Runnable done) {
            AddressChanger current = changer;
            Set<IpAddress> aliases = aliases();
            vertx.executeBlocking(() -> OrderKeeper.restore(current, aliases)).onComplete(ended -> {
                done.run();
                if (ended.succeeded()) {
                    ended.result().forEach(OrderKeeper::tell);
                } else {
                    LOG.error("cannot put aliases behind the host's own addresses: {}", "" + ended.cause());
                }
            });
        }

        @Override
        public void applied(AddressApplied applied) {
            AddressVerticle.this.applied(applied);
        }
    }

    private final class Sender implements AnnouncementPacer.Sender {
        @Override
        public boolean carries(Placement placement) {
            return kernel.carried(placement.interfaceName(), placement.address())
                    .filter(carried -> !carried.tentative())
                    .isPresent();
        }

        @Override
        public boolean send(Placement placement, boolean both) {
            return announce(placement, both);
        }

        @Override
        public void announced(Announcement claim) {
            Channels.ANNOUNCED.publish(vertx, claim);
        }
    }

    private void applied(AddressApplied applied) {
        Placement placement = applied.action().placement();
        LOG.debug("{} {}: {}", applied.action().kind(), placement, applied.result());
        boolean gone = switch (applied.action().kind()) {
            case ADD -> applied.result() instanceof CommandResult.Failed;
            case REMOVE -> applied.result() instanceof CommandResult.Done;
            case EXTEND -> false;
        };
        if (gone) {
            held.gone(placement, kernel);
        }
        if (Leftovers.isOne(applied.action())) {
            leftovers.removed(placement, applied.result());
        } else {
            Channels.ADDRESS_APPLIED.publish(vertx, applied);
        }
    }

    /** Returns whether it has left. */
    private boolean announce(Placement placement, boolean both) {
        IpAddress address = placement.address().address();
        Optional<String> trouble = announcer.announce(placement, both, kernel);
        trouble.ifPresentOrElse(
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
        return trouble.isEmpty();
    }
}
