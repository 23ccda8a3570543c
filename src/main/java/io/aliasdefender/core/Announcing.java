package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Announcements;
import io.aliasdefender.core.Phase.Holding;
import java.time.Duration;
import java.util.Optional;

/** When a holder tells the network that it has the alias. */
final class Announcing {
    /** RFC 5227, section 1.1: ANNOUNCE_INTERVAL; so often at the most because of hosts that come and go. */
    private static final Duration ANNOUNCE_AGAIN = Duration.ofSeconds(2);

    /** So often at the most because of rounds that may just have been lost. */
    private static final Duration ANNOUNCE_AFTER_A_MISS = Duration.ofSeconds(5);

    private Announcing() {}

    /** Against another holder, Conflict decides when to announce. */
    private static boolean mayAnnounce(Holding holding) {
        return holding.proven()
                && holding.isolatedSince().isEmpty()
                && !holding.conflicts().any();
    }

    /**
     * A holder lets go of what it took and announced a moment ago, and not because it saw anybody else with it. Should
     * there be another holder who could not hear that at the time, it hears it now, and tells clients better at once.
     */
    static void lastWord(Step step, Holding holding) {
        if (mayAnnounce(holding) && holding.announcements().left() > 0) {
            step.announce();
        }
    }

    static void ifDue(Step step, Holding holding) {
        boolean may = mayAnnounce(holding);
        if (may && somebodyCameBack(step, holding)) {
            series(step);
        } else if (may && step.now.compareTo(holding.announcements().nextAt()) >= 0) {
            once(step, Math.max(0, holding.announcements().left() - 1));
        }
    }

    /**
     * Somebody who was silent answers again: in the part of the network that we did not reach, another node may have
     * had the alias, and have told clients so.
     */
    private static boolean somebodyCameBack(Step step, Holding holding) {
        Duration last = holding.announcements().lastAt();
        Duration age = step.now.minus(last);
        return age.compareTo(ANNOUNCE_AGAIN) >= 0
                        && step.evidence.hosts().values().stream()
                                .anyMatch(host -> isAfter(host.answeringSince(), last))
                // One round may just have been lost; but it is also long enough for a node to have taken the alias, or
                // for what we announced to have been missed.
                || age.compareTo(ANNOUNCE_AFTER_A_MISS) >= 0
                        && step.evidence.hosts().values().stream()
                                .anyMatch(host -> host.answers() && isAfter(missedUntil(step, host), last));
    }

    /** At the latest: the round after the one that was missed was answered. */
    private static Optional<Duration> missedUntil(Step step, Hearing host) {
        return host.missedAt().map(at -> at.plus(step.spec.policy().interval()));
    }

    private static boolean isAfter(Optional<Duration> time, Duration last) {
        return time.filter(at -> at.compareTo(last) > 0).isPresent();
    }

    /** Goes on with what a doubt has interrupted, or begins anew. */
    static void resume(Step step) {
        int left = ((Holding) step.phase).announcements().left();
        if (left > 0) {
            once(step, left - 1);
        } else {
            series(step);
        }
    }

    /** Announces now and, several times, again. */
    static void series(Step step) {
        once(step, step.spec.policy().announce().count() - 1);
    }

    private static void once(Step step, int left) {
        step.announce();
        Duration wait = left > 0
                ? step.spec.policy().announce().spacing()
                : step.spec.policy().announce().refresh();
        step.phase = ((Holding) step.phase).with(new Announcements(left, step.now.plus(wait), step.now));
    }
}
