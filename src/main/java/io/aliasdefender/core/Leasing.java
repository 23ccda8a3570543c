package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.KernelTime;
import io.aliasdefender.core.LeaseStand.Place;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy.OnLoss;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rule for leases: without a permit that stands nothing is added, and what is here leaves before the permit ends. The
 * kernel is told so, too, and takes the alias off by itself when this process does not run.
 */
final class Leasing {
    /** So long before the kernel would take the alias off, this host does: with a farewell, and its reason. */
    private static final Duration LEAD = Duration.ofMillis(50);

    /** Under {@code on-loss: hold} it is decided so long before, whether it goes on without a lease. */
    private static final Duration HOLD_LEAD = Duration.ofMillis(300);

    /**
     * What another kernel time would gain is not worth asking for below this, as it grows with every moment; unless it is the last
     * moment for as many seconds.
     */
    private static final Duration WORTHWHILE = Duration.ofMillis(500);

    private static final Duration WORTHWHILE_AT_LAST = Duration.ofMillis(50);

    /**
     * Where the alias is here and no lease was needed until now, it is waited for what the store says: half the length of a lease,
     * in which the store is asked twice, and not longer than this. So it is where a daemon finds it: before it there was another
     * one, with a lease, whose kernel time still counts.
     */
    private static final Duration LONGEST_ADOPTION = Duration.ofSeconds(4);

    /** Under {@code on-loss: hold}, without a lease, the kernel keeps the alias for so long each time. */
    private static final int HOLD_SECONDS = 4;

    private Leasing() {}

    static boolean needed(Step step) {
        return step.spec.policy().lease().isPresent();
    }

    /** Whether the alias may be added now, as far as leases say. */
    static boolean allows(Step step) {
        return allows(step.spec, step.evidence.permit(), step.now);
    }

    /** How long the kernel is to keep what is added now; empty: until it is removed, or it may not be added at all. */
    static Optional<Lifetime> lifetime(Step step) {
        return lifetime(step.spec, step.evidence.permit(), step.now);
    }

    private static Optional<Lifetime> lifetime(AliasSpec spec, Permit permit, Duration now) {
        return spec.policy()
                .lease()
                .filter(lease -> permit.stands(now))
                .flatMap(lease -> Lifetime.of(permit.until(), now, Lifetime.late(lease.ttl())));
    }

    /** Whether an alias may be added at that moment, as far as leases say. */
    static boolean allows(AliasSpec spec, Permit permit, Duration now) {
        return spec.policy().lease().isEmpty()
                || !permit.offered() && lifetime(spec, permit, now).isPresent();
    }

    /** Whether what another node offers may be added now: it may have handed its lease on. */
    static boolean allowsOffered(Step step) {
        return !needed(step) || lifetime(step).isPresent();
    }

    /** Before anything else is decided: what is here without a permit leaves. */
    static void enforce(Step step) {
        if (needed(step) && carries(step) && !mayStay(step)) {
            step.tell(
                    Cause.LEASE_LOST,
                    Level.ERROR,
                    step.spec.role() + ": releasing " + step.spec.placement() + ": " + why(step)
                            + "; without a lease this host may not have it");
            Release.begin(
                    step, step.spec.placement(), LeaseStand.of(step.phase()).afterRelease());
        }
    }

    /** The alias is on this host, or about to be. */
    private static boolean carries(Step step) {
        return LeaseStand.of(step.phase()).place() != Place.AWAY;
    }

    private static boolean mayStay(Step step) {
        boolean kept = step.kernelTime
                .map(time -> step.now.compareTo(time.endsAt().minus(LEAD)) < 0)
                .orElse(true);
        return kept && (step.evidence.permit().stands(step.now) || isAwaited(step)) || holdsWithout(step);
    }

    /**
     * The store has not said yet whose the lease is, and what was permitted before is not over: by another name of the lease, or
     * under another configuration of it, for as long as the kernel was given; or to the daemon before.
     */
    private static boolean isAwaited(Step step) {
        return step.evidence.permit().pending()
                && (step.kernelTime.isPresent() || step.now.compareTo(awaitedUntil(step)) < 0);
    }

