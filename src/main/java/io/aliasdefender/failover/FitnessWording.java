package io.aliasdefender.failover;

import io.aliasdefender.core.Cause;
import io.aliasdefender.core.FitnessHistory;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.PhaseName;
import java.time.Duration;
import java.util.Optional;

/** What the checks have to do with where an alias is, for the one sentence that says why it is there. */
final class FitnessWording {
    private FitnessWording() {}

    /** The reason, with what the checks say here, or with the node whose checks fail while this host has the alias. */
    static Reason added(
            Defended defended, Fitness fitness, Correspondence told, long nowNanos, Reason reason, Duration now) {
        FitnessHistory history = defended.state.fitness();
        if (fitness.fit() == Known.NO && reason.cause() != Cause.UNFIT) {
            return with(
                    reason,
                    "; this host is not fit for it: " + fitness.why() + ", for " + length(now.minus(history.since())));
        }
        if (PhaseName.of(defended.state.phase()) != PhaseName.HOLDING) {
            return reason;
        }
        Optional<Node> failing = defended.spec.others().stream()
                .filter(node -> history.failingFor(node, now).isPresent())
                .findFirst();
        return failing.map(node -> with(
                        reason,
                        "; "
                                + told.why(node, defended.address())
                                        .map(why -> failing(why, node, nowNanos))
                                        .orElseGet(() -> "the checks of " + node.name() + " have failed for "
                                                + length(history.failingFor(node, now)
                                                        .orElseThrow()))))
                .orElse(reason);
    }

    private static String failing(Correspondence.Why why, Node node, long nowNanos) {
        String sentence = why.check().sentence();
        return why.check().name() + " on " + node.name() + " has failed for "
                + length(Duration.ofNanos(nowNanos - why.check().sinceNanos()))
                + (sentence.isEmpty() ? "" : " (" + sentence + ")")
                + (why.more() == 0 ? "" : ", and " + why.more() + " more checks of the alias");
    }

    private static Reason with(Reason reason, String more) {
        return new Reason(reason.cause(), reason.level(), reason.sentence() + more);
    }

    private static String length(Duration duration) {
        return Math.max(0, duration.toSeconds()) + " s";
    }
}
