package io.aliasdefender.core;

import io.aliasdefender.core.Action.Urgency;
import io.aliasdefender.core.AliasState.Taking;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Offer;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * What a host does about the offer of another one. It takes an alias that still answers, so it must be proved that the offer
 * is of now: {@link Word#provedAt()} is hardly older than the way there and back.
 */
final class Offers {
    /** An offer that may be older than this is not taken; it is told again. */
    static final Duration FRESH = Duration.ofMillis(250);

    private Offers() {}

    /**
     * A host that does not have the alias heard something over the link.
     *
     * @param burst that is under way, whose end goes on being waited for; 0: none is
     */
    static void heard(Step step, Node from, Word word, long burst) {
        news(step, from, word).ifPresent(offer -> {
            Optional<Outcome> obstacle = obstacle(step, from, word, offer);
            if (obstacle.isPresent()) {
                refuse(step, from, offer, obstacle.get());
            } else {
                take(step, from, word, offer, burst);
            }
        });
    }

    /**
     * Looks again at what is offered, for which a lease had to be asked for first.
     *
     * @return whether it is being taken
     */
    static boolean taken(Step step, long burst) {
        if (!Leasing.needed(step) || !Leasing.allowsOffered(step) || !step.evidence.isOffered(step.now)) {
            return false;
        }
        step.evidence.words().forEach((node, word) -> {
            if (!Takings.open(step)) {
                heard(step, node, word, burst);
            }
        });
        return Takings.open(step);
    }

    /** Whatever is offered, this host does not take it. */
    static void refuseAny(Step step, Node from, Word word, Outcome why) {
        news(step, from, word).ifPresent(offer -> refuse(step, from, offer, why));
    }

    /** This host has it already. */
    static void has(Step step, Holding holding, Node from, Word word) {
        news(step, from, word).ifPresent(offer -> {
            if (step.doubt().none()) {
                step.taking = Optional.of(new Taking(from, offer.id(), word.until(offer), Optional.of(Outcome.TAKEN)));
            } else if (isProof(step, holding, from, word, offer)) {
                step.taking = Optional.of(new Taking(from, offer.id(), word.until(offer), Optional.empty()));
                Transitions.proves(step);
                Announcing.series(step, holding, Urgency.CLAIM);
            }
        });
    }

    /** This host was late in taking it, and whoever has it offers it still: nobody else can have taken it since. */
    private static boolean isProof(Step step, Holding holding, Node from, Word word, Offer offer) {
        return step.doubt().kind() == Doubt.Kind.UNPROVEN
                && !holding.conflicts().any()
                && step.taking
                        .filter(taking -> taking.from().equals(from)
                                && taking.outcome()
                                        .filter(Outcome.TOO_LATE::equals)
                                        .isPresent())
                        .isPresent()
                && isOfNow(step, word)
                && obstacle(step, from, word, offer).isEmpty();
    }

    private static boolean isOfNow(Step step, Word word) {
        return step.now.minus(word.provedAt()).compareTo(FRESH) <= 0
                && word.said().has() == Known.YES;
    }

    /** The one that offers what is being taken waits for longer: it sees that this host has much to take. */
    static void extended(Step step, Node from, Word word) {
        word.offer()
                .ifPresent(offer -> step.taking = step.taking.map(taking -> taking.open()
                                && taking.isOf(from, offer.id())
                                && taking.until().compareTo(word.until(offer)) < 0
                        ? taking.until(word.until(offer))
                        : taking));
    }

    /** An offer that was not heard before. */
    private static Optional<Offer> news(Step step, Node from, Word word) {
        return word.offer()
                .filter(offer -> step.taking
                        .filter(known -> known.isOf(from, offer.id()) && step.now.compareTo(known.until()) <= 0)
                        .isEmpty());
    }

    private static void refuse(Step step, Node from, Offer offer, Outcome why) {
        step.taking = Optional.of(new Taking(from, offer.id(), step.now.plus(Timing.OFFER), Optional.of(why)));
        step.note(
                Cause.REFUSED,
                Level.WARNING,
                step.spec.role() + ": " + Wording.of(from, step.spec) + " offers " + step.spec.address()
                        + "; not taking it: " + why.words().replaceFirst("^it |^its ", "this host: "));
    }

    private static Optional<Outcome> obstacle(Step step, Node from, Word word, Offer offer) {
        if (step.now.compareTo(word.until(offer)) >= 0) {
            return Optional.of(Outcome.TOO_LATE);
        }
        if (!step.linkUsable()) {
            return Optional.of(Outcome.LINK_DOWN);
        }
        if (step.evidence.group().flatMap(GroupView::bar).isPresent()) {
            return Optional.of(Outcome.KEPT_OFF);
        }
        if (hasAnother(step, from)) {
            return Optional.of(Outcome.NOT_TAKEN);
        }
        if (step.filtering.aside()) {
            return Optional.of(Outcome.FILTERED);
        }
        return UnfitHolder.mayTake(step) ? Optional.empty() : Optional.of(Outcome.UNFIT);
    }

    /** Somebody else says that he has it: the one that offers it was cut off, and has lost it meanwhile. */
    private static boolean hasAnother(Step step, Node from) {
        return step.evidence.words().entrySet().stream()
                .anyMatch(told -> !told.getKey().equals(from)
                        && told.getValue().said().has() == Known.YES
                        && step.now.minus(told.getValue().provedAt()).compareTo(FRESH) <= 0);
    }

    private static void take(Step step, Node from, Word word, Offer offer, long burst) {
        if (!isOfNow(step, word) || !Leasing.allowsOffered(step)) {
            // It may be of earlier; what is said next tells. Or its lease is asked for first.
            return;
        }
        step.taking = Optional.of(new Taking(from, offer.id(), word.until(offer), Optional.empty()));
        if (word.said().service() == Known.NO) {
            step.fitness = step.fitness.moved(step.now);
        }
        Claim.offered(step, from, burst);
    }
}
