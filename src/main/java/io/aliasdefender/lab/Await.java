package io.aliasdefender.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that has no event of its own, with a bound. */
public final class Await {
    private static final long POLL_NANOS = 2_000_000;

    private Await() {}

    /** Looks until the condition holds; throws {@link LabException} saying what was awaited when it never does. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(limit, condition, () -> what);
    }

    /** The same; the words are made only when they are needed, from what is known at the end. */
    public static void until(Duration limit, BooleanSupplier condition, Supplier<String> what) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new LabException("not within " + limit.toMillis() + " ms: " + what.get());
            }
            pause(Duration.ofNanos(POLL_NANOS));
        }
    }

    /** Lets a length of time pass that is itself the point: the length of a fault, or of an observation. */
    public static void pause(Duration length) {
        long deadline = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted");
            }
            LockSupport.parkNanos(left);
        }
    }
}
