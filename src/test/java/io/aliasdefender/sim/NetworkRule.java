package io.aliasdefender.sim;

import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;

/** What is said of the network when a burst has found an alias silent. */
final class NetworkRule {
    private final Invariants invariants;

    NetworkRule(Invariants invariants) {
        this.invariants = invariants;
    }

    void decided(AliasLife life, Decided decided) {
        if (decided.input() instanceof Input.BurstEnded ended
                && decided.before().phase() instanceof Phase.Confirming confirming
                && confirming.burst() == ended.result().id()
                && decided.decision().next().why().cause() == Cause.NETWORK_DOWN) {
            invariants.judge(Invariant.NETWORK_DOWN_IS_KNOWN);
            if (!witnessAsked(decided.evidence(), ended.result())) {
                throw new Broken(
                        Invariant.NETWORK_DOWN_IS_KNOWN,
                        life.daemon.host + " says: "
                                + decided.decision().next().why().sentence());
            }
        }
    }

    private static boolean witnessAsked(Evidence evidence, BurstResult burst) {
        return evidence.witnesses().keySet().stream().anyMatch(witness -> {
            Tally tally = burst.hosts().get(witness);
            return tally != null && !tally.unasked();
        });
    }
}
