package io.aliasdefender.payload;

import java.util.Arrays;
import java.util.List;

/** A histogram that is being filled: plain counters, for one thread. */
public final class Timings {
    private static final long[] BOUNDS =
            Histogram.BOUNDS_NANOS.stream().mapToLong(Long::longValue).toArray();

    private final long[] counts = new long[BOUNDS.length + 1];
    private long sumNanos;

    public void add(long nanos) {
        int bucket = 0;
        // Most are short.
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sumNanos += nanos;
    }

    public Histogram now() {
        List<Long> boxed = Arrays.stream(counts).boxed().toList();
        return new Histogram(boxed, sumNanos);
    }
}
