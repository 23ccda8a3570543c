package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.fail;

import io.aliasdefender.bus.Channel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Everything that is said on some channels, in order and with its time, to be waited for. */
final class Recorder {
    private static final long PATIENCE_SECONDS = 20;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /** @param nanos {@link System#nanoTime()} of the arrival */
    record Heard(Object payload, long nanos) {}

    void record(Vertx vertx, Channel<?>... channels) {
        for (Channel<?> channel : channels) {
            channel.listen(vertx, payload -> heard.add(new Heard(payload, System.nanoTime())));
        }
    }

    /** Forgets what was said so far. */
    void forget() {
        heard.clear();
    }

    /** Waits for the next payload of a type that is as wanted; everything before it is dropped. */
    <T> T await(Class<T> type, Predicate<T> wanted) throws InterruptedException {
        return type.cast(awaitTimed(type, wanted).payload());
    }

    <T> Heard awaitTimed(Class<T> type, Predicate<T> wanted) throws InterruptedException {
        List<Object> others = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Heard next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return fail("no such %s within %d s, only %s", type.getSimpleName(), PATIENCE_SECONDS, tail(others));
            }
            if (type.isInstance(next.payload()) && wanted.test(type.cast(next.payload()))) {
                return next;
            }
            others.add(next.payload());
        }
    }

    private static List<Object> tail(List<Object> all) {
        return all.subList(Math.max(all.size() - 20, 0), all.size());
    }
}
