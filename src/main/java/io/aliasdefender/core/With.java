package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Conflict;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Suitor;
import java.time.Duration;
import java.util.Optional;

/** A {@link Holding} with one thing changed. */
final class With {
    private With() {}

    static Holding check(Holding h, long burst, Duration nextCheckAt) {
        return new Holding(
                h.since(),
                h.proven(),
                burst,
                nextCheckAt,
                h.announcementsLeft(),
                h.nextAnnounceAt(),
                h.announcedAt(),
                h.isolatedSince(),
                h.conflict(),
                h.suitor());
    }

    static Holding announced(Holding h, int left, Duration nextAt, Duration now) {
        return new Holding(
                h.since(),
                h.proven(),
                h.check(),
                h.nextCheckAt(),
                left,
                nextAt,
                now,
                h.isolatedSince(),
                h.conflict(),
                h.suitor());
    }

    /** Nobody else has it, and we hear the network. */
    static Holding proven(Holding h) {
        return new Holding(
                h.since(),
                true,
                h.check(),
                h.nextCheckAt(),
                h.announcementsLeft(),
                h.nextAnnounceAt(),
                h.announcedAt(),
                Optional.empty(),
                Optional.empty(),
                h.suitor());
    }

    /** Somebody else may have it by now: nothing is announced until a check says otherwise. */
    static Holding doubted(Holding h) {
        return new Holding(
                h.since(),
                false,
                h.check(),
                h.nextCheckAt(),
                0,
                h.nextAnnounceAt(),
                h.announcedAt(),
                h.isolatedSince(),
                h.conflict(),
                Optional.empty());
    }

    static Holding isolated(Holding h, Duration since) {
        return new Holding(
                h.since(),
                false,
                h.check(),
                h.nextCheckAt(),
                0,
                h.nextAnnounceAt(),
                h.announcedAt(),
                Optional.of(since),
                h.conflict(),
                Optional.empty());
    }

    static Holding conflict(Holding h, Conflict conflict) {
        return new Holding(
                h.since(),
                h.proven(),
                h.check(),
                h.nextCheckAt(),
                h.announcementsLeft(),
                h.nextAnnounceAt(),
                h.announcedAt(),
                h.isolatedSince(),
                Optional.of(conflict),
                h.suitor());
    }

    static Holding suitor(Holding h, Optional<Suitor> suitor) {
        return new Holding(
                h.since(),
                h.proven(),
                h.check(),
                h.nextCheckAt(),
                h.announcementsLeft(),
                h.nextAnnounceAt(),
                h.announcedAt(),
                h.isolatedSince(),
                h.conflict(),
                suitor);
    }
}
