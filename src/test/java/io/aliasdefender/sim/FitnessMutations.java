package io.aliasdefender.sim;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.ChangedState;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.FitnessHistory;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Mutations of what checks say. */
final class FitnessMutations {
    private FitnessMutations() {}

    /** The checks are taken to pass. */
    static Variant passing(BiPredicate<AliasState, Input> when) {
        return CoreMutations.core((state, input, spec, evidence, now) -> Failover.decide(
                state, input, spec, when.test(state, input) ? evidence.fit(Fitness.FIT) : evidence, now));
    }

    /** Checks without a result are taken to pass. */
    static Variant passingUntilTheyFail() {
        return CoreMutations.core((state, input, spec, evidence, now) -> Failover.decide(
                state,
                input,
                spec,
                evidence.fitness().fit() == Known.UNKNOWN ? evidence.fit(Fitness.FIT) : evidence,
                now));
    }

    /** What the other nodes say of their checks is heard otherwise. */
    static Variant hearing(UnaryOperator<Known> change) {
        return CoreMutations.core((state, input, spec, evidence, now) -> {
            Input heard = input instanceof Input.Linked linked
                    ? new Input.Linked(linked.node(), changed(linked.word(), change))
                    : input;
            return Failover.decide(state, heard, spec, changed(evidence, change), now);
        });
    }

    private static Evidence changed(Evidence evidence, UnaryOperator<Known> change) {
        Map<Node, Word> words = new HashMap<>();
        evidence.words().forEach((node, word) -> words.put(node, changed(word, change)));
        return evidence.told(words);
    }

    private static Word changed(Word word, UnaryOperator<Known> change) {
        return new Word(
                word.said().serving(change.apply(word.said().service())), word.offer(), word.reply(), word.provedAt());
    }

    /** What moved because of checks is forgotten at once. */
    static Variant forgetful() {
        return CoreMutations.core((state, input, spec, evidence, now) -> Failover.decide(
                ChangedState.of(state).fitness(withoutMoves(state.fitness())).state(), input, spec, evidence, now));
    }

    private static FitnessHistory withoutMoves(FitnessHistory history) {
        return new FitnessHistory(
                history.own(),
                history.since(),
                history.lasted(),
                history.heard(),
                0,
                Duration.ZERO,
                0,
                history.refusals(),
                history.notBefore(),
                history.wakeAt(),
                history.ordered());
    }

    /** The policy of what is followed is not heeded. */
    static AliasSpec holding(AliasSpec spec) {
        return new AliasSpec(
                        spec.placement(),
                        spec.ranking(),
                        spec.self(),
                        Services.with(spec.policy(), OnFailure.HOLD),
                        spec.group())
                .fitBy(spec.checks());
    }

    static Variant keeping() {
        return CoreMutations.core(
                (state, input, spec, evidence, now) -> Failover.decide(state, input, holding(spec), evidence, now));
    }
}