    private static Duration awaitedUntil(Step step) {
        Duration half = step.spec.policy().lease().orElseThrow().ttl().dividedBy(2);
        Duration here = step.phase().since();
        Duration from = step.evidence
                .permit()
                .pendingSince()
                .filter(since -> since.compareTo(here) > 0)
                .orElse(here);
        return from.plus(half.compareTo(LONGEST_ADOPTION) < 0 ? half : LONGEST_ADOPTION);
    }

    /** {@code on-loss: hold}: the store says nothing, this host had the lease last, and nobody else is seen with the alias. */
    private static boolean holdsWithout(Step step) {
        Permit permit = step.evidence.permit();
        return step.spec
                        .policy()
                        .lease()
                        .filter(lease -> lease.onLoss() == OnLoss.HOLD)
                        .isPresent()
                && permit.granted() != Known.NO
                && permit.wasLastHere()
                && step.doubt().none()
                && !LeaseStand.of(step.phase()).contested();
    }

    /** After everything else: the kernel is to keep for longer what may stay for longer. */
    static void extend(Step step) {
        if (!step.present() || LeaseStand.of(step.phase()).place() != Place.HERE) {
            return;
        }
        if (!needed(step)) {
            if (step.kernelTime.isPresent()) {
                step.keepForGood();
            }
            return;
        }
        Optional<Lifetime> longer = lifetime(step).filter(lifetime -> gains(step, lifetime));
        if (longer.isPresent()) {
            step.extend(longer.get());
        } else if (holdsWithout(step) && isEnding(step)) {
            step.note(
                    Cause.LEASE_LOST,
                    Level.ERROR,
                    step.spec.role() + ": " + why(step) + "; keeping " + step.spec.placement()
                            + " without a lease, because nobody else is seen with it (on-loss: hold). Two hosts may have it");
            // There is no end that it must keep to: it only must not stay for good where this process is frozen.
            step.extend(new Lifetime(HOLD_SECONDS, step.now.plusSeconds(2 * HOLD_SECONDS), Lifetime.MOST_LATE));
        }
    }

    /** No renewal has come for so long that the kernel is about to take the alias off. */
    private static boolean isEnding(Step step) {
        return step.kernelTime
                .map(time -> step.now.compareTo(time.endsAt().minus(HOLD_LEAD)) >= 0)
                .orElse(!step.evidence.permit().stands(step.now));
    }

    private static boolean gains(Step step, Lifetime longer) {
        boolean last = step.now.compareTo(longer.lastMoment()) >= 0;
        return step.kernelTime
                .filter(time -> step.now
                                .plusSeconds(longer.seconds())
                                .minus(time.endsAt())
                                .compareTo(last ? WORTHWHILE_AT_LAST : WORTHWHILE)
                        < 0)
                .isEmpty();
    }

    /** When this is to be looked at again at the latest. */
    static Optional<Duration> dueAt(Step step) {
        if (!needed(step) || !carries(step)) {
            return Optional.empty();
        }
        if (isAwaited(step) && step.kernelTime.isEmpty()) {
            return Optional.of(awaitedUntil(step));
        }
        Duration end = step.kernelTime
                .map(KernelTime::endsAt)
                .orElse(step.evidence.permit().until());
        Optional<Duration> extension = lifetime(step).map(Lifetime::lastMoment);
        return Stream.of(extension, Optional.of(end.minus(HOLD_LEAD)), Optional.of(end.minus(LEAD)))
                .flatMap(Optional::stream)
                .filter(at -> at.compareTo(step.now) > 0)
                .min(Duration::compareTo)
                .or(() -> Optional.of(step.now.plus(LEAD)));
    }

    /** The alias is this host's to take, as far as it alone can tell, but for the lease. */
    static void noteMissing(Step step, String because, boolean ordered) {
        step.note(
                ordered ? Cause.REFUSED : Cause.LEASE_MISSING,
                Level.WARNING,
                because + ", but " + why(step) + "; not taking it without the lease");
    }

    static String why(Step step) {
        Permit permit = step.evidence.permit();
        return permit.stands(step.now) || permit.granted() == Known.YES
                ? "its lease could not be renewed in time"
                : permit.why();
    }
}
