package io.aliasdefender.failover;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Arrival;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Reason;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.payload.Presence;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When this host has an alias and when not, for the record: what its kernel has counts, also with another prefix or on
 * another interface, for it answers clients there too.
 */
final class Presences {
    /** Events that tell that an alias is here now. */
    private static final Set<Cause> ARRIVED = Set.of(Cause.TOOK_OVER, Cause.RESTORED, Cause.ADOPTED, Cause.MISPLACED);
    /** And that it is not here any more. */
    private static final Set<Cause> GONE = Set.of(Cause.RELEASED, Cause.DELETED, Cause.MISPLACED);

    private Presences() {}

    /** What has changed with a decision, of which the alias takes note; empty: nothing. */
    static Optional<Presence> changed(Defended defended, AliasState before, Decision decision, Duration now) {
        // Of a placement that the kernel was not yet looked at for, nothing is known.
        boolean here = decision.next()
                .observed()
                .map(seen -> seen.present() || !seen.strayAddresses().isEmpty())
                .orElse(defended.here);
        if (here == defended.here) {
            return Optional.empty();
        }
        defended.here = here;
        Presence presence = here ? arrived(defended, before, decision, now) : gone(defended, before, decision);
        defended.goneAt = here ? Optional.empty() : Optional.of(now);
        return Optional.of(presence);
    }

    private static Presence arrived(Defended defended, AliasState before, Decision decision, Duration now) {
        Reason told = told(decision, ARRIVED);
        Optional<Arrival> arrival = decision.arrival();
        // Where nobody else has had it since, this host was the last to answer for it.
        Optional<Duration> unanswered = arrival.filter(Arrival::silent)
                .flatMap(how -> how.unanswered().or(() -> defended.goneAt.map(now::minus)));
        boolean planned = arrival.map(Arrival::planned).orElse(PhaseName.of(before.phase()) == PhaseName.STARTING);
        return presence(defended, true, planned, told, why(PhaseName.CLAIMING, before, told), unanswered);
    }

    private static Presence gone(Defended defended, AliasState before, Decision decision) {
        Reason told = told(decision, GONE);
        return presence(defended, false, false, told, why(PhaseName.RELEASING, before, told), Optional.empty());
    }

    private static Reason told(Decision decision, Set<Cause> causes) {
        return decision.said().stream()
                .filter(reason -> causes.contains(reason.cause()))
                .findFirst()
                .orElse(decision.next().why());
    }

    /** What was decided has its evidence; that it is done has none. */
    private static String why(PhaseName underWay, AliasState before, Reason told) {
        return PhaseName.of(before.phase()) == underWay ? before.why().sentence() : told.sentence();
    }

    private static Presence presence(
            Defended defended, boolean here, boolean planned, Reason told, String why, Optional<Duration> unanswered) {
        return new Presence(
                defended.address(),
                defended.spec.group(),
                here,
                planned,
                told.cause().toString(),
                why,
                unanswered);
    }
}
