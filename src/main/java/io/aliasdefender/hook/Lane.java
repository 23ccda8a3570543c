package io.aliasdefender.hook;

import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.Report;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hook: tells it of one thing after the other. What it could not be told of for now is told again, ever more slowly, where
 * that makes sense; nothing overtakes it meanwhile. On the loop of the hooks.
 */
final class Lane {
    static final int MOST_QUEUED = 4_000;
    static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    static final Duration MOST_WAIT = Duration.ofMinutes(1);
    /** What is wrong for good with one event must not keep all others for ever. */
    private static final int MOST_REFUSALS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Vertx vertx;
    private final Delivery delivery;
    private final Optional<Keeper> keeper;
    private final HookQueue queue;
    private final LaneReports reports;
    private final IntFunction<Duration> backoff;
    private final LaneFigures figures = new LaneFigures();
    private final List<Promise<Void>> whenIdle = new ArrayList<>();
    /** What came before what is on the disk was read. */
    private Optional<List<Arrived>> arrived = Optional.of(new ArrayList<>());

    private HookSpec spec;
    private long lastNumber;
    /** What has no later number was found in the history already. */
    private long lookedAt;

    private int failedInARow;
    private int refusals;
    private boolean telling;
    private long tellingSinceNanos;
    private boolean waits;
    private boolean closed;

    private record Arrived(HookEvent name, HookNews news) {}

    /**
     * Prepares.
     *
     * @param store empty: what could not be told before this daemon ends is not told
     * @param backoff how long to wait after so many failures in a row, which begin at 0
     */
    Lane(
            Vertx vertx,
            Workers workers,
            HookSpec spec,
            Delivery delivery,
            Optional<HookStore> store,
            IntFunction<Duration> backoff,
            Consumer<Report> report) {
        this.vertx = vertx;
        this.backoff = backoff;
        this.spec = spec;
        this.delivery = delivery;
        queue = new HookQueue(MOST_QUEUED);
        reports = new LaneReports(spec.deed().toString(), report);
        keeper = store.map(kept -> new Keeper(kept, workers, queue::all, reports::disk));
    }

    /** @param past what happened before this, as far as it is known: what of it was not looked at for this hook is told now */
    Future<?> start(Past past) {
        Future<HookStore.Kept> nothing = Future.succeededFuture(new HookStore.Kept(List.of(), 0, 0, 0));
        return keeper.map(Keeper::load).orElse(nothing).transform(loaded -> {
            loaded(loaded, past);
            return Future.succeededFuture();
        });
    }

    private void loaded(AsyncResult<HookStore.Kept> loaded, Past past) {
        if (loaded.succeeded()) {
            HookStore.Kept kept = loaded.result();
            lastNumber = kept.last();
            kept.pending().forEach(queue::add);
            missed(kept, past);
            reports.found(kept, queue.size() - kept.pending().size());
        } else {
            // Above every number that was ever given, whatever is on the disk.
            lastNumber = System.currentTimeMillis();
        }
        List<Arrived> early = arrived.orElseThrow();
        arrived = Optional.empty();
        early.forEach(one -> tell(one.name(), one.news()));
        go();
    }

    /** A daemon that is killed has told the history what happened, and perhaps not yet its hooks. */
    private void missed(HookStore.Kept kept, Past past) {
        keeper.ifPresent(keeping -> {
            if (kept.sequence() > 0) {
                lookedAt = past.newest();
                past.events().stream()
                        .filter(event -> event.event().id() > kept.sequence()
                                && event.news().concerns(spec))
                        .forEach(event ->
                                HookEvent.first(event.names(), spec.on()).ifPresent(name -> add(name, event.news())));
            }
            keeping.seen(past.newest());
        });
    }

    HookSpec spec() {
        return spec;
    }

    /** The same deed and limits, of other events: of those that were none of its own until now it has missed none. */
    void respecified(HookSpec next, long newest) {
        spec = next;
        keeper.ifPresent(kept -> kept.seen(newest));
    }

    Delivery delivery() {
        return delivery;
    }

    /** To be told, after everything before it. */
    void tell(HookEvent name, HookNews news) {
        if (news.sequence() <= lookedAt) {
            return;
        }
        if (arrived.isPresent()) {
            arrived.get().add(new Arrived(name, news));
            return;
        }
        add(name, news);
        go();
    }

    private void add(HookEvent name, HookNews news) {
        Told told = new Told(++lastNumber, name, news);
        int dropped = queue.add(told);
        if (dropped > 0) {
            reports.dropped(dropped, "more than " + MOST_QUEUED + " wait");
        }
        keeper.ifPresent(kept -> kept.added(told));
    }

