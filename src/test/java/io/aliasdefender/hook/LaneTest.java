package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LaneTest {
    private static final HookSpec POST = new HookSpec(
            Set.of(HookEvent.TOOK_OVER),
            new HookSpec.Post(
                    new Secret("https://alerts.example.net/geheim"),
                    "https://alerts.example.net",
                    Optional.empty(),
                    Optional.empty()),
            Duration.ofSeconds(1),
            false);

    private static final HookSpec RUN = Some.run(Path.of("/bin/true"), HookEvent.TOOK_OVER);

    @TempDir
    private Path folder;

    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final List<Daemon> daemons = new ArrayList<>();

    /** Somebody who is told, as the test wants it. */
    private static final class Receiver implements Delivery {
        private final Optional<Duration> window;
        private final Function<List<Told>, Future<String>> answer;

        Receiver(Optional<Duration> window, Function<List<Told>, Future<String>> answer) {
            this.window = window;
            this.answer = answer;
        }

        @Override
        public int most() {
            return window.isPresent() ? 3 : 1;
        }

        @Override
        public Duration window() {
            return window.orElse(Duration.ZERO);
        }

        @Override
        public Future<String> tell(List<Told> told) {
            return answer.apply(told);
        }

        @Override
        public void close() {}
    }

    /** A daemon that has one hook. */
    private final class Daemon {
        private final Vertx vertx = HookEngine.newVertx();
        private final Context context = vertx.getOrCreateContext();
        private final Workers workers = new Workers(context);
        private final Lane lane;

        Daemon(HookSpec spec, Function<List<Told>, Future<String>> receiver) {
            this(spec, Optional.empty(), receiver);
        }

        /** @param window so long a receiver waits, which then takes three at once */
        Daemon(HookSpec spec, Optional<Duration> window, Function<List<Told>, Future<String>> receiver) {
            Optional<HookStore> store = spec.deed().lasting()
                    ? Optional.of(new HookStore(folder.resolve("hooks"), "id"))
                    : Optional.empty();
            lane = new Lane(
                    vertx,
                    workers,
                    spec,
                    new Receiver(window, receiver),
                    store,
                    failures -> Duration.ofMillis(1),
                    reports::add);
            daemons.add(this);
        }

        Daemon start(Past past) throws Exception {
            onLoop(() -> lane.start(past));
            return this;
        }

        <T> T onLoop(Supplier<Future<T>> work) throws Exception {
            Promise<T> promise = Promise.promise();
            context.runOnContext(now -> work.get().onComplete(promise));
            return Some.await(promise.future());
        }

        void tell(long sequence) {
            context.runOnContext(now -> lane.tell(HookEvent.TOOK_OVER, Some.news(sequence)));
        }

        void awaitIdle() throws Exception {
            onLoop(lane::idle);
        }

        HookView view() throws Exception {
            return onLoop(() -> Future.succeededFuture(lane.view()));
        }

        /** Whatever is under way just ends. */
        void kill() throws Exception {
            workers.close();
            // What a thread is in the middle of would have ended with its process.
            assertThat(workers.awaitEnd(Some.LONG)).isTrue();
            Some.await(vertx.close());
        }
    }

    @AfterEach
    void end() throws Exception {
        for (Daemon daemon : daemons) {
            daemon.kill();
        }
    }

    private static Past past(long first, long last) {
        List<Past.One> events = LongStream.rangeClosed(first, last)
                .mapToObj(id -> new Past.One(Some.event(id, "took-over"), Some.news(id)))
                .toList();
        return new Past(events, last);
    }

    private static Future<String> refusal(String sentence, boolean forGood) {
        return Future.failedFuture(new NotDelivered(sentence, forGood));
    }

    private List<String> said(String cause) {
        return reports.stream()
                .filter(report -> report.cause().equals(cause))
                .map(Report::sentence)
                .toList();
    }

    @Test
    void hookShouldBeToldOfOneThingAfterTheOther() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        AtomicReference<Promise<String>> pending = new AtomicReference<>();
        Daemon daemon = new Daemon(RUN, next -> {
                    told.add(next.get(0).news().sequence());
                    pending.set(Promise.promise());
                    return told.size() == 1 ? pending.get().future() : Future.succeededFuture("well");
                })
                .start(Past.NONE);
        daemon.tell(1);
        daemon.tell(2);
        daemon.tell(3);
        assertThat(daemon.view().queued()).isEqualTo(3);
        assertThat(daemon.view().running()).isTrue();
        assertThat(told).containsExactly(1L);

        daemon.context.runOnContext(now -> pending.get().complete("well"));
        daemon.awaitIdle();
        assertThat(told).containsExactly(1L, 2L, 3L);
        assertThat(daemon.view().done()).isEqualTo(3);
        assertThat(daemon.view().last().orElseThrow().succeeded()).isTrue();
    }

    /** One mail about what happens within half a minute, and not one for each. */
    @Test
    void whatHappensWithinTheWindowShouldBeToldTogether() throws Exception {
        List<List<Long>> batches = new CopyOnWriteArrayList<>();
        Daemon daemon = new Daemon(POST, Optional.of(Duration.ofMillis(20)), next -> {
                    batches.add(next.stream().map(told -> told.news().sequence()).toList());
                    return Future.succeededFuture("well");
                })
                .start(Past.NONE);
        daemon.onLoop(() -> {
            for (int i = 1; i <= 5; i++) {
                daemon.lane.tell(HookEvent.TOOK_OVER, Some.news(i));
            }
            return Future.succeededFuture();
        });
        daemon.awaitIdle();

        assertThat(batches).containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L));
    }

    @Test
    void programThatFailsShouldNotBeRunAgainAndBeToldOnce() throws Exception {
        Daemon daemon = new Daemon(RUN, next -> refusal("failed with status 1", true)).start(Past.NONE);
        for (int i = 1; i <= 100; i++) {
            daemon.tell(i);
        }
        daemon.awaitIdle();

        assertThat(daemon.view().failures()).isEqualTo(100);
        assertThat(daemon.view().dropped()).isZero();
        assertThat(said("hook-failed")).hasSize(1);
        assertThat(said("hook-failed").get(0)).contains("run /bin/true", "took-over of 192.0.2.100", "status 1");
    }

    @Test
    void receiverThatFailsForAWhileShouldBeToldAllInOrderAfterwards() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        AtomicReference<Integer> attempts = new AtomicReference<>(0);
        Daemon daemon = new Daemon(POST, next -> {
                    attempts.updateAndGet(count -> count + 1);
                    if (attempts.get() <= 20) {
                        return refusal("answers with HTTP status 500", false);
                    }
                    told.add(next.get(0).news().sequence());
                    return Future.succeededFuture("answered with HTTP status 200");
                })
                .start(Past.NONE);
        for (int i = 1; i <= 10; i++) {
            daemon.tell(i);
        }
        daemon.awaitIdle();

        assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(said("hook-failed")).hasSize(1);
        assertThat(said("hook-recovered")).hasSize(1).first().asString().contains("after 20 failures");
        assertThat(reports.toString()).doesNotContain("geheim");
    }

    @Test
    void whatIsRefusedForGoodShouldBeDroppedAndCountedAndNotKeepTheOthers() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        Daemon daemon = new Daemon(POST, next -> {
                    if (next.get(0).news().sequence() == 1) {
                        return refusal("answers with HTTP status 400", true);
                    }
                    told.add(next.get(0).news().sequence());
                    return Future.succeededFuture("well");
                })
                .start(Past.NONE);
        daemon.tell(1);
        daemon.tell(2);
        daemon.awaitIdle();

        assertThat(told).containsExactly(2L);
        assertThat(daemon.view().dropped()).isEqualTo(1);
        assertThat(said("hook-dropped")).hasSize(1);
    }

    @Test
    void receiverThatIsAwayForLongShouldLoseOnlyWhatIsCounted() throws Exception {
        int more = 100;
        Daemon daemon = new Daemon(POST, next -> refusal("does not answer", false)).start(Past.NONE);
        for (int i = 1; i <= Lane.MOST_QUEUED + more; i++) {
            daemon.tell(i);
        }
        HookView view = daemon.view();

        assertThat(view.queued()).isEqualTo(Lane.MOST_QUEUED);
        assertThat(view.dropped()).isEqualTo(more);
        assertThat(said("hook-dropped")).isNotEmpty();
    }

    @Test
    void whatWaitedWhenTheDaemonWasKilledShouldBeToldByTheNext() throws Exception {
        Daemon first = new Daemon(POST, next -> refusal("answers with HTTP status 500", false)).start(Past.NONE);
        first.tell(1);
        first.tell(2);
        awaitOnDisk(2);
        first.kill();

        List<Long> told = new CopyOnWriteArrayList<>();
        Daemon next = new Daemon(POST, batch -> {
                    told.add(batch.get(0).news().sequence());
                    return Future.succeededFuture("well");
                })
                .start(past(1, 2));
        next.tell(3);
        next.awaitIdle();
        assertThat(told).containsExactly(1L, 2L, 3L);
        assertThat(said("hook-recovered").toString()).contains("is told of 2 events of an earlier daemon");
    }

    private void awaitOnDisk(int count) throws Exception {
        HookStore store = new HookStore(folder.resolve("hooks"), "id");
        while (store.load().pending().size() < count) {
            Thread.sleep(2);
        }
    }

    /** The history is written by another thread: it may have what the queue on the disk does not. */
    @Test
    void whatTheHistoryHasAndTheQueueHasNotShouldBeToldByTheNextDaemon() throws Exception {
        Daemon first = new Daemon(POST, next -> Future.succeededFuture("well")).start(new Past(List.of(), 10));
        first.tell(11);
        first.awaitIdle();
        first.onLoop(() -> first.lane.close().mapEmpty());
        first.kill();

        List<Long> told = new CopyOnWriteArrayList<>();
        Daemon next = new Daemon(POST, batch -> {
                    told.add(batch.get(0).news().sequence());
                    return Future.succeededFuture("well");
                })
                .start(past(5, 13));
        next.awaitIdle();
        assertThat(told).containsExactly(12L, 13L);
    }

    @Test
    void hookThatIsNewShouldNotBeToldOfThePast() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        Daemon daemon = new Daemon(POST, batch -> {
                    told.add(batch.get(0).news().sequence());
                    return Future.succeededFuture("well");
                })
                .start(past(5, 13));
        daemon.tell(14);
        daemon.awaitIdle();

        assertThat(told).containsExactly(14L);
    }

    @Test
    void diskThatCannotBeWrittenShouldHoldUpNothingAndBeToldOnce() throws Exception {
        Files.writeString(folder.resolve("hooks"), "no folder");
        List<Long> told = new CopyOnWriteArrayList<>();
        Daemon daemon = new Daemon(POST, batch -> {
                    told.add(batch.get(0).news().sequence());
                    return Future.succeededFuture("well");
                })
                .start(Past.NONE);
        daemon.tell(1);
        daemon.tell(2);
        daemon.awaitIdle();
        assertThat(told).containsExactly(1L, 2L);

        Files.delete(folder.resolve("hooks"));
        daemon.tell(3);
        daemon.awaitIdle();
        daemon.onLoop(() -> daemon.lane.close().mapEmpty());
        assertThat(said("hook-failed")).hasSize(1).first().asString().contains("cannot be kept on the disk");
        assertThat(said("hook-recovered")).hasSize(1);
        HookStore.Kept kept = new HookStore(folder.resolve("hooks"), "id").load();
        assertThat(kept.pending()).isEmpty();
        // Nobody knows which numbers were given before the disk failed.
        assertThat(kept.last()).isGreaterThan(3);
    }

    /**
     * A thousand moves; a receiver that hangs, fails and takes what it says it did not take, at random; and daemons that are
     * killed at any moment, with a history that has everything. What comes in comes in order; what comes twice is known by
     * its number.
     */
    @Test
    void receiverThatHangsAtRandomAndDaemonsThatAreKilledShouldLoseNothingAndMixUpNothing() throws Exception {
        int moves = 1_000;
        int killedAfter = 50;
        Random random = new Random(15);
        List<Long> received = new CopyOnWriteArrayList<>();
        List<Long> history = new ArrayList<>();
        Daemon daemon = new Daemon(POST, batch -> receive(random, received, batch)).start(new Past(List.of(), 1));
        Daemon finalOne = daemon;
        awaitSeen();
        for (long move = 2; move <= moves + 1; move++) {
            history.add(move);
            daemon.tell(move);
            if (move % killedAfter == 0) {
                if (random.nextBoolean()) {
                    Thread.sleep(random.nextInt(10));
                }
                daemon.kill();
                daemon = new Daemon(POST, batch -> receive(random, received, batch)).start(past(2, move));
            }
            finalOne = daemon;
        }
        finalOne.awaitIdle();

        assertThat(received.stream().distinct().toList()).isEqualTo(history);
        assertThat(said("hook-dropped")).isEmpty();
        // Nothing that is told again is told after something later was begun.
        assertThat(inOrder(received)).isTrue();
    }

    /** The first daemon has put down that it looked at what was before. */
    private void awaitSeen() throws Exception {
        HookStore store = new HookStore(folder.resolve("hooks"), "id");
        while (store.load().sequence() == 0) {
            Thread.sleep(2);
        }
    }

    private Future<String> receive(Random random, List<Long> received, List<Told> batch) {
        int what;
        synchronized (random) {
            what = random.nextInt(10);
        }
        if (what == 0) {
            // Hangs until its limit.
            Promise<String> late = Promise.promise();
            daemons.get(daemons.size() - 1).vertx.setTimer(5, timer -> late.fail(new NotDelivered("hangs", false)));
            return late.future();
        }
        if (what == 1) {
            return refusal("answers with HTTP status 500", false);
        }
        received.add(batch.get(0).news().sequence());
        return what == 2 ? refusal("closes the connection", false) : Future.succeededFuture("well");
    }

    /** A daemon that was killed may have told more than it could put down: the next one begins some steps before. */
    private static boolean inOrder(List<Long> received) {
        long highest = 0;
        for (long sequence : received) {
            if (sequence > highest + 1 && highest > 0) {
                return false;
            }
            highest = Math.max(highest, sequence);
        }
        return true;
    }
}
