package io.aliasdefender.hook;

import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Timings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private final Timings took = new Timings();
    private final List<Promise<Void>> whenIdle = new ArrayList<>();
    /** What came before what is on the disk was read. */
    private Optional<List<Arrived>> arrived = Optional.of(new ArrayList<>());

    private HookSpec spec;
    private long lastNumber;
    /** What has no later number was found in the history already. */
    private long lookedAt;

    private long done;
    private long failures;
    private int failedInARow;
    private int refusals;
    private Optional<HookView.Last> last = Optional.empty();
    private boolean telling;
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
                        .filter(event -> event.event().id() > kept.sequence())
                        .forEach(event ->
                                HookEvent.of(event.event(), spec.on()).ifPresent(name -> add(name, event.news())));
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
                whenIdle.forEach(Promise::tryComplete);
                whenIdle.clear();
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
        List<Told> next = queue.take(delivery.most());
        if (telling || next.isEmpty()) {
            return;
        }
        telling = true;
        long begin = System.nanoTime();
        delivery.tell(next).onComplete(ended -> {
            telling = false;
            if (!closed) {
                took.add(System.nanoTime() - begin);
                ended(next, ended);
                go();
            }
        });
    }

    private void ended(List<Told> told, AsyncResult<String> ended) {
        String sentence = ended.succeeded()
                ? ended.result()
                : Sentences.of(String.valueOf(ended.cause().getMessage()));
        last = Optional.of(new HookView.Last(
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                ended.succeeded(),
                told.get(0).name().toString(),
                sentence));
        LOG.debug("hook {}: {}: {}", spec.deed(), told.get(0).words(), sentence);
        if (ended.succeeded()) {
            done += told.size();
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
        failures++;
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
                done += told.size();
                queue.done();
            }
            return;
        }
        queue.again();
        Duration wait = backoff.apply(failedInARow++);
        reports.failed(what, sentence, "; trying again in " + wait.toSeconds() + " s, " + queue.size() + " wait");
        wait(wait, this::tellNow);
    }

    static Duration backoff(int failures) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 20));
        return wait.compareTo(MOST_WAIT) < 0 ? wait : MOST_WAIT;
    }

    HookView view() {
        String deed = spec.deed().toString();
        return new HookView(
                deed,
                deed.substring(0, deed.indexOf(' ')),
                spec.events().stream().map(HookEvent::toString).toList(),
                queue.size(),
                done,
                failures,
                queue.dropped(),
                telling,
                last,
                took.now());
    }

    /** What ran before an address was added. */
    void ranBefore(boolean succeeded, HookEvent event, String sentence, long nanos) {
        took.add(nanos);
        done++;
        failures += succeeded ? 0 : 1;
        last = Optional.of(
                new HookView.Last(Instant.now().truncatedTo(ChronoUnit.MILLIS), succeeded, event.toString(), sentence));
    }

    /** Completes when nothing waits and nothing is under way. */
    Future<Void> idle() {
        Promise<Void> idle = Promise.promise();
        whenIdle.add(idle);
        go();
        return idle.future();
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
