package io.aliasdefender.core;

import io.aliasdefender.core.Action.Urgency;
import io.aliasdefender.core.Phase.Announcements;
import io.aliasdefender.core.Phase.Holding;
import java.time.Duration;
import java.util.Optional;

/** When a holder tells the network that it has the alias: never while it doubts that it alone has it. */
final class Announcing {
    /** RFC 5227, section 1.1: ANNOUNCE_INTERVAL; so often at the most because of hosts that come and go. */
    private static final Duration ANNOUNCE_AGAIN = Duration.ofSeconds(2);

    /** And so many times each time: on a bad network some host of many always comes and goes. */
    private static final int MOST_AGAIN = 3;

    /** So often at the most because of rounds that may just have been lost. */
    private static final Duration ANNOUNCE_AFTER_A_MISS = Duration.ofSeconds(5);

    private Announcing() {}

    /** Against another holder, {@link Conflict} decides when to announce. */
    private static boolean mayAnnounce(Step step, Holding holding) {
        return step.doubt().none() && !holding.conflicts().any();
    }

    /**
     * A holder lets go of what it took and announced a moment ago, and not because it saw anybody else with it. Should
     * there be another holder that could not hear that at the time, it hears it now, and tells clients better at once.
     * A host that did not hear everybody until a moment ago says nothing: another one may have the alias by right. Nor
     * does one that others come after: a holder that comes after it would let go, too.
     */
    static void lastWord(Step step, Holding holding) {
        Duration lately = step.now.minus(Timing.patience(step.spec));
        boolean missed = step.evidence.hosts().values().stream().anyMatch(host -> isAfter(host.missedAt(), lately));
        boolean last = step.spec.rank() == step.spec.ranking().size();
        if (last
                && !missed
                && mayAnnounce(step, holding)
                && holding.announcements().left() > 0) {
            step.announce(Urgency.REPEAT);
        }
    }

    /** Announces where it is time. */
    static void ifDue(Step step, Holding holding) {
        boolean may = mayAnnounce(step, holding);
        int left = holding.announcements().left();
        if (may && isTooLate(step, holding)) {
            step.note(
                    Cause.STALLED,
                    Level.WARNING,
                    step.spec.role() + ": this process is "
                            + Wording.of(step.now.minus(holding.announcements().nextAt()))
                            + " late; asking whether anybody else took " + step.spec.address()
                            + " meanwhile before it is announced");
            Transitions.doubts(step, Doubt.unproven(step.now));
            Adoption.check(step, holding, true);
        } else if (may
                && isAfter(
                        step.evidence.group().flatMap(GroupView::wonAt),
                        holding.announcements().lastAt())) {
            series(step, holding, Urgency.CLAIM);
        } else if (may && somebodyCameBack(step, holding)) {
            int count = Math.min(step.spec.policy().announce().count(), MOST_AGAIN);
            once(step, holding, count - 1, Urgency.REPEAT);
        } else if (may && step.now.compareTo(holding.announcements().nextAt()) >= 0) {
            Urgency urgency = left > 0 ? Urgency.REPEAT : Urgency.REFRESH;
            once(step, defended(step, holding), Math.max(0, left - 1), urgency);
        }
    }

    /**
     * Whether this process, without anybody having noticed that it was paused, is so late that another host may have
     * taken the alias since.
     */
    private static boolean isTooLate(Step step, Holding holding) {
        Duration late = step.now.minus(holding.announcements().nextAt());
        return late.compareTo(Timing.leastTakeover(step.spec)) > 0
                && !holding.check().underWay();
    }

    /**
     * Somebody that was silent answers again: in the part of the network that we did not reach, another node may have
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
    private static Optional<Duration> missedUntil(Step step, HostEvidence host) {
        return host.missedAt().map(at -> at.plus(step.spec.policy().interval()));
    }

    private static boolean isAfter(Optional<Duration> time, Duration last) {
        return time.filter(at -> at.compareTo(last) > 0).isPresent();
    }

    /**
     * The interface has another link-layer address, and frames to the old one reach nobody. In doubt nothing is said: what
     * ends the doubt announces, too.
     */
    static void newLinkAddress(Step step, Holding holding) {
        if (mayAnnounce(step, holding)) {
            step.tell(
                    Cause.LINK_ADDRESS,
                    Level.INFO,
                    step.spec.role() + ": " + step.spec.placement().interfaceName()
                            + " has another link-layer address; announcing " + step.spec.address() + " there");
            series(step, holding, Urgency.CLAIM);
        }
    }

    /** Goes on with what a doubt has interrupted, or begins anew. */
    static void resume(Step step, Holding holding) {
        int left = holding.announcements().left();
        if (left > 0) {
            once(step, holding, left - 1, Urgency.REPEAT);
        } else {
            series(step, holding, Urgency.CLAIM);
        }
    }

    /** Announces now and, several times, again. */
    static void series(Step step, Holding holding, Urgency urgency) {
        once(step, holding, step.spec.policy().announce().count() - 1, urgency);
    }

    /** Conflicts come and go: announces once, and not before that is allowed again. */
    static void againstRecurrence(Step step, Holding holding) {
        Conflicts conflicts = holding.conflicts();
        if (Conflict.mayDefend(conflicts, step.now)) {
            once(step, holding.with(conflicts.defended(step.now)), 0, Urgency.CLAIM);
            return;
        }
        // And no later than the refresh: clients may have believed the other host.
        Duration lastAt = holding.announcements().lastAt();
        Duration last =
                conflicts.defendedAt().filter(at -> at.compareTo(lastAt) > 0).orElse(lastAt);
        Duration refresh = last.plus(step.spec.policy().announce().refresh());
        Duration allowed = Conflict.mayDefendAt(conflicts, step.now);
        Duration at = allowed.compareTo(refresh) < 0 ? allowed : refresh;
        Transitions.goesOnHolding(step, holding.with(new Announcements(0, at, lastAt)));
    }

    /** What is announced while conflicts come and go is announced because of them. */
    private static Holding defended(Step step, Holding holding) {
        Conflicts conflicts = holding.conflicts();
        return conflicts.recurrence().lately(step.now) ? holding.with(conflicts.defended(step.now)) : holding;
    }

    private static void once(Step step, Holding holding, int left, Urgency urgency) {
        step.announce(urgency);
        Duration wait = left > 0
                ? step.spec.policy().announce().spacing()
                : step.spec.policy().announce().refresh();
        Announcements next = new Announcements(left, step.now.plus(wait), step.now);
        // Whether answers come to it is asked when switches and hosts have learnt from this.
        ReachCheck reach = holding.reach().notBefore(step.now.plus(Timing.CHECK));
        Transitions.goesOnHolding(step, holding.with(next).with(reach));
    }
}
