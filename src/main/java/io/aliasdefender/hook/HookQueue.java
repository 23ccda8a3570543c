package io.aliasdefender.hook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What one hook is yet to be told of, in order. When there is no room, what was told of longest ago is dropped: the newest
 * says how things are. What is being told at the moment stays.
 */
final class HookQueue {
    private final int room;
    private final Deque<Told> waiting = new ArrayDeque<>();
    private int taken;
    private long dropped;

    HookQueue(int room) {
        this.room = room;
    }

    /** Returns how many were dropped for it. */
    int add(Told told) {
        waiting.addLast(told);
        if (waiting.size() <= room || waiting.size() <= taken) {
            return 0;
        }
        Iterator<Told> oldest = waiting.iterator();
        for (int i = 0; i <= taken; i++) {
            oldest.next();
        }
        oldest.remove();
        dropped++;
        return 1;
    }

    /** The first ones, which are being told from now on; empty when there are none. */
    List<Told> take(int most) {
        List<Told> first = new ArrayList<>();
        for (Told told : waiting) {
            if (first.size() == most) {
                break;
            }
            first.add(told);
        }
        taken = first.size();
        return first;
    }

    /** Those that were taken are not waiting any more. */
    void done() {
        for (; taken > 0; taken--) {
            waiting.removeFirst();
        }
    }

    /** Those that were taken are to be told again. */
    void again() {
        taken = 0;
    }

    /** Nobody will be told of those that were taken. */
    void drop() {
        dropped += taken;
        done();
    }

    /** Nobody will be told of any; returns how many there were. */
    int dropAll() {
        int count = waiting.size();
        dropped += count;
        waiting.clear();
        taken = 0;
        return count;
    }

    int size() {
        return waiting.size();
    }

    long dropped() {
        return dropped;
    }

    List<Told> all() {
        return List.copyOf(waiting);
    }
}
