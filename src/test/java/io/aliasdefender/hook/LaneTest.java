package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One hook, and what it is told. */
@Timeout(120)
class LaneTest extends LaneRig {
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

    @Test
    void whatWaitsForOthersShouldBeToldAtAStop() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        Daemon daemon = new Daemon(POST, Optional.of(Some.LONG), next -> {
                    next.forEach(one -> told.add(one.news().sequence()));
                    return Future.succeededFuture("well");
                })
                .start(Past.NONE);
        daemon.tell(1);
        daemon.tell(2);
        daemon.onLoop(daemon.lane::lastWords);

        assertThat(told).containsExactly(1L, 2L);
    }

    @Test
    void whatComesWhileOthersAreBeingToldShouldBeToldAfterThem() throws Exception {
        Duration window = Duration.ofMillis(5);
        List<Long> told = new CopyOnWriteArrayList<>();
        AtomicReference<Promise<String>> pending = new AtomicReference<>(Promise.promise());
        Daemon daemon = new Daemon(POST, Optional.of(window), next -> {
                    next.forEach(one -> told.add(one.news().sequence()));
                    return told.size() == 1 ? pending.get().future() : Future.succeededFuture("well");
                })
                .start(Past.NONE);
        daemon.tell(1);
        daemon.context.runOnContext(now -> daemon.lane.lastWords());
        daemon.tell(2);
        // The end of the window comes before this timer, and finds that the first is still being told.
        daemon.onLoop(() -> daemon.vertx.timer(window.toMillis() * 2, TimeUnit.MILLISECONDS));
        daemon.context.runOnContext(now -> pending.get().complete("well"));
        daemon.awaitIdle();

        assertThat(told).containsExactly(1L, 2L);
    }

    /** It is on the disk, and the next daemon tells it. */
    @Test
    void stopShouldNotWaitForAReceiverThatIsAway() throws Exception {
        Daemon daemon = new Daemon(POST, next -> refusal("does not answer", false)).start(Past.NONE);
        daemon.tell(1);
        daemon.onLoop(daemon.lane::lastWords);
        daemon.onLoop(daemon.lane::lastWords);

        assertThat(daemon.view().queued()).isEqualTo(1);
    }

    /** One mail about what happens within half a minute, and not one for each. */
    @Test
    void whatHappensWithinTheWindowShouldBeToldTogether() throws Exception {
        List<List<Long>> batches = new CopyOnWriteArrayList<>();
        Daemon daemon = new Daemon(POST, Optional.of(Duration.ofMillis(20)), next -> {
                    batches.add(
                            next.stream().map(told -> told.news().sequence()).toList());
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
}
