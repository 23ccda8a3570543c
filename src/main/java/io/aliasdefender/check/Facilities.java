package io.aliasdefender.check;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.process.Starter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What checks look with. Belongs to the loop of the checks, and to its thread. */
final class Facilities implements AutoCloseable {
    /** A file on a server that does not answer keeps a thread for ever. */
    static final int MOST_THREADS = 32;

    private static final int IDLE_SECONDS = 10;

    private final Vertx vertx;
    private final EventLoop loop;
    private final ThreadPoolExecutor files = new ThreadPoolExecutor(
            0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Facilities::thread);
    private KernelView kernel;
    private Optional<Starter> starter = Optional.empty();
    private Optional<Echoes> echoes = Optional.empty();

    Facilities(Vertx vertx, EventLoop loop, KernelView kernel) {
        this.vertx = vertx;
        this.loop = loop;
        this.kernel = kernel;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "check-files");
        thread.setDaemon(true);
        return thread;
    }

    Vertx vertx() {
        return vertx;
    }

    EventLoop loop() {
        return loop;
    }

    KernelView kernel() {
        return kernel;
    }

    void kernel(KernelView view) {
        kernel = view;
    }

    /** Made when the first program is started. */
    Starter starter() throws IOException {
        if (starter.isEmpty()) {
            starter = Optional.of(new Starter(loop));
        }
        return starter.get();
    }

    /** Made when the first echo request is sent. */
    Echoes echoes() {
        if (echoes.isEmpty()) {
            echoes = Optional.of(new Echoes(loop));
        }
        return echoes.get();
    }

    /** Does what may block on a thread of its own; completed on the loop. */
    <T> Future<T> blocking(Callable<T> work) {
        Promise<T> done = Promise.promise();
        try {
            files.execute(() -> {
                try {
                    T result = work.call();
                    loop.post(() -> done.tryComplete(result));
                } catch (Exception failure) {
                    loop.post(() -> done.tryFail(failure));
                }
            });
        } catch (RejectedExecutionException full) {
            done.fail(new IOException(MOST_THREADS + " looks at files do not end"));
        }
        return done.future();
    }

    @Override
    public void close() {
        files.shutdownNow();
        echoes.ifPresent(Echoes::close);
        starter.ifPresent(Starter::close);
    }
}
