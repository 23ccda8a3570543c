package io.aliasdefender.payload;

import java.util.List;

/**
 * How often a time was how long.
 *
 * @param counts of {@link #BOUNDS_NANOS}, and a last one of whatever was longer; not cumulative
 * @param sumNanos of all times
 */
public record Histogram(List<Long> counts, long sumNanos) {
    /** The upper bounds, included: 0.1 ms to 5 s. */
    public static final List<Long> BOUNDS_NANOS = List.of(
            100_000L,
            250_000L,
            500_000L,
            1_000_000L,
            2_500_000L,
            5_000_000L,
            10_000_000L,
            25_000_000L,
            50_000_000L,
            100_000_000L,
            250_000_000L,
            500_000_000L,
            1_000_000_000L,
            5_000_000_000L);

    public Histogram {
        counts = List.copyOf(counts);
        if (counts.size() != BOUNDS_NANOS.size() + 1) {
            throw new IllegalArgumentException(counts.size() + " counts");
        }
    }
}
