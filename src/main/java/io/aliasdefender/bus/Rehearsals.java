package io.aliasdefender.bus;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * What has no effect but to warm the JVM, for the first takeover of a long life. It must never be what makes a decision
 * late: at a start, when everything is cold, two daemons on a busy machine can need every processor for a takeover.
 */
public final class Rehearsals {
    /** A takeover that is due at the start is through by then. */
    private static final Duration AFTER = Duration.ofSeconds(1);
    /** The JVM's compiler notices what runs so often. */
    private static final int TIMES = 200;
    /** Longer than this no rehearsal keeps a processor, and then it rests. */
    private static final Duration SLICE = Duration.ofMillis(2);

    private static final Duration REST = Duration.ofMillis(10);
    /** Where a scene takes long, as on a host with a thousand interfaces, it is played less often. */
    private static final Duration MOST = Duration.ofMillis(400);

    private Rehearsals() {}

    /** Plays it once, after the start and out of the way of everything else that blocks. */
    public static void later(Vertx vertx, Callable<?> rehearsal) {
        vertx.setTimer(AFTER.toMillis(), timer -> vertx.executeBlocking(rehearsal, false));
    }

    /**
     * For a rehearsal: goes through a scene again and again, in small slices.
     *
     * @return the outcome of the last time
     */
    public static <T> T often(Callable<T> scene) throws Exception {
        T outcome = scene.call();
        long begun = System.nanoTime();
        long played = 0;
        for (int time = 1; time < TIMES && played < MOST.toNanos(); time++) {
            outcome = scene.call();
            long slice = System.nanoTime() - begun;
            if (slice > SLICE.toNanos()) {
                played += slice;
                Thread.sleep(REST.toMillis());
                begun = System.nanoTime();
            }
        }
        return outcome;
    }
}
