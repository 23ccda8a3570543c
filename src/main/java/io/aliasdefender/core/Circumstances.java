package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is judged besides the burst when a host may take over.
 *
 * @param ordered an operator wants the alias here: neither rank nor witness matter, an answer does
 * @param lastAnswer when the alias was last alive, for the sentence
 * @param vacantFor how long the alias has been silent for certain
 * @param grace how long it may be, while a better-ranked host answers; empty: for ever
 * @param left better-ranked hosts that have let go of the alias on purpose, and so are not waited for
 * @param words what the other nodes told about the alias since the burst began
 * @param fitness since when the checks have said what they say
 * @param now when the burst ended
 */
public record Circumstances(
        boolean ordered,
        Optional<Answer> lastAnswer,
        Duration vacantFor,
        Optional<Duration> grace,
        Set<Node> left,
        Map<Node, Word> words,
        FitnessHistory fitness,
        Duration now) {}
