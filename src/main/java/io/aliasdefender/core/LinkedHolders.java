package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * The rule for two holders that know of each other over the node link, perhaps by nothing else: the one that is cut off from
 * the alias's network lets go, else the worse rank, both only of what the other one holds well. And the rule for a holder that
 * nobody hears.
 */
final class LinkedHolders {
    private LinkedHolders() {}

    /** A holder heard something over the link. */
    static void heard(Step step, Holding holding, Node from, Word word) {
        Offers.extended(step, from, word);
        Offers.has(step, holding, from, word);
        if (word.said().has() == Known.YES) {
            hasAgain(step, holding, from, word);
            Takings.lettingGo(step, holding, from, word);
            because(step, holding, from, word).ifPresent(why -> letGo(step, from, why));
        } else {
            letGoOf(step, holding, from, word);
            unheard(step, holding);
        }
    }

    /** The one that handed it over has let go: should it take it again, that is news. */
    private static void letGoOf(Step step, Holding holding, Node from, Word word) {
        // Said after that moment, also where the two are the same: the word answers what this host said when it took
        // it.
        if (word.said().has() == Known.NO
                && word.provedAt().compareTo(holding.since()) >= 0
                && Takings.isFrom(step, from)) {
            Takings.hasLetGo(step, holding);
        }
    }

    /** The one that handed it over holds it: it has let go meanwhile, unheard, and has taken it again, or has never let go. */
    private static void hasAgain(Step step, Holding holding, Node from, Word word) {
        if (word.said().sure() && word.provedAt().compareTo(holding.since()) > 0 && Takings.isFrom(step, from)) {
            Takings.hasLetGo(step, holding);
        }
    }

    /** Why this host lets go; empty: it does not. */
    private static Optional<String> because(Step step, Holding holding, Node from, Word word) {
        boolean ofNow = word.provedAt().compareTo(holding.since()) > 0;
        Said said = word.said();
        boolean filtered = step.filtering.since().isPresent();
        if (!ofNow || Takings.isFrom(step, from) || !(said.holdsWell() || filtered && said.holdsAndHears())) {
            return Optional.empty();
        }
        if (step.doubt().isolated()) {
            return Optional.of("and hears the network, which this host does not");
        }
        if (filtered && said.fit()) {
            return Optional.of("and the network does not drop its frames of it, as it does those of this host");
        }
        return said.sure() && step.spec.better().contains(from)
                ? Optional.of("is certain of it and has the better rank")
                : Optional.empty();
    }

    private static void letGo(Step step, Node to, String why) {
        step.answer = Optional.of(new Answer(step.now, step.evidence.identity().macOf(to), Duration.ZERO));
        step.tell(
                Cause.YIELDING,
                Level.WARNING,
                step.spec.role() + ": " + Wording.of(to, step.spec) + " says over the node link that it has "
                        + step.spec.address() + " too, " + why + "; letting go");
        Release.begin(step, step.spec.placement(), After.WATCH);
    }

    /** For every node of which anything is known the alias is silent, long after it came here. */
    private static void unheard(Step step, Holding holding) {
        Collection<Word> words = step.evidence.words().values();
        boolean nobody = !words.isEmpty()
                && words.stream()
                        .allMatch(word ->
                                word.provedAt().compareTo(holding.since().plus(Timing.startPatience(step.spec))) > 0
                                        && !word.said().hearsAlias());
        if (nobody) {
            step.note(
                    Cause.UNHEARD,
                    Level.WARNING,
                    step.spec.role() + ": no other node hears " + step.spec.address()
                            + ", which is on this host: port security, or a trunk that does not carry it?");
        }
    }
}
