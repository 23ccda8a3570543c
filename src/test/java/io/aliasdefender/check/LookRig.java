package io.aliasdefender.check;

import io.aliasdefender.check.CheckRun.Outcome;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at real things, on a loop as that of a daemon. */
final class LookRig implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final Facilities facilities;

    LookRig() {
        this(KernelView.EMPTY);
    }

    LookRig(KernelView kernel) {
        facilities = on(() -> Future.succeededFuture(new Facilities(vertx, EventLoop.withTimersAlone(vertx), kernel)));
    }

    Facilities facilities() {
        return facilities;
    }

    static CheckSpec spec(CheckKind kind, Duration timeout) {
        return new CheckSpec("squid", kind, Duration.ofSeconds(1), timeout, 1, 1);
    }

    /** One look with so much time. */
    Outcome run(CheckKind kind, Duration timeout) {
        return on(() -> CheckRun.once(spec(kind, timeout), facilities));
    }

    /** One look with more time than it needs on a busy machine. */
    Outcome run(CheckKind kind) {
        return run(kind, Duration.ofSeconds(20));
    }

    /** On the loop. */
    <T> T on(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> work.get().onComplete(promise));
        return await(promise.future());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        on(() -> {
            facilities.close();
            return Future.succeededFuture();
        });
        await(vertx.close());
    }
}
