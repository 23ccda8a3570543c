package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Witnesses.Proof;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rule for taking over. All of it is judged from one burst, in which the alias, the witnesses and the better-ranked
 * hosts were asked at the same time: so every piece of evidence is as fresh as the silence.
 */
public final class Takeover {
    private final AliasSpec spec;
    private final Evidence evidence;
    private final BurstResult burst;

    private Takeover(AliasSpec spec, Evidence evidence, BurstResult burst) {
        this.spec = spec;
        this.evidence = evidence;
        this.burst = burst;
    }

    /** What the rule says, with the sentence that says why. */
    public sealed interface Verdict {
        String because();

        /** Hands this to the method for its kind. */
        void accept(Visitor visitor);

        /** One method for each verdict, so that a new one is a compile error wherever it is not carried out. */
        interface Visitor {
            void answered(Answered verdict);

            void take(Take verdict);

            void cannotProbe(CannotProbe verdict);

            void noWitness(NoWitness verdict);

            void witnessNotAsked(WitnessNotAsked verdict);

            void networkDown(NetworkDown verdict);

            void betterAlive(BetterAlive verdict);

            void heldUnheard(HeldUnheard verdict);
        }

        /** Silent here, but another node says over the node link that it has it and is well. */
        record HeldUnheard(String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.heldUnheard(this);
            }
        }

        /** Silent, and ours to take; the sentence has the evidence alone. */
        record Take(Ground ground) implements Verdict {
            @Override
            public String because() {
                return ground.because();
            }

            @Override
            public void accept(Visitor visitor) {
                visitor.take(this);
            }
        }

