package io.aliasdefender.check;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.Optional;

/**
 * Looks at what the configuration says that this host must have to be fit for its aliases, and tells what that means for each
 * of them. Where there are no checks it does nothing, and has no thread.
 */
public final class CheckVerticle extends VerticleBase {
    /** Nobody waits longer for the loop of the checks, whatever it does. */
    private static final long LIMIT_MILLIS = 300;

    private Settings settings;
    private Optional<KernelView> kernel = Optional.empty();
    private Optional<CheckLoop> loop = Optional.empty();
    private ChecksView newest = ChecksView.NONE;

    /** @param settings the first ones */
    public CheckVerticle(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Channels.CHECKS_NOW.answer(vertx, asker -> view());
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        Channels.KERNEL.listen(vertx, this::seen);
        return Channels.KERNEL_NOW
                .ask(vertx, "check")
                .otherwise(KernelView.EMPTY)
                .onSuccess(this::seen);
    }

    private void seen(KernelView view) {
        boolean first = kernel.isEmpty();
        kernel = Optional.of(view);
        if (first) {
            configure();
        } else {
            loop.ifPresent(running -> running.kernel(view));
        }
    }

    private void reconfigured(Settings next) {
        settings = next;
        configure();
    }

    private void configure() {
        if (kernel.isEmpty() || loop.isEmpty() && settings.checks().isEmpty()) {
            return;
        }
        if (loop.isEmpty()) {
            loop = Optional.of(CheckLoop.ofDaemon(vertx, kernel.get()));
        }
        loop.get().configure(settings);
        if (settings.checks().isEmpty()) {
            loop.get().close();
            loop = Optional.empty();
            newest = ChecksView.NONE;
        }
    }

    private Future<ChecksView> view() {
        if (loop.isEmpty()) {
            return Future.succeededFuture(ChecksView.NONE);
        }
        Promise<ChecksView> promise = Promise.promise();
        long limit = vertx.setTimer(LIMIT_MILLIS, late -> promise.tryComplete(newest));
        loop.get()
                .view()
                .onSuccess(view -> context.runOnContext(onLoop -> {
                    vertx.cancelTimer(limit);
                    newest = view;
                    promise.tryComplete(view);
                }));
        return promise.future();
    }

    /** Whoever is stopped after this releases aliases, and does not wait for a loop that hangs. */
    @Override
    public Future<?> stop() {
        Optional<CheckLoop> ending = loop;
        loop = Optional.empty();
        if (ending.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> stopped = Promise.promise();
        long limit = vertx.setTimer(LIMIT_MILLIS, late -> stopped.tryComplete());
        ending.get().close().onComplete(done -> {
            vertx.cancelTimer(limit);
            stopped.tryComplete();
        });
        return stopped.future();
    }
}