    private void go() {
        if (telling || waits || closed || arrived.isPresent() || queue.size() == 0) {
            if (!telling && queue.size() == 0) {
                saidLastWords();
            }
            return;
        }
        Duration window = delivery.window();
        if (failedInARow == 0 && !window.isZero()) {
            wait(window, this::tellNow);
        } else {
            tellNow();
        }
    }

    private void wait(Duration length, Runnable then) {
        waits = true;
        vertx.setTimer(Math.max(1, length.toMillis()), timer -> {
            waits = false;
            if (!closed) {
                then.run();
            }
        });
    }

    private void tellNow() {
        if (telling || queue.size() == 0) {
            return;
        }
        List<Told> next = queue.take(delivery.most());
        telling = true;
        long begin = System.nanoTime();
        tellingSinceNanos = begin;
        tell(next).onComplete(ended -> {
            telling = false;
            if (!closed) {
                ended(next, ended, System.nanoTime() - begin);
                go();
            }
        });
    }

    private Future<String> tell(List<Told> next) {
        try {
            return delivery.tell(next);
        } catch (RuntimeException error) {
            LOG.error("a mistake of the program", error);
            return Future.failedFuture(new NotDelivered("an error inside; the log has it", true));
        }
    }

    private void ended(List<Told> told, AsyncResult<String> ended, long nanos) {
        String sentence = ended.succeeded()
                ? ended.result()
                : Sentences.of(String.valueOf(ended.cause().getMessage()));
        figures.attempted(told.get(0).name(), ended.succeeded(), sentence, nanos);
        LOG.debug("hook {}: {}: {}", spec.deed(), told.get(0).words(), sentence);
        if (ended.succeeded()) {
            figures.told(told.size());
            queue.done();
            reports.succeeded(failedInARow);
            failedInARow = 0;
            refusals = 0;
            over(told);
        } else {
            failed(told, sentence, ended.cause() instanceof NotDelivered known && known.forGood());
        }
    }

    private void over(List<Told> told) {
        keeper.ifPresent(kept -> kept.done(told.get(told.size() - 1)));
    }

    private void failed(List<Told> told, String sentence, boolean refused) {
        String what = told.get(0).words();
        refusals = refused ? refusals + 1 : 0;
        if (!spec.deed().lasting() || refusals >= MOST_REFUSALS) {
            // A program is told of each thing once: what it should have done then is wrong later.
            reports.failed(what, sentence, "");
            refusals = 0;
            if (spec.deed().lasting()) {
                queue.drop();
                reports.dropped(told.size(), "they are refused each time");
                over(told);
            } else {
                figures.told(told.size());
                queue.done();
            }
            return;
        }
        queue.again();
        Duration wait = backoff.apply(failedInARow++);
        reports.failed(what, sentence, "; trying again in " + wait.toSeconds() + " s, " + queue.size() + " wait");
        wait(wait, this::tellNow);
        saidLastWords();
    }

    static Duration backoff(int failures) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 20));
        return wait.compareTo(MOST_WAIT) < 0 ? wait : MOST_WAIT;
    }

    HookView view() {
        return figures.view(
                spec,
                queue.size(),
                queue.dropped(),
                telling ? Optional.of(Duration.ofNanos(System.nanoTime() - tellingSinceNanos)) : Optional.empty());
    }

    /** What ran before an address was added. */
    void ranBefore(boolean succeeded, HookEvent event, String sentence, long nanos) {
        figures.attempted(event, succeeded, sentence, nanos);
        figures.told(1);
    }

    /**
     * Tells what can be told now; what only waits for others to be told with it does not wait any more. Completes when nothing
     * is left, or when what is left is on the disk and cannot be told for now.
     */
    Future<Void> lastWords() {
        if (waits && failedInARow > 0) {
            return Future.succeededFuture();
        }
        Promise<Void> said = Promise.promise();
        whenIdle.add(said);
        if (waits) {
            tellNow();
        } else {
            go();
        }
        return said.future();
    }

    private void saidLastWords() {
        whenIdle.forEach(Promise::tryComplete);
        whenIdle.clear();
    }

    /** Tells of nothing any more, and ends what is under way. What is on the disk stays there, for the next daemon. */
    Future<?> close() {
        closed = true;
        delivery.close();
        if (keeper.isEmpty()) {
            int left = queue.dropAll();
            if (left > 0) {
                reports.dropped(left, "this daemon ends, or the hook was taken out of the configuration");
            }
            return Future.succeededFuture();
        }
        return keeper.get().settled();
    }

    /** There is no such hook any more. */
    Future<?> forget() {
        int left = queue.dropAll();
        if (left > 0) {
            reports.dropped(left, "the hook was taken out of the configuration");
        }
        close();
        return keeper.<Future<?>>map(Keeper::forget).orElse(Future.succeededFuture());
    }
}
