package io.aliasdefender.bus;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What has no effect but to warm the JVM, for the first takeover of a long life. */
public final class Rehearsals {
    /** A takeover that is due at the start is through by then; until then there is no processor to spare. */
    private static final Duration AFTER = Duration.ofMillis(500);

    private Rehearsals() {}

    /** Plays it once, after the start and out of the way of everything else that blocks. */
    public static void later(Vertx vertx, Callable<?> rehearsal) {
        vertx.setTimer(AFTER.toMillis(), timer -> vertx.executeBlocking(rehearsal, false));
    }
}