        /** Somebody has it. */
        record Answered(Answer answer, String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.answered(this);
            }
        }

        /** Not a single probe could be sent: nothing is known. */
        record CannotProbe(String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.cannotProbe(this);
            }
        }

        /** Silent, and there is no witness to ask. */
        record NoWitness(String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.noWitness(this);
            }
        }

        /** Silent, but no witness could be asked: whether our own network works is not known. */
        record WitnessNotAsked(String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.witnessNotAsked(this);
            }
        }

        /** Silent, and so is every witness. */
        record NetworkDown(String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.networkDown(this);
            }
        }

        /**
         * Silent, but a better-ranked host should take it.
         *
         * @param left of the grace; empty: for ever
         */
        record BetterAlive(String because, Optional<Duration> left) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.betterAlive(this);
            }
        }
    }

    /**
     * What is judged besides the burst.
     *
     * @param ordered an operator wants the alias here: neither rank nor witness matter, an answer does
     * @param lastAnswer when the alias was last alive, for the sentence
     * @param vacantFor how long the alias has been silent for certain
     * @param grace how long it may be, while a better-ranked host answers; empty: for ever
     * @param left better-ranked hosts that have let go of the alias on purpose, and so are not waited for
     * @param words what the other nodes told about the alias since the burst began
     * @param now when the burst ended
     */
    public record Circumstances(
            boolean ordered,
            Optional<Answer> lastAnswer,
            Duration vacantFor,
            Optional<Duration> grace,
            Set<Node> left,
            Map<Node, Word> words,
            Duration now) {}

    /**
     * When does this host take the alias? When the alias is silent, a witness answers to the last, and every
     * better-ranked host is silent, has let go of the alias on purpose, or has left it alone for the grace. But not while a
     * node proves over the node link that it has the alias and is well: then it is only this host that cannot hear it.
     */
    public static Verdict judge(AliasSpec spec, Evidence evidence, BurstResult burst, Circumstances given) {
        Takeover rule = new Takeover(spec, evidence, burst);
        if (burst.alias().alive()) {
            return rule.answered(given.now());
        }
        if (!burst.alias().silent()) {
            return rule.cannotProbe();
        }
        String silent = Words.silence(spec, given.lastAnswer(), burst.alias(), given.now());
        Optional<Verdict> held = rule.heldUnheard(silent, given.words());
        if (held.isPresent()) {
            return held.get();
        }
        if (given.ordered()) {
            return rule.take(silent + ", and an operator wants it here");
        }
        Optional<String> witness = rule.answeringWitness();
        if (witness.isEmpty()) {
            return rule.noProofOfOurNetwork(silent);
        }
        Set<Node> left = rule.withThoseThatSaySo(given);
        List<Node> better = rule.betterThatMayTake(left);
        return better.isEmpty()
                ? rule.take(silent + ", " + witness.get() + rule.betterThatDoNot(left))
                : rule.afterTheGrace(silent + ", " + witness.get(), better.get(0), given);
    }

    private Verdict answered(Duration now) {
        Answer answer = new Answer(now, burst.alias().mac(), burst.alias().rtt().orElse(Duration.ZERO));
        return new Verdict.Answered(answer, spec.address() + " " + Words.of(answer, spec, evidence));
    }

    private Optional<Verdict> heldUnheard(String silent, Map<Node, Word> words) {
        for (Node node : spec.others()) {
            Word word = words.get(node);
            if (word != null && word.said().keepsOthersAway()) {
                return Optional.of(new Verdict.HeldUnheard(silent + ", but " + Words.of(node, spec)
                        + " says over the node link that it has it"
                        + (word.said().holdsWell() ? " and is well" : "")
                        + ": port security, or a switch that does not carry its frames? Leaving it there"));
            }
        }
        return Optional.empty();
    }

    /** Those that have let go of it on purpose, and those that say that they do not take it. */
    private Set<Node> withThoseThatSaySo(Circumstances given) {
        Set<Node> left = new HashSet<>(given.left());
        given.words().forEach((node, word) -> {
            if (word.said().leavesItAlone()) {
                left.add(node);
            }
        });
        return left;
    }

    private Verdict cannotProbe() {
        return new Verdict.CannotProbe(spec.role() + ": no probe for " + spec.address() + " could be sent on "
                + spec.placement().interfaceName() + "; not taking over what nobody was asked for");
    }

    private Verdict take(String because) {
        boolean heard = burst.hosts().values().stream().anyMatch(Tally::heardThroughout);
        return new Verdict.Take(new Ground(Ground.Kind.SILENCE, because, heard));
    }

    /**
     * One that answered over the alias's own link while the alias was silent: from the first of the rounds that count,
     * for before them the network may have been down, to the last, for it may have failed since.
     */
    private Optional<String> answeringWitness() {
        for (Map.Entry<IpAddress, String> witness : evidence.witnesses().entrySet()) {
            Tally tally = burst.hosts().get(witness.getKey());
            if (tally != null && tally.closing() > 0 && tally.heardThroughout()) {
                return Optional.of(Words.answers(witness.getValue(), tally));
            }
        }
        return switch (evidence.proof()) {
            case ANSWER -> Optional.empty();
            case ANY_HOST -> anyHost();
            case NOT_NEEDED -> Optional.of("our own network needs no proof (witnesses: none)");
        };
    }

    /** Whoever is heard over the link proves that it works, as late in the burst as a witness must. */
    private Optional<String> anyHost() {
        return burst.hosts().entrySet().stream()
                .filter(host -> host.getValue().closing() > 0 && host.getValue().heardThroughout())
                .map(host -> Words.answers(Words.nameOf(host.getKey(), spec, evidence), host.getValue()))
                .sorted()
                .findFirst()
                .or(() -> burst.overheard()
                        ? Optional.of("others are heard on " + spec.placement().interfaceName())
                        : Optional.empty());
    }

    private Verdict noProofOfOurNetwork(String silent) {
        List<String> notAsked = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        List<String> ceased = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        List<String> late = new ArrayList<>();
        evidence.witnesses().forEach((address, words) -> {
            Tally tally = burst.hosts().get(address);
            if (tally == null || tally.unasked()) {
                notAsked.add(words);
            } else if (tally.silent()) {
                asked.add(words);
            } else if (tally.closing() > 0 && tally.heardOverLink()) {
                late.add(words);
            } else {
                (tally.heardOverLink() ? ceased : elsewhere).add(words);
            }
        });
        if (evidence.witnesses().isEmpty() && evidence.proof() == Proof.ANY_HOST) {
            return new Verdict.NetworkDown(silent + ", and nobody is heard on "
                    + spec.placement().interfaceName() + ": switch/network down? Not taking over");
        }
        if (evidence.witnesses().isEmpty()) {
            return new Verdict.NoWitness(silent + ", but no default router is known on "
                    + spec.placement().interfaceName()
                    + " that could prove our own network; not taking over (list `witnesses:` to ask others)");
        }
        if (!late.isEmpty()) {
            return new Verdict.WitnessNotAsked(silent + ", but " + String.join(" and ", late)
                    + " was not heard until late: our own network may have been down before; not taking over yet");
        }
        if (!ceased.isEmpty()) {
            return new Verdict.NetworkDown(silent + ", and " + String.join(" and ", ceased)
                    + " answered at first but not to the last questions: switch/network down? Not taking over");
        }
        if (asked.isEmpty() && !elsewhere.isEmpty()) {
            return new Verdict.NoWitness(silent + ", but " + String.join(" and ", elsewhere)
                    + " answers by way of another interface only, which proves nothing about "
                    + spec.placement().interfaceName() + "; not taking over");
        }
        if (asked.isEmpty()) {
            return new Verdict.WitnessNotAsked(silent + ", but " + String.join(" and ", notAsked)
                    + " could not be asked whether our own network works; not taking over");
        }
        return new Verdict.NetworkDown(
                silent + ", but so is " + String.join(" and ", asked) + ": switch/network down? Not taking over");
    }

    /** A host that could not be asked is not silent: it may be alive. One that has let go does not take. */
    private List<Node> betterThatMayTake(Set<Node> left) {
        return spec.better().stream()
                .filter(node -> !left.contains(node) && !isSilent(node))
                .toList();
    }

    private boolean isSilent(Node node) {
        Tally tally = burst.hosts().get(node.address());
        return tally != null && tally.silent();
    }

    private Verdict afterTheGrace(String silent, Node better, Circumstances given) {
        String partner = describe(better);
        // A worse rank waits longer, so that two hosts never come out of the same grace at the same time.
        Optional<Duration> wait = given.grace().map(time -> time.multipliedBy(spec.rank() - 1L));
        if (wait.isEmpty()) {
            return new Verdict.BetterAlive(
                    silent + ", but " + partner + ": it should take the alias; not taking over (grace: never)",
                    Optional.empty());
        }
        Duration left = wait.get().minus(given.vacantFor());
        return left.isZero() || left.isNegative()
                ? take(silent + ", and " + partner + " but has not taken it within the grace of "
                        + Words.of(wait.get()))
                : new Verdict.BetterAlive(
                        silent + ", but " + partner + ": it should take the alias; waiting " + Words.of(left)
                                + " for it",
                        Optional.of(left));
    }

    private String betterThatDoNot(Set<Node> left) {
        return those(node -> isSilent(node), " silent")
                + those(node -> left.contains(node) && !isSilent(node), " has let go of it");
    }

    private String those(Predicate<Node> which, String what) {
        List<String> names = spec.better().stream()
                .filter(which)
                .map(node -> Words.of(node, spec))
                .toList();
        return names.isEmpty() ? "" : ", " + String.join(", ", names) + what;
    }

    private String describe(Node node) {
        Tally tally = burst.hosts().get(node.address());
        return tally != null && tally.alive()
                ? Words.answers(Words.of(node, spec), tally)
                : Words.of(node, spec) + " could not be asked";
    }
}
