package io.aliasdefender.process;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs programs on a loop as that of a daemon. */
final class ProgramRig implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 110;

    private final Vertx vertx;
    private final Context context;
    private final Starter starter;

    /** @param told whether the kernel tells the loop what happens to descriptors */
    ProgramRig(boolean told) {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(told).setEventLoopPoolSize(1));
        context = vertx.getOrCreateContext();
        starter = onLoop(promise -> {
            try {
                promise.complete(Starter.ofThisLoop(vertx));
            } catch (IOException impossible) {
                promise.fail(impossible);
            }
        });
    }

    private <T> T onLoop(Consumer<Promise<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> work.accept(promise));
        try {
            return await(promise.future());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    ChildProcess start(Order order) {
        return onLoop(promise -> promise.complete(starter.start(order)));
    }

    ChildProcess startAndStop(Order order) {
        return onLoop(promise -> {
            ChildProcess child = starter.start(order);
            child.stop();
            promise.complete(child);
        });
    }

    Outcome run(Order order) throws Exception {
        return await(start(order).ended());
    }

    static <T> T await(Future<T> future) throws Exception {
        CompletableFuture<T> completed = future.toCompletionStage().toCompletableFuture();
        try {
            return completed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    /** How many this process has open. */
    static long descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Override
    public void close() {
        onLoop(promise -> {
            starter.close();
            promise.complete();
        });
        vertx.close();
    }
}
