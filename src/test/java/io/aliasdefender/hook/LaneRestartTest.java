package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.hook.Delivery.NotDelivered;
import io.aliasdefender.lab.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One hook, and daemons that end and begin. */
@Timeout(120)
class LaneRestartTest extends LaneRig {
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

    private void awaitOnDisk(int count) {
        Await.until(
                count + " events on the disk", Some.LONG, () -> kept().pending().size() >= count);
    }

    private HookStore.Kept kept() {
        try {
            return new HookStore(folder.resolve("hooks"), "id").load();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
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
                    Await.pause(Duration.ofMillis(random.nextInt(10)));
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
    private void awaitSeen() {
        Await.until("what the first daemon has seen", Some.LONG, () -> kept().sequence() != 0);
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
