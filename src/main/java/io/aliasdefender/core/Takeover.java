package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rule for taking over.
 *
 * <ul>
 *   <li>Somebody answers for the alias: leave it where it is.
 *   <li>No witness answers: our own network may be down; never take over.
 *   <li>Primary: the alias is silent and a witness answers: take over.
 *   <li>Anybody else: take over when, besides, every better-ranked host is silent; or when the alias has lain vacant
 *       for the grace although a better-ranked host answers.
 * </ul>
 *
 * All of it is judged from one burst, in which the alias, the witnesses and the better-ranked hosts were asked at the
 * same time: so every piece of evidence is as fresh as the silence.
 */
public final class Takeover {
    private Takeover() {}

    /** What the rule says, with the sentence that says why. */
    public sealed interface Verdict {
        String because();

        /** Silent, and ours to take; the sentence has the evidence alone. */
        record Take(String because) implements Verdict {}

        /** Somebody has it. */
        record Answered(Optional<MacAddress> mac, Duration rtt, String because) implements Verdict {}

        /** Not a single probe could be sent: nothing is known. */
        record CannotProbe(String because) implements Verdict {}

        /** Silent, and so is every witness. */
        record NetworkDown(String because) implements Verdict {}

        /** Silent, and there is no witness to ask. */
        record NoWitness(String because) implements Verdict {}

        /**
         * Silent, but a better-ranked host should take it.
         *
         * @param left of the grace; empty: for ever
         */
        record BetterAlive(String because, Optional<Duration> left) implements Verdict {}
    }

    /**
     * Applies the rule.
     *
     * @param burst what was found out just now
     * @param ordered an operator wants the alias here: neither rank nor witness matter, an answer does
     * @param lastAnswer when the alias was last alive, for the sentence
     * @param vacantFor how long the alias has been silent for certain
     * @param grace how long it may be, while a better-ranked host answers; empty: for ever
     */
    public static Verdict judge(
            AliasSpec spec,
            Evidence evidence,
            BurstResult burst,
            boolean ordered,
            Optional<Answer> lastAnswer,
            Duration vacantFor,
            Optional<Duration> grace,
            Duration now) {
        Tally alias = burst.alias();
        if (alias.alive()) {
            Answer answer = new Answer(now, alias.mac(), alias.rtt().orElse(Duration.ZERO));
            return new Verdict.Answered(
                    alias.mac(), answer.rtt(), spec.address() + " " + Words.of(answer, spec, evidence));
        }
        if (!alias.silent()) {
            return new Verdict.CannotProbe(spec.role() + ": no probe for " + spec.address() + " could be sent on "
                    + spec.placement().interfaceName() + "; not taking over what nobody was asked for");
        }
        String silence = Words.silence(spec, lastAnswer, alias, now);
        if (ordered) {
            return new Verdict.Take(silence + ", and an operator wants it here");
        }
        if (evidence.witnesses().isEmpty()) {
            return new Verdict.NoWitness(silence + ", but no default router is known on "
                    + spec.placement().interfaceName()
                    + " that could prove our own network; not taking over (list `witnesses:` to ask others)");
        }
        Optional<String> witness = answeringWitness(evidence, burst.hosts());
        if (witness.isEmpty()) {
            return new Verdict.NetworkDown(silence + ", but so is "
                    + String.join(" and ", evidence.witnesses().values())
                    + ": switch/network down? Not taking over");
        }
        String network = silence + ", " + witness.get();
        List<Node> alive = spec.better().stream()
                .filter(node -> !isSilent(burst.hosts().get(node.address())))
                .toList();
        if (alive.isEmpty()) {
            return new Verdict.Take(network + silentHosts(spec));
        }
        String partner = describe(alive.get(0), spec, burst.hosts());
        // A worse rank waits longer, so that two hosts never come out of the same grace at the same time.
        Optional<Duration> wait = grace.map(time -> time.multipliedBy(spec.rank() - 1L));
        if (wait.isEmpty()) {
            return new Verdict.BetterAlive(
                    network + ", but " + partner + ": it should take the alias; not taking over (grace: never)",
                    Optional.empty());
        }
        Duration left = wait.get().minus(vacantFor);
        if (left.isZero() || left.isNegative()) {
            return new Verdict.Take(
                    network + ", and " + partner + " but has not taken it within the grace of " + Words.of(wait.get()));
        }
        return new Verdict.BetterAlive(
                network + ", but " + partner + ": it should take the alias; waiting " + Words.of(left) + " for it",
                Optional.of(left));
    }

    /** A host that could not be asked is not silent: it may be alive. */
    private static boolean isSilent(Tally tally) {
        return tally != null && tally.silent();
    }

    private static Optional<String> answeringWitness(Evidence evidence, Map<IpAddress, Tally> hosts) {
        return evidence.witnesses().entrySet().stream()
                .filter(witness -> hosts.containsKey(witness.getKey())
                        && hosts.get(witness.getKey()).alive())
                .findFirst()
                .map(witness -> Words.answers(witness.getValue(), hosts.get(witness.getKey())));
    }

    private static String silentHosts(AliasSpec spec) {
        return spec.better().isEmpty()
                ? ""
                : spec.better().stream()
                        .map(node -> Words.of(node, spec))
                        .collect(Collectors.joining(", ", ", ", " silent"));
    }

    private static String describe(Node node, AliasSpec spec, Map<IpAddress, Tally> hosts) {
        Tally tally = hosts.get(node.address());
        return tally != null && tally.alive()
                ? Words.answers(Words.of(node, spec), tally)
                : Words.of(node, spec) + " could not be asked";
    }
}
