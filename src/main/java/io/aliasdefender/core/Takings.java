package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Taking;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What has become of the newest offer of another node; {@link Offers} decides about offers. */
final class Takings {
    private Takings() {}

    /** As long as the offer stands, or stood so long. */
    private static Optional<Taking> ofNow(Step step) {
        return step.taking.filter(taking -> step.now.compareTo(taking.until()) <= 0);
    }

    /** Whether it is this node that offered the alias, and lets go of it in a moment. */
    static boolean isFrom(Step step, Node node) {
        return ofNow(step).filter(taking -> taking.from().equals(node)).isPresent();
    }

    /**
     * Whether a host may have the alias beside this one for now: it is the one that handed it over. One that is not known yet
     * is taken for that one where nothing is known of it on this link either: it says in a moment that it has let go, and from
     * then on whoever answers is another one.
     */
    static boolean expects(Step step, MacAddress mac) {
        return ofNow(step)
                .filter(taking -> taking.open()
                        || taking.outcome().get() == Outcome.TAKEN
                        || taking.outcome().get() == Outcome.TOO_LATE)
                .filter(taking -> maybe(step, mac, taking.from()))
                .isPresent();
    }

    private static boolean maybe(Step step, MacAddress mac, Node from) {
        return step.evidence
                .whose(mac, step.spec.others())
                .fold(from::equals, () -> false, () -> !step.evidence.knows(from));
    }

    /** Until when the host that handed it over may have it beside this one; empty: it has let go. */
    static Optional<Duration> handsOverUntil(Step step) {
        return ofNow(step)
                .filter(taking -> taking.outcome().filter(Outcome.TAKEN::equals).isPresent())
                .map(taking -> taking.until().plusNanos(1));
    }

    /**
     * The one that hands the alias over says that it has it still and will not keep it: it may have thousands to let go of.
     * That it is there is what is to be expected for a while longer, where that was expected since the alias is here.
     */
    static void lettingGo(Step step, Holding holding, Node from, Word word) {
        Duration latest = holding.since().plus(Timing.MOST_LETTING_GO);
        step.taking = step.taking.map(taking -> taking.from().equals(from)
                        && taking.until().compareTo(holding.since()) >= 0
                        && step.now.compareTo(latest) <= 0
                ? lettingGo(taking, word)
                : taking);
    }

    private static Taking lettingGo(Taking taking, Word word) {
        Duration later = word.provedAt().plus(Timing.LETTING_GO);
        boolean leaves = word.said().has() == Known.YES
                && !word.said().sure()
                && !word.said().takes();
        return leaves && taking.until().compareTo(later) < 0 ? taking.until(later) : taking;
    }

    /** The alias came here when the offer was over. The one that offered it may be about to let go of it all the same. */
    static void tooLate(Step step) {
        if (!open(step)) {
            return;
        }
        end(step, Outcome.TOO_LATE);
        step.taking = step.taking.map(taking -> NodeFitness.word(step, taking.from())
                .map(word -> lettingGo(taking, word))
                .orElse(taking));
    }

    /** Whoever has the alias beside this host from now on has not merely not let go yet. */
    static void expectNoMore(Step step) {
        step.taking = ofNow(step)
                .map(taking -> new Taking(taking.from(), taking.id(), step.now.minusNanos(1), taking.outcome()))
                .or(() -> step.taking);
    }

    /**
     * The one that handed it over announces it, which it does not do from its offer on. So it has it anew: it has let go, and
     * has not heard this host since, or has kept it.
     */
    static void announced(Step step, Holding holding, MacAddress mac) {
        if (expects(step, mac) && step.now.minus(holding.since()).compareTo(Timing.ON_ITS_WAY) > 0) {
            hasLetGo(step, holding);
        }
    }

    /** The one that handed it over says that it has let go of it. */
    static void hasLetGo(Step step, Holding holding) {
        step.taking = step.taking.map(taking -> taking.until(holding.since().minusNanos(1)));
    }

    /** Whether the alias is being taken because it was offered. */
    static boolean open(Step step) {
        return step.taking.filter(Taking::open).isPresent();
    }

    /** Whether the offer still stands. */
    static boolean stands(Step step) {
        return ofNow(step).filter(Taking::open).isPresent();
    }

    /** What is offered is not being taken any more. */
    static void end(Step step, Outcome how) {
        step.taking = step.taking.map(taking -> taking.open() ? taking.ended(how) : taking);
    }
}
