package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.Phase.Conflict;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * Another host has the alias too. Who was cut off yields at once; else the better rank keeps it and the worse releases,
 * after a short patience in which a better one that was cut off can yield. A stranger is defended against only as often
 * as RFC 5227, section 2.4 allows.
 */
final class Conflicts {
    /** RFC 5227, section 1.1: DEFEND_INTERVAL. */
    private static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

    private Conflicts() {}

    static void seen(Step step, Holding holding, MacAddress mac) {
        String who = Words.of(mac, step.spec, step.evidence);
        Optional<Node> node = step.evidence.nodeOf(mac, step.spec.others());
        boolean justCutOff = node.isPresent() && step.evidence.everybodySilent();
        if (!holding.proven() || holding.isolatedSince().isPresent() || justCutOff) {
            step.count(Counter.CONFLICT);
            Holder.yield(
                    step,
                    mac,
                    step.spec.role() + ": " + who + " has " + step.spec.address() + ", and this host " + doubt(holding)
                            + "; letting go");
            return;
        }
        Optional<Conflict> known =
                holding.conflict().filter(conflict -> conflict.mac().equals(mac));
        if (known.isEmpty()) {
            step.count(Counter.CONFLICT);
        }
        Conflict conflict = known.map(old -> new Conflict(mac, old.since(), step.now, old.defendedAt()))
                .orElse(new Conflict(mac, step.now, step.now, step.now.minus(DEFEND_INTERVAL)));
        step.phase = holding.with(conflict);
        boolean better = node.filter(step.spec.better()::contains).isPresent();
        String what = step.spec.role() + ": " + who + " has " + step.spec.address() + " too; ";
        if (node.isEmpty()) {
            step.note(Cause.STRANGER, Level.ERROR, what + "keeping it: find that host and take the address off it");
        } else if (better) {
            step.note(Cause.CONFLICT, Level.WARNING, what + "it has the better rank: letting go unless it yields");
        } else {
            step.note(Cause.CONFLICT, Level.WARNING, what + "this host has the better rank: defending it");
        }
        if (!better) {
            defend(step, conflict);
        }
    }

    private static String doubt(Holding holding) {
        return holding.proven() || holding.isolatedSince().isPresent()
                ? "was cut off"
                : "cannot prove that it had it first";
    }

    private static void defend(Step step, Conflict conflict) {
        if (step.now.minus(conflict.defendedAt()).compareTo(DEFEND_INTERVAL) >= 0) {
            step.announce();
            step.phase = ((Holding) step.phase)
                    .with(new Conflict(conflict.mac(), conflict.since(), conflict.seenAt(), step.now));
        }
    }

    /** A better-ranked host that still has it after our patience was not cut off: it keeps the alias. */
    static void tick(Step step, Holding holding) {
        if (holding.conflict().isEmpty()) {
            return;
        }
        Conflict conflict = holding.conflict().get();
        boolean better =
                step.evidence.nodeOf(conflict.mac(), step.spec.better()).isPresent();
        boolean still = conflict.seenAt().compareTo(conflict.since()) > 0;
        if (better && still && step.now.minus(conflict.since()).compareTo(Deadlines.patience(step.spec)) >= 0) {
            Holder.yield(
                    step,
                    conflict.mac(),
                    step.spec.role() + ": "
                            + Words.of(conflict.mac(), step.spec, step.evidence) + " has " + step.spec.address()
                            + " too and the better rank; letting go");
        }
    }
}
