package io.aliasdefender.lab;

import java.time.Duration;

/**
 * The echo requests of one client and their answers, in arrays that are made once: the newest {@code capacity} requests
 * are kept. One thread writes; any thread may read.
 */
public final class EchoRecord {
    private static final long NEVER = Long.MIN_VALUE;
    /** A request without an answer that is younger than this may still get one. */
    private static final long UNDER_WAY_NANOS = 100_000_000;

    private final int mask;
    private final long intervalNanos;
    /** By sequence number: when sent, and when first answered ({@link #NEVER}: not). */
    private final long[] sentAt;

    private final long[] answeredAt;
    /** When answers came, in the order of coming. */
    private final long[] arrivals;

    private volatile long sent;
    private volatile long arrived;

    /** @param capacity requests to remember, rounded up to a power of two */
    EchoRecord(int capacity, Duration interval) {
        int size = Integer.highestOneBit(Math.max(2, capacity - 1)) << 1;
        mask = size - 1;
        intervalNanos = interval.toNanos();
        sentAt = new long[size];
        answeredAt = new long[size];
        arrivals = new long[size];
    }

    /** The sequence number of the request that is sent next, counting from 0. */
    long next() {
        return sent;
    }

    /** To be told just before a request leaves. Only the writer may call it. */
    @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"})
    void sent(long atNanos) {
        int index = (int) sent & mask;
        sentAt[index] = atNanos;
        answeredAt[index] = NEVER;
        sent = sent + 1;
    }

    /** To be told of the answer to a request. Only the writer may call it. */
    @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"})
    void answered(long sequence, long atNanos) {
        boolean known = sequence >= 0 && sequence < sent && sequence >= sent - mask;
        if (!known || answeredAt[(int) sequence & mask] != NEVER) {
            return;
        }
        answeredAt[(int) sequence & mask] = atNanos;
        arrivals[(int) arrived & mask] = atNanos;
        arrived = arrived + 1;
    }

    /** How many requests were sent so far. */
    public long sentCount() {
        return sent;
    }

    /** How many different requests were answered so far. */
    public long answeredCount() {
        return arrived;
    }

    /** When the latest answer came; {@link Long#MIN_VALUE}: none yet. */
    public long latestNanos() {
        long count = arrived;
        return count == 0 ? NEVER : arrivals[(int) (count - 1) & mask];
    }

    /** When the first answer came from a moment on; {@link Long#MIN_VALUE}: none yet. */
    public long firstNanos(long fromNanos) {
        long end = arrived;
        for (long index = Math.max(0, end - mask); index < end; index++) {
            long at = arrivals[(int) index & mask];
            if (at - fromNanos >= 0) {
                return at;
            }
        }
        return NEVER;
    }

    /**
     * The longest time without an answer. It is taken between the arrivals of successive answers; a silence that
     * began before {@code fromNanos} counts from its last answer, one that lasts still counts up to {@code toNanos}.
     */
    public Duration longestSilence(long fromNanos, long toNanos) {
        return Duration.ofNanos(fold(fromNanos, toNanos)[0]);
    }

    /**
     * The time without answers, all in all: every time between two answers that is longer than three sending
     * intervals, less the interval that is always there.
     */
    public Duration totalSilence(long fromNanos, long toNanos) {
        return Duration.ofNanos(fold(fromNanos, toNanos)[1]);
    }

    /** Requests sent between two moments. */
    public int sent(long fromNanos, long toNanos) {
        int count = 0;
        long end = sent;
        for (long sequence = Math.max(0, end - mask); sequence < end; sequence++) {
            long at = sentAt[(int) sequence & mask];
            count += at >= fromNanos && at <= toNanos ? 1 : 0;
        }
        return count;
    }

    /** Requests sent between two moments that have no answer. */
    public int lost(long fromNanos, long toNanos) {
        int lost = 0;
        long end = sent;
        for (long sequence = Math.max(0, end - mask); sequence < end; sequence++) {
            long at = sentAt[(int) sequence & mask];
            if (at >= fromNanos && at <= toNanos && answeredAt[(int) sequence & mask] == NEVER) {
                lost++;
            }
        }
        return lost;
    }

    /**
     * The longest time in which no request was answered, from the sending of the first to the sending of the next one
     * that was: zero when none was lost. Unlike a silence it does not grow when the client itself is not run. A request
     * without an answer counts as lost only when it is old enough.
     */
    public Duration longestOutage(long fromNanos, long toNanos) {
        long longest = 0;
        long firstLost = NEVER;
        long end = sent;
        for (long sequence = Math.max(0, end - mask); sequence < end; sequence++) {
            long at = sentAt[(int) sequence & mask];
            boolean lost = answeredAt[(int) sequence & mask] == NEVER;
            if (at < fromNanos || at > (lost ? toNanos - UNDER_WAY_NANOS : toNanos)) {
                continue;
            }
            if (lost) {
                firstLost = firstLost == NEVER ? at : firstLost;
                longest = Math.max(longest, at - firstLost + intervalNanos);
            } else if (firstLost != NEVER) {
                longest = Math.max(longest, at - firstLost);
                firstLost = NEVER;
            }
        }
        return Duration.ofNanos(longest);
    }

    /**
     * The longest time between two requests: a client that was itself not run for a while must not blame the network.
     */
    public Duration longestPause(long fromNanos, long toNanos) {
        long longest = 0;
        long end = sent;
        for (long sequence = Math.max(1, end - mask); sequence < end; sequence++) {
            long at = sentAt[(int) sequence & mask];
            if (at >= fromNanos && at <= toNanos) {
                longest = Math.max(longest, at - sentAt[(int) (sequence - 1) & mask]);
            }
        }
        return Duration.ofNanos(longest);
    }

    private long[] fold(long fromNanos, long toNanos) {
        long longest = 0;
        long total = 0;
        long previous = fromNanos;
        long end = arrived;
        for (long index = Math.max(0, end - mask); index <= end; index++) {
            long at = index == end ? toNanos : Math.min(arrivals[(int) index & mask], toNanos);
            if (at < fromNanos) {
                previous = at;
                continue;
            }
            long gap = at - previous;
            longest = Math.max(longest, gap);
            total += gap > 3 * intervalNanos ? gap - intervalNanos : 0;
            previous = at;
        }
        return new long[] {longest, total};
    }
}
