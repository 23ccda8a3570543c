package io.aliasdefender.link;

import java.time.Duration;

/**
 * How many offers to one node are under way at the same time. Between the moment at which the node has an alias and its reply,
 * both hosts have it; a node that was offered thousands at once would take the last one before it says that it has the first
 * one, and its announcements are paced besides. So there are as many as it answers within a short time, which it shows by
 * its replies.
 */
final class Window {
    private static final int LEAST = 32;
    /** A group of the usual size goes in one go. */
    private static final int FIRST = 150;

    private static final int MOST = 300;
    private static final long GOAL_NANOS = Duration.ofMillis(200).toNanos();

    private int size = FIRST;

    int size() {
        return size;
    }

    /** The first reply to an offer has come, so long after it was first said. */
    void answered(long nanos) {
        size = nanos < GOAL_NANOS ? Math.min(MOST, size + 2) : Math.max(LEAST, size - 1);
    }
}
