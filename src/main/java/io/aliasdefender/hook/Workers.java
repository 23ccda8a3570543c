package io.aliasdefender.hook;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what blocks: as many as are needed at the moment, which whoever gives them work bounds. A pool of a fixed size
 * would let one hook wait for others that hang.
 */
final class Workers implements AutoCloseable {
    private final Context context;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "hook-worker");
        thread.setDaemon(true);
        return thread;
    });

    /** @param context on which futures are completed */
    Workers(Context context) {
        this.context = context;
    }

    <T> Future<T> run(Callable<T> work) {
        Promise<T> promise = Promise.promise();
        try {
            threads.execute(() -> tell(carryOut(work, promise)));
        } catch (RejectedExecutionException closed) {
            promise.fail(closed);
        }
        return promise.future();
    }

    private static <T> Handler<Void> carryOut(Callable<T> work, Promise<T> promise) {
        try {
            T result = work.call();
            return done -> promise.complete(result);
        } catch (Exception failure) {
            return done -> promise.fail(failure);
        }
    }

    private void tell(Handler<Void> ended) {
        try {
            context.runOnContext(ended);
        } catch (RejectedExecutionException over) {
            // The loop has ended, and nobody waits any more.
        }
    }

    /** Waits for what is under way; returns whether that has ended. Blocks. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nothing is begun any more; what is under way goes on to its end. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
