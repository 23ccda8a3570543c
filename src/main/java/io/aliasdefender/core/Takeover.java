package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
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

    /**
     * When does this host take the alias? When the alias is silent, a witness answers to the last, and every
     * better-ranked host is silent, has let go of the alias on purpose, or has left it alone for the grace. But not while a
     * node proves over the node link that it has the alias and is well: then it is only this host that cannot hear it. And
     * fitness comes before rank: see {@link UnfitStandby}.
     */
    public static TakeoverVerdict judge(AliasSpec spec, Evidence evidence, BurstResult burst, Circumstances given) {
        Takeover rule = new Takeover(spec, evidence, burst);
        if (burst.alias().alive()) {
            return rule.answered(given.now());
        }
        if (!burst.alias().silent()) {
            return rule.cannotProbe();
        }
        String silent = Wording.silence(spec, given.lastAnswer(), burst.alias(), given.now());
        Optional<TakeoverVerdict> held = rule.heldUnheard(silent, given.words());
        if (held.isPresent()) {
            return held.get();
        }
        if (given.ordered()) {
            String although = evidence.fitness().fit() == Known.NO
                    ? ", although " + evidence.fitness().why()
                    : "";
            return rule.take(silent + ", and an operator wants it here" + although, given);
        }
        NetworkProof network = new NetworkProof(spec, evidence, burst);
        Optional<String> witness = network.answeringWitness();
        if (witness.isEmpty()) {
            return network.missing(silent);
        }
        Optional<TakeoverVerdict> unfit = UnfitStandby.judge(spec, evidence, given, silent);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Set<Node> left = rule.withThoseThatSaySo(given);
        List<Node> better = rule.betterThatMayTake(left);
        return better.isEmpty()
                ? rule.take(silent + ", " + witness.get() + rule.betterThatDoNot(left, given), given)
                : rule.afterTheGrace(silent + ", " + witness.get(), better.get(0), given);
    }

    private TakeoverVerdict answered(Duration now) {
        Answer answer = new Answer(now, burst.alias().mac(), burst.alias().rtt().orElse(Duration.ZERO));
        return new TakeoverVerdict.Answered(answer, spec.address() + " " + Wording.of(answer, spec, evidence));
    }

    private Optional<TakeoverVerdict> heldUnheard(String silent, Map<Node, Word> words) {
        for (Node node : spec.others()) {
            Word word = words.get(node);
            if (word != null && word.said().keepsOthersAway()) {
                return Optional.of(new TakeoverVerdict.HeldUnheard(silent + ", but " + Wording.of(node, spec)
                        + " says over the node link that it has it"
                        + (word.said().holdsWell() ? " and is well" : "")
                        + ": port security, or a switch that does not carry its frames? Leaving it there"));
            }
        }
        return Optional.empty();
    }

    /** Those that have let go of it on purpose, and those that say that they do not take it, or are not as fit for it. */
    private Set<Node> withThoseThatSaySo(Circumstances given) {
        Set<Node> left = new HashSet<>(given.left());
        given.words().forEach((node, word) -> {
            if (word.said().leavesItAlone() || lessFit(node, given)) {
                left.add(node);
            }
        });
        return left;
    }

    /** Whether a node says that its checks fail, while those of this host pass. */
    private boolean lessFit(Node node, Circumstances given) {
        Word word = given.words().get(node);
        return word != null
                && word.said().service() == Known.NO
                && evidence.fitness().fit() == Known.YES;
    }

    private TakeoverVerdict cannotProbe() {
        return new TakeoverVerdict.CannotProbe(spec.role() + ": no probe for " + spec.address() + " could be sent on "
                + spec.placement().interfaceName() + "; not taking over what nobody was asked for");
    }

    private TakeoverVerdict take(String because, Circumstances given) {
        boolean heard = burst.hosts().values().stream().anyMatch(Tally::heardThroughout);
        return new TakeoverVerdict.Take(new Ground(Ground.Kind.SILENCE, because, heard, given.ordered()));
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

    private TakeoverVerdict afterTheGrace(String silent, Node better, Circumstances given) {
        String partner = describe(better);
        // A worse rank waits longer, so that two hosts never come out of the same grace at the same time.
        Optional<Duration> wait = given.grace().map(time -> time.multipliedBy(spec.rank() - 1L));
        if (wait.isEmpty()) {
            return new TakeoverVerdict.BetterAlive(
                    silent + ", but " + partner + ": it should take the alias; not taking over (grace: never)",
                    Optional.empty());
        }
        Duration left = wait.get().minus(given.vacantFor());
        return left.isZero() || left.isNegative()
                ? take(
                        silent + ", and " + partner + " but has not taken it within the grace of "
                                + Wording.of(wait.get()),
                        given)
                : new TakeoverVerdict.BetterAlive(
                        silent + ", but " + partner + ": it should take the alias; waiting " + Wording.of(left)
                                + " for it",
                        Optional.of(left));
    }

    private String betterThatDoNot(Set<Node> left, Circumstances given) {
        return those(node -> isSilent(node), " silent")
                + those(node -> left.contains(node) && !isSilent(node) && !lessFit(node, given), " has let go of it")
                + lessFit(given);
    }

    private String lessFit(Circumstances given) {
        StringBuilder all = new StringBuilder();
        for (Node node : spec.better()) {
            Word word = given.words().get(node);
            if (word != null && !isSilent(node) && lessFit(node, given)) {
                all.append(", ")
                        .append(Wording.of(node, spec))
                        .append(" is not fit for it: ")
                        .append(word.itsChecksFail());
            }
        }
        return all.toString();
    }

    private String those(Predicate<Node> which, String what) {
        List<String> names = spec.better().stream()
                .filter(which)
                .map(node -> Wording.of(node, spec))
                .toList();
        return names.isEmpty() ? "" : ", " + String.join(", ", names) + what;
    }

    private String describe(Node node) {
        Tally tally = burst.hosts().get(node.address());
        return tally != null && tally.alive()
                ? Wording.answers(Wording.of(node, spec), tally)
                : Wording.of(node, spec) + " could not be asked";
    }
}
