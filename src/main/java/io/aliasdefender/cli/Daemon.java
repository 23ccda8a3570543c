package io.aliasdefender.cli;

import io.aliasdefender.address.AddressVerticle;
import io.aliasdefender.bus.ByReference;
import io.aliasdefender.check.CheckVerticle;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.config.ConfigVerticle;
import io.aliasdefender.failover.FailoverVerticle;
import io.aliasdefender.failover.MaintenanceVerticle;
import io.aliasdefender.hook.HookVerticle;
import io.aliasdefender.journal.JournalVerticle;
import io.aliasdefender.journal.TenureVerticle;
import io.aliasdefender.kernel.KernelVerticle;
import io.aliasdefender.kernel.PollingKernelVerticle;
import io.aliasdefender.kernel.Replacements;
import io.aliasdefender.lease.LeaseVerticle;
import io.aliasdefender.link.LinkVerticle;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.RealTime;
import io.aliasdefender.os.SystemFacts;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.platform.Platform;
import io.aliasdefender.probe.ProbeVerticle;
import io.aliasdefender.service.ServiceManager;
import io.aliasdefender.service.ServiceVerticle;
import io.aliasdefender.web.MeterVerticle;
import io.aliasdefender.web.WebVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All verticles, started and stopped in their order. */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final String HELD_NAME = "held";
    private static final String HOOKS_NAME = "hooks";

    private final Vertx vertx;
    private final Path stateFolder;
    private final ConfigVerticle config;
    private final ServiceManager manager;
    private final FailoverVerticle failover;
    private final Deployable[] order;
    /** The last deployed first: that is the order of stopping. */
    private final Deque<String> deployed = new ConcurrentLinkedDeque<>();

    private Future<Void> started = Future.succeededFuture();

    /**
     * @param settings the first configuration, found to be right
     * @param config watches its file from now on
     * @param place what is this host's own
     */
    Daemon(Settings settings, ConfigVerticle config, Place place, String version) {
        vertx = vertx();
        this.config = config;
        manager = place.manager();
        stateFolder = place.stateFolder();
        // One for all that is on the one event loop.
        PauseGuard guard = new PauseGuard();
        Replacements replacements = new Replacements();
        failover = new FailoverVerticle(settings, guard, EventLoop::withTimersAlone);
        Path socket = stateFolder.resolve(CommonOptions.SOCKET_NAME);
        Path lasting = LastingFolder.take(stateFolder);
        // Whoever is stopped later is still needed by whoever is stopped earlier: releasing an alias needs everything
        // below failover, and handing it over the link, which then says that this daemon ends.
        order = new Deployable[] {
            new JournalVerticle(settings.self().name(), stateFolder),
            new TenureVerticle(settings.self().name(), lasting),
            new HookVerticle(settings, lasting.resolve(HOOKS_NAME)),
            new ServiceVerticle(manager),
            new LogVerticle(settings.log(), place.log()),
            new MeterVerticle(),
            Platform.current().nativeAccess()
                    ? new KernelVerticle(settings, replacements)
                    : new PollingKernelVerticle(settings),
            new AddressVerticle(
                    settings, stateFolder.resolve(HELD_NAME), guard, replacements, EventLoop::withTimersAlone),
            new ProbeVerticle(guard),
            new LinkVerticle(settings),
            WebVerticle.limited(socket, settings, version, place.token()),
            new LeaseVerticle(settings),
            failover,
            // Behind failover, which is to hear all that is told.
            new CheckVerticle(settings),
            new MaintenanceVerticle(lasting, stateFolder),
            config
        };
    }

    /**
     * What a daemon has of its host and not of its configuration.
     *
     * @param stateFolder this daemon's alone; for its socket, and what it tells the next one
     * @param token for orders over TCP; wins over the configuration's
     * @param manager who started this process and wants to know how it is
     * @param log takes over how the log is wanted; may block
     */
    record Place(Path stateFolder, Optional<Secret> token, ServiceManager manager, Consumer<Log> log) {}

    private static Vertx vertx() {
        VertxOptions options = new VertxOptions()
                // One thread does all the defending that does not block, so that nothing needs a lock; what is served
                // has a loop of its own.
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(2)
                .setPreferNativeTransport(true)
                // The failover verticle notices pauses itself, says so in a sentence, and acts on them.
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        Vertx vertx = Vertx.vertx(options);
        ByReference.register(vertx);
        UncaughtErrors.watch(vertx);
        return vertx;
    }

    /** Starts everything; fails with the sentence of whatever could not start. To be called once. */
    Future<Void> start() {
        // Of a restart that was not carried out.
        KeepOnce.forget(stateFolder);
        started = realTime();
        for (Deployable verticle : order) {
            started = started.compose(before -> vertx.deployVerticle(verticle))
                    .onSuccess(deployed::push)
                    .mapEmpty();
        }
        return started;
    }

    /**
     * The loop that probes and decides comes before all other work of the machine, and before the web's loop, the compiler
     * and all else of this process too.
     */
    private Future<Void> realTime() {
        if (SystemFacts.problem().isPresent()) {
            return Future.succeededFuture();
        }
        Promise<Void> taken = Promise.promise();
        vertx.runOnContext(onLoop -> {
            LOG.info("{}", RealTime.take());
            taken.complete();
        });
        return taken.future();
    }

    /** Looks at the configuration file now, or as soon as everything has started. */
    void reload() {
        started.onSuccess(all -> {
            manager.reloading();
            config.check().onComplete(done -> manager.reloaded());
        });
    }

    /**
     * Stops in order, after a start that is under way: first the deciding, which releases what is held, then what it
     * needs.
     */
    Future<Void> stop() {
        if (KeepOnce.forget(stateFolder)) {
            failover.leaveToTheNext();
        }
        return started.transform(before -> undeployAll()).transform(before -> vertx.close());
    }

    private Future<Void> undeployAll() {
        Future<Void> stopped = Future.succeededFuture();
        for (String id : deployed) {
            stopped = stopped.transform(before -> vertx.undeploy(id));
        }
        return stopped;
    }
}
