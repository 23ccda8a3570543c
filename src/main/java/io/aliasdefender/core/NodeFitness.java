package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;

/** What the other nodes said lately over the node link of whether they can have the alias, and of their checks. */
final class NodeFitness {
    /**
     * A node that has not proved for so long that it hears us is offered nothing. At an interval of 1 s a proof is up to 2 s
     * old, and up to 3 s when one message is lost.
     */
    static final Duration FRESH = Duration.ofMillis(3_500);

    private NodeFitness() {}

    /** Whether a node says that it can take the alias, and does not say that its checks fail. */
    static boolean canBeGivenIt(Step step, Node node) {
        return word(step, node).filter(word -> word.said().canBeGivenIt()).isPresent() && !isUnfit(step, node);
    }

    static Known serves(Step step, Node node) {
        return word(step, node).map(word -> word.said().service()).orElse(Known.UNKNOWN);
    }

    /** Whether a node says that its checks fail. */
    static boolean isUnfit(Step step, Node node) {
        return serves(step, node) == Known.NO;
    }

    /** Whether a node says that its checks fail, while those of this host pass. */
    static boolean isLessFit(Step step, Node node) {
        return isUnfit(step, node) && step.evidence.fitness().fit() == Known.YES;
    }

    /** What there is to say of a node that is unfit. */
    static String itsChecksFail(Step step, Node node) {
        return word(step, node).map(Word::itsChecksFail).orElse("its checks fail");
    }

    /** What a node told that still counts. */
    static Optional<Word> word(Step step, Node node) {
        return Optional.ofNullable(step.evidence.words().get(node))
                .filter(word -> step.now.minus(word.provedAt()).compareTo(FRESH) <= 0);
    }
}
