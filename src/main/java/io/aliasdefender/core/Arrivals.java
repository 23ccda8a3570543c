package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.AliasState.Taking;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/** What is recorded of how an alias comes to this host. */
final class Arrivals {
    private Arrivals() {}

    /** Whether somebody means the alias to come here, judged when it is claimed. */
    static boolean isPlanned(Step step, Ground ground) {
        return switch (ground.kind()) {
            case SILENCE -> ground.ordered() || leftOnPurpose(step);
            case OFFER ->
                step.taking
                        .map(Taking::from)
                        .filter(from -> NodeFitness.isUnfit(step, from))
                        .isEmpty();
            case DELETION -> false;
            case MISPLACEMENT, REPLACEMENT -> true;
        };
    }

    private static boolean leftOnPurpose(Step step) {
        Optional<MacAddress> last = step.answer.flatMap(Answer::mac).filter(step::hasLeft);
        Optional<Node> node = last.flatMap(mac -> step.evidence.nodeOf(mac, step.spec.others()));
        return node.filter(one -> !NodeFitness.isUnfit(step, one)).isPresent();
    }

    /** A claim has reached the kernel. To be asked before the answers of others are forgotten. */
    static Arrival of(Step step, Claiming claiming) {
        boolean silent = switch (claiming.ground().kind()) {
            case SILENCE, DELETION -> true;
            case OFFER, MISPLACEMENT, REPLACEMENT -> false;
        };
        Optional<Duration> unanswered = step.answer.map(answer -> step.now.minus(answer.at()));
        return new Arrival(claiming.planned(), silent, silent ? unanswered : Optional.empty());
    }
}
