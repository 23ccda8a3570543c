package io.aliasdefender.hook;

import io.aliasdefender.bus.IdleLoops;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.Report;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All hooks, on an event loop and threads of their own: an instance of Vert.x beside the daemon's, so that whatever hangs here, or
 * floods this host with connections, has nothing in common with what probes and decides. Methods may be called by any
 * thread, and return at once.
 */
final class HookEngine {
    static final Duration MAIL_WINDOW = Duration.ofSeconds(30);

    /** A disk that hangs holds up no stop. */
    private static final Duration MOST_WRITING = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(HookEngine.class);

    private final Vertx vertx = newVertx();
    private final Context context = vertx.getOrCreateContext();
    private final Workers workers = new Workers(context);
    private final Path folder;
    private final Duration mailWindow;
    private final Consumer<Report> report;
    private final BeforeTaking before;
    /** By the id, in the order of the configuration. */
    private Map<String, Lane> lanes = new LinkedHashMap<>();

    /**
     * Blocks for some milliseconds.
     *
     * @param folder for what is yet to be told; made when it is needed
     * @param report may be called by any thread
     */
    HookEngine(Path folder, Duration mailWindow, Consumer<Report> report) {
        this.folder = folder;
        this.mailWindow = mailWindow;
        this.report = report;
        before = new BeforeTaking(vertx, report);
    }

    static Vertx newVertx() {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(true)
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        IdleLoops.sleep(((VertxInternal) vertx).nettyEventLoopGroup());
        return vertx;
    }

    /** Something to do on the loop. */
    private interface Work<T> {
        Future<T> begin();
    }

    private <T> Future<T> onLoop(Work<T> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> {
            try {
                work.begin().onComplete(promise);
            } catch (RuntimeException error) {
                LOG.error("a mistake of the program", error);
                promise.fail(error);
            }
        });
        return promise.future();
    }

    /**
     * These are the hooks from now on. What waits for one that is still there goes on waiting.
     *
     * @param past at the start of the daemon all that is known of it; later, its newest number alone
     */
    Future<Void> configure(List<HookSpec> specs, Past past) {
        return onLoop(() -> {
            Map<String, Lane> old = lanes;
            lanes = new LinkedHashMap<>();
            Map<String, Integer> same = new HashMap<>();
            List<Future<?>> ready = new ArrayList<>();
            for (HookSpec spec : specs) {
                String first = Deliveries.id(spec.deed(), 0);
                int sameBefore = same.merge(first, 1, Integer::sum) - 1;
                String id = sameBefore == 0 ? first : Deliveries.id(spec.deed(), sameBefore);
                Lane known = old.remove(id);
                // All at once: what happens from now on is for each of them.
                ready.add(place(id, spec, known, past));
            }
            return all(ready)
                    .compose(placed -> end(old))
                    .compose(ended -> forgetOthers())
                    .mapEmpty();
        });
    }

    private Future<?> place(String id, HookSpec spec, Lane known, Past past) {
        if (known != null
                && known.spec().deed().equals(spec.deed())
                && known.spec().timeout().equals(spec.timeout())) {
            known.respecified(spec, past.newest());
            lanes.put(id, known);
            return Future.succeededFuture();
        }
        // Whoever takes the place of another one with the same queue reads it when that has let go of it.
        Future<?> closed = known == null ? Future.succeededFuture() : known.close();
        Lane lane = new Lane(
                vertx,
                workers,
                spec,
                Deliveries.of(vertx, workers, spec, mailWindow),
                spec.deed().lasting() ? Optional.of(new HookStore(folder, id)) : Optional.empty(),
                Lane::backoff,
                report);
        lanes.put(id, lane);
        return closed.transform(before -> lane.start(past));
    }

    private static Future<?> end(Map<String, Lane> gone) {
        List<Future<?>> ends = new ArrayList<>();
        gone.values().forEach(lane -> ends.add(lane.forget()));
        return all(ends);
    }

    /** Ends when all have, well or not. */
    private static Future<?> all(List<Future<?>> futures) {
        return futures.isEmpty()
                ? Future.succeededFuture()
                : Future.join(futures).otherwiseEmpty();
    }

    /** What is left on the disk of hooks that an earlier daemon had, and this one does not. */
    private Future<?> forgetOthers() {
        Set<String> known = new HashSet<>(lanes.keySet());
        return workers.<Void>run(() -> {
                    for (String id : HookStore.ids(folder)) {
                        if (!known.contains(id)) {
                            forget(id);
                        }
                    }
                    return null;
                })
                .onFailure(
                        failure -> LOG.warn("what waits for hooks cannot be looked at: {}", Sentences.ofDisk(failure)))
                .otherwiseEmpty();
    }

    private void forget(String id) throws IOException {
        HookStore store = new HookStore(folder, id);
        int left = store.load().pending().size();
        store.delete();
        if (left > 0) {
            new LaneReports("that is not in the configuration any more", report)
                    .dropped(left, "nobody is told of them");
        }
    }

    /** To be told to all hooks that want to hear of something with these names. */
    void tell(Set<HookEvent> names, HookNews news) {
        context.runOnContext(now -> lanes.values()
                .forEach(lane -> HookEvent.first(names, lane.spec().on())
                        .filter(name -> !lane.spec().before() && news.concerns(lane.spec()))
                        .ifPresent(name -> lane.tell(name, news))));
    }

    /** Runs what is to run before an address is added. */
    Future<Void> before(HookNews news) {
        return onLoop(() -> before.run(
                lanes.values().stream()
                        .filter(lane -> lane.spec().before() && news.concerns(lane.spec()))
                        .toList(),
                news));
    }

    Future<List<HookView>> view() {
        return onLoop(() ->
                Future.succeededFuture(lanes.values().stream().map(Lane::view).toList()));
    }

    /**
     * Ends everything.
     *
     * @param patience so long what waits may still be told
     */
    Future<Void> close(Duration patience) {
        return onLoop(() -> {
            List<Future<?>> idle = new ArrayList<>();
            lanes.values().forEach(lane -> idle.add(lane.lastWords()));
            return all(idle)
                    .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .transform(waited -> closeAll())
                    .transform(closed -> {
                        workers.close();
                        // On its own loop nobody would hear of the end of the loop.
                        vertx.close();
                        return Future.<Void>succeededFuture();
                    });
        });
    }

    private Future<?> closeAll() {
        List<Future<?>> ends = new ArrayList<>();
        lanes.values().forEach(lane -> ends.add(lane.close()));
        return all(ends).timeout(MOST_WRITING.toMillis(), TimeUnit.MILLISECONDS);
    }
}
