package io.aliasdefender.failover;

/** What the {@link Agenda} wakes: an alias or a group. */
abstract class Wakeable {
    /** Whether it is to be woken, and when. */
    boolean wakes;

    long wakeNanos;
    /** Whether the agenda has an entry of it that counts, and for when. */
    boolean listed;

    long listedNanos;

    /** Its deadline has come. */
    abstract void wake(Waker waker);

    /** One method for each kind. */
    interface Waker {
        void alias(Defended defended);

        void group(Groups.Kept group);
    }
}
