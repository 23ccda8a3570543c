package io.aliasdefender.service;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;

/**
 * Tells the service manager when this node is ready, who holds what, and that the event loop is alive: it runs on the
 * very loop that probes and decides, so that a watchdog that is fed means a defender that defends.
 */
public final class ServiceVerticle extends VerticleBase {
    /** Ready at the latest, evidence or not: whoever waits for us at boot must not wait for a broken network. */
    public static final Duration READY_LIMIT = Duration.ofSeconds(5);

    private final ServiceManager manager;
    private final Duration readyLimit;
    private MessageConsumer<ProbeResult> evidence;
    private boolean ready;
    private boolean asking;
    private boolean askAgain;

    public ServiceVerticle(ServiceManager manager) {
        this(manager, READY_LIMIT);
    }

    ServiceVerticle(ServiceManager manager, Duration readyLimit) {
        this.manager = manager;
        this.readyLimit = readyLimit;
    }

    @Override
    public Future<?> start() {
        if (!manager.present()) {
            return Future.succeededFuture();
        }
        manager.watchdog().map(limit -> limit.dividedBy(2)).ifPresent(period -> {
            manager.alive();
            vertx.setPeriodic(Math.max(1, period.toMillis()), timer -> manager.alive());
        });
        evidence = Channels.PROBE_RESULT.listen(vertx, result -> ask());
        Channels.EVENT.listen(vertx, event -> ask());
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        vertx.setTimer(readyLimit.toMillis(), timer -> ready());
        return Future.succeededFuture();
    }

    /** One question at a time, and one more when something happened meanwhile. */
    private void ask() {
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        Channels.STATUS.ask(vertx, "service").onSuccess(this::tell).onComplete(answered -> {
            asking = false;
            if (askAgain) {
                askAgain = false;
                ask();
            }
        });
    }

    private void tell(NodeStatus status) {
        manager.status(StatusLine.of(status));
        if (status.aliases().stream().noneMatch(alias -> alias.phase() == PhaseName.STARTING)) {
            ready();
        }
    }

    private void ready() {
        if (!ready) {
            ready = true;
            manager.ready();
            // From now on only news change the line.
            evidence.unregister();
        }
    }

    private void reconfigured(Settings settings) {
        manager.reloading();
        // Behind everybody else who listens for the same on this loop.
        vertx.runOnContext(all -> {
            manager.reloaded();
            ask();
        });
    }
}
