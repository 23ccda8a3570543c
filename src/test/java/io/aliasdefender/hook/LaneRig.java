package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.lab.Await;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Daemons with one hook, and whoever is told by it. */
abstract class LaneRig {
    static final HookSpec POST = new HookSpec(
            Set.of(HookEvent.TOOK_OVER),
            new HookSpec.Post(
                    new Secret("https://alerts.example.net/geheim"),
                    "https://alerts.example.net",
                    Optional.empty(),
                    Optional.empty()),
            Duration.ofSeconds(1),
            false);

    static final HookSpec RUN = Some.run(Path.of("/bin/true"), HookEvent.TOOK_OVER);

    @TempDir
    Path folder;

    final List<Report> reports = new CopyOnWriteArrayList<>();
    final List<Daemon> daemons = new ArrayList<>();

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
    final class Daemon {
        final Vertx vertx = HookEngine.newVertx();
        final Context context = vertx.getOrCreateContext();
        private final Workers workers = new Workers(context);
        final Lane lane;

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

        void awaitIdle() {
            Await.until("all is told", Some.LONG, () -> queued() == 0);
        }

        private int queued() {
            try {
                return view().queued();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
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

    static Past past(long first, long last) {
        List<Past.One> events = LongStream.rangeClosed(first, last)
                .mapToObj(id -> new Past.One(Some.event(id, "took-over"), Set.of(HookEvent.TOOK_OVER), Some.news(id)))
                .toList();
        return new Past(events, last);
    }

    static Future<String> refusal(String sentence, boolean forGood) {
        return Future.failedFuture(new NotDelivered(sentence, forGood));
    }

    List<String> said(String cause) {
        return reports.stream()
                .filter(report -> report.cause().equals(cause))
                .map(Report::sentence)
                .toList();
    }
}
