package io.aliasdefender.link.protocol;

import java.util.OptionalDouble;

/** Which of the last 64 messages of one boot were heard, by their counters. */
final class LossWindow {
    private static final int SIZE = Long.SIZE;

    private long first;
    private long newest;
    /** Bit n: the one with the counter {@code newest - n}. */
    private long heard;

    /** Begins with a boot's first message that was heard. */
    LossWindow(long counter) {
        first = counter;
        newest = counter;
        heard = 1;
    }

    /** @param counter above all before */
    void heard(long counter) {
        long ahead = counter - newest;
        heard = ahead >= SIZE ? 1 : heard << ahead | 1;
        newest = counter;
        // What was long before the window does not make it longer.
        first = Math.max(first, newest - SIZE + 1);
    }

    long newest() {
        return newest;
    }

    /** The share that was missed, 0 to 1; empty while too few were sent to tell. */
    OptionalDouble loss() {
        long sent = newest - first + 1;
        return sent < 2 ? OptionalDouble.empty() : OptionalDouble.of(1 - Long.bitCount(heard) / (double) sent);
    }
}
