package io.aliasdefender.sim;

import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.util.List;
import java.util.Optional;

/** Who lets go to whom. */
final class YieldRule {
    private final Invariants invariants;

    YieldRule(Invariants invariants) {
        this.invariants = invariants;
    }

    /**
     * A better rank yields to a worse one only in doubt, where its own frames are dropped, or to one that takes itself for the
     * better one.
     */
    void decided(AliasLife life, Decided decided) {
        for (Reason reason : decided.decision().said()) {
            if (reason.cause() == Cause.YIELDING && isWorse(decided)) {
                invariants.judge(Invariant.BETTER_RANK_KEEPS);
                boolean bothFirst = reason.sentence().contains("same order of nodes");
                // It has asked, and no answer came to the alias.
                boolean filtered = decided.decision().next().filtering().since().isPresent();
                if (decided.before().doubt().none() && !bothFirst && !filtered) {
                    throw new Broken(
                            Invariant.BETTER_RANK_KEEPS,
                            life.daemon.host + " lets go of " + life.alias + ": " + reason.sentence());
                }
            }
        }
    }

    /** Whether it is the worse one to whom it goes. */
    private static boolean isWorse(Decided decided) {
        Optional<MacAddress> mac = decided.decision().next().answer().flatMap(answer -> answer.mac());
        List<Node> better = decided.spec().better();
        return mac.flatMap(to -> decided.evidence().nodeOf(to, decided.spec().others()))
                .filter(node -> !better.contains(node))
                .isPresent();
    }
}
