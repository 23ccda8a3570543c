package io.aliasdefender.web;

import io.aliasdefender.payload.Histogram;
import java.util.Arrays;
import java.util.List;

/** A histogram that is being filled: plain counters, for one thread. */
final class Timings {
    private static final long[] BOUNDS =
            Histogram.BOUNDS_NANOS.stream().mapToLong(Long::longValue).toArray();

    private final long[] counts = new long[BOUNDS.length + 1];
    private long sumNanos;

    void add(long nanos) {
        int bucket = 0;
        // Most are short.
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sumNanos += nanos;
    }

    Histogram now() {
        List<Long> boxed = Arrays.stream(counts).boxed().toList();
        return new Histogram(boxed, sumNanos);
    }
}
