package io.aliasdefender.lease;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.os.SystemFacts;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.LeaseView;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gets the leases that the deciding part wants, and tells what they permit. Where none is configured it does nothing, and has
 * no thread.
 */
public final class LeaseVerticle extends VerticleBase {
    /** Nobody waits longer for the loop of the leases, whatever it does. */
    private static final long LIMIT_MILLIS = 300;

    private final String start = UUID.randomUUID().toString();
    /** Where the system does not tell, nothing that an earlier daemon had is taken for this host's. */
    private final String kernel = SystemFacts.lifetime().orElse(start);

    private final Map<String, LeaseWish> wishes = new LinkedHashMap<>();
    private Settings settings;
    private Optional<LeaseSpec> running = Optional.empty();
    private Optional<LeaseLoop> loop = Optional.empty();
    private DaemonId self = new DaemonId("", kernel, start);
    private LeaseView newest = LeaseView.NONE;

    /** @param settings the first ones */
    public LeaseVerticle(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Channels.LEASE_NOW.answer(vertx, asker -> view());
        Channels.SETTINGS.listen(vertx, next -> {
            settings = next;
            configure();
        });
        Channels.LEASE_WISH.listen(vertx, this::wish);
        configure();
        return Future.succeededFuture();
    }

    private void wish(LeaseWish wish) {
        wishes.put(wish.name(), wish);
        loop.ifPresent(running -> running.wish(wish));
    }

    private void configure() {
        DaemonId named = new DaemonId(settings.self().name(), kernel, start);
        if (running.equals(settings.lease()) && self.equals(named)) {
            return;
        }
        running = settings.lease();
        self = named;
        newest = LeaseView.NONE;
        if (running.isEmpty()) {
            loop.ifPresent(LeaseLoop::close);
            loop = Optional.empty();
        } else if (loop.isPresent()) {
            loop.get().reconfigure(running.get(), self);
        } else {
            LeaseLoop begun = new LeaseLoop(
                    vertx,
                    running.get(),
                    self,
                    news -> Channels.LEASE_NEWS.publish(vertx, news),
                    report -> Channels.REPORT.publish(vertx, report));
            wishes.values().forEach(begun::wish);
            loop = Optional.of(begun);
        }
    }

    private Future<LeaseView> view() {
        if (loop.isEmpty()) {
            return Future.succeededFuture(LeaseView.NONE);
        }
        Promise<LeaseView> promise = Promise.promise();
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

    /** The aliases have left by now, or stay for the next daemon; nobody waits for a store that hangs. */
    @Override
    public Future<?> stop() {
        Optional<LeaseLoop> ending = loop;
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
