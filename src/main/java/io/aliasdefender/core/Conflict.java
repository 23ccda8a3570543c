package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.Phase.Conflicts;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * Another host has the alias too. Who was cut off yields at once; else the better rank keeps it and the worse releases:
 * at once where the better one announces it, else after a short patience in which one that was cut off can yield. A
 * stranger is defended against only as often as RFC 5227, section 2.4 allows.
 */
final class Conflict {
    /** RFC 5227, section 1.1: DEFEND_INTERVAL. */
    private static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

    private Conflict() {}

    /** @param announced by an announcement, which nobody sends who knows that it was cut off; false: by an answer */
    static void seen(Step step, Holding holding, MacAddress mac, boolean announced) {
        Optional<Node> node = step.evidence.nodeOf(mac, step.spec.others());
        boolean better = node.filter(step.spec.better()::contains).isPresent();
        boolean justCutOff = node.isPresent() && step.evidence.everybodySilent();
        String what = step.spec.role() + ": " + Words.of(mac, step.spec, step.evidence) + " has " + step.spec.address();
        // A node may have taken over since a pause or a cut. A stranger is wrong whenever it came.
        boolean stranger = step.evidence.isStranger(mac, step.spec.others());
        boolean doubted = !holding.proven() || holding.isolatedSince().isPresent() || justCutOff;
        if (doubted && !stranger) {
            step.count(Counter.CONFLICT);
            Holder.yield(step, mac, what + ", and this host " + doubt(holding) + "; letting go");
            return;
        }
        Conflicts conflicts = holding.conflicts().and(mac, step.now);
        if (conflicts.seen().size() > holding.conflicts().seen().size()) {
            step.count(Counter.CONFLICT);
        }
        step.phase = holding.with(conflicts);
        if (better && announced) {
            Holder.yield(step, mac, what + " too, announces it and has the better rank; letting go");
        } else if (better && isOverdue(step, conflicts, mac)) {
            Holder.yield(step, mac, what + " too and the better rank; letting go");
        } else if (better) {
            step.note(
                    Cause.CONFLICT, Level.WARNING, what + " too; it has the better rank: letting go unless it yields");
            // It may not have noticed yet. Now it yields or announces too, and other hosts are told right at once.
            defendIfAllowed(step, conflicts);
        } else {
            if (node.isPresent()) {
                step.note(Cause.CONFLICT, Level.WARNING, what + " too; this host has the better rank: defending it");
            } else {
                step.note(
                        Cause.STRANGER,
                        Level.ERROR,
                        what + " too; keeping it: find that host and take the address off it");
            }
            defendIfAllowed(step, conflicts);
        }
    }

    /** A better-ranked host that is still seen to have it after our patience was not cut off: it keeps the alias. */
    private static boolean isOverdue(Step step, Conflicts conflicts, MacAddress mac) {
        return Optional.ofNullable(conflicts.seen().get(mac))
                .filter(since -> step.now.minus(since).compareTo(Deadlines.patience(step.spec)) >= 0)
                .isPresent();
    }

    private static String doubt(Holding holding) {
        return holding.proven() || holding.isolatedSince().isPresent()
                ? "was cut off"
                : "cannot prove that it had it first";
    }

    private static void defendIfAllowed(Step step, Conflicts conflicts) {
        boolean tooSoon = conflicts
                .defendedAt()
                .filter(last -> step.now.minus(last).compareTo(DEFEND_INTERVAL) < 0)
                .isPresent();
        Holding holding = (Holding) step.phase;
        // After a pause it is asked first whether a node has taken over.
        boolean asked = holding.proven() || !holding.check().underWay();
        if (asked && !tooSoon) {
            step.announce();
            step.phase = holding.with(conflicts.defended(step.now));
        }
    }
}
