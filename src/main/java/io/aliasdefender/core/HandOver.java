package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a holder hands the alias over, make before break: another node takes it, announces it and says so, and only then this
 * host lets go of it. All of it goes over the node link; where no node answers there, everything is as without one.
 */
final class HandOver {
    private HandOver() {}

    /**
     * The alias leaves this host whatever comes; here, after another node has taken it.
     *
     * @return whether there is one that it can be offered to
     */
    static boolean begins(Step step, Holding holding, After then, String because) {
        return begin(step, holding, MovePlan.leaving(then, because));
    }

    /** The alias leaves this host if another one takes it. */
    static void ifTaken(Step step, Holding holding, Optional<Node> to, String because) {
        if (!begin(step, holding, MovePlan.ifTaken(to, because))) {
            step.tell(
                    Cause.REFUSED,
                    Level.WARNING,
                    step.spec.role() + ": cannot hand over " + step.spec.address() + ": " + whyNobody(step, holding, to)
                            + "; it stays on this host");
        }
    }

    /** @return whether there is a node to offer it to */
    static boolean begin(Step step, Holding holding, MovePlan plan) {
        Optional<Node> to = certain(step, holding) ? taker(step, plan) : Optional.empty();
        to.ifPresent(node -> offer(step, holding, plan, node));
        return to.isPresent();
    }

    /** Nothing is given away of which it is not certain that this host alone has it. */
    static boolean certain(Step step, Holding holding) {
        return step.doubt().none() && !holding.conflicts().any() && step.linkUsable();
    }

    private static void offer(Step step, Holding holding, MovePlan plan, Node node) {
        step.tell(
                Cause.HANDING_OVER,
                Level.INFO,
                step.spec.role() + ": handing over " + step.spec.address() + " to " + Wording.of(node, step.spec) + ": "
                        + plan.because());
        boolean stop = plan.then() == After.STOP;
        Transitions.handsOver(
                step,
                new HandingOver(
                        step.now,
                        node,
                        step.offer(),
                        step.now.plus(stop ? Timing.OFFER_AT_STOP : Timing.OFFER),
                        step.now.plus(stop ? Timing.MOST_OFFER_AT_STOP : Timing.MOST_OFFER),
                        Optional.empty(),
                        Optional.empty(),
                        plan,
                        holding));
    }

    /** The fittest node that can be given it, and of those the best-ranked. None whose checks fail. */
    private static Optional<Node> taker(Step step, MovePlan plan) {
        // Where the group is going already; one that leaves in any case goes elsewhere rather than nowhere.
        Optional<Node> along =
                step.evidence.group().flatMap(GroupView::handedTo).filter(node -> !plan.anyway());
        List<Node> nodes = step.spec.others().stream()
                .filter(node -> along.filter(only -> !only.equals(node)).isEmpty())
                .filter(node -> plan.wanted().filter(only -> !only.equals(node)).isEmpty())
                .filter(node -> !plan.refused().contains(node))
                .filter(node -> NodeFitness.canBeGivenIt(step, node))
                .filter(node -> !plan.unfit()
                        || plan.anyway()
                        || step.fitness.untilSteady(node, step.now).isZero())
                .toList();
        // Where nothing is checked, a node of a version that says nothing of it is as good as any other.
        boolean matters = plan.unfit() || !step.spec.checks().isEmpty();
        return nodes.stream()
                .filter(node -> matters && NodeFitness.serves(step, node) == Known.YES)
                .findFirst()
                .or(() -> nodes.stream().findFirst());
    }

    /** Whether a node says that it does not take what is let go of, or has it, too. */
    static boolean declines(Step step, Node node) {
        return NodeFitness.word(step, node)
                .map(Word::said)
                .filter(said -> said.has() == Known.YES || said.leavesItAlone())
                .isPresent();
    }

    static String whyNobody(Step step, Holding holding, Optional<Node> to) {
        if (!certain(step, holding)) {
            return "it is not certain that this host alone has it";
        }
        return step.spec.others().stream()
                .filter(node -> to.filter(only -> !only.equals(node)).isEmpty())
                .map(node -> Wording.of(node, step.spec) + " " + whyNot(step, node))
                .collect(Collectors.joining(", "));
    }

    private static String whyNot(Step step, Node node) {
        return NodeFitness.word(step, node)
                .map(word -> switch (word.said().has()) {
                    case YES -> "has it, too";
                    case UNKNOWN -> "does not know yet whether it has it";
                    case NO ->
                        word.said().service() == Known.NO
                                ? "is not fit for it: " + word.itsChecksFail()
                                : !word.said().takes()
                                        ? "does not take it (in maintenance, or kept off it by an operator)"
                                        : !word.said().fit()
                                                ? "cannot have it now (its interface, its group, or the network's filter)"
                                                : "hears no witness";
                })
                .orElse("is not heard over the node link");
    }

    /** When something is to be done about what is being handed over. */
    static Duration dueAt(HandingOver phase) {
        return phase.takenAt()
                .map(at -> at.plus(Timing.LINGER))
                .orElseGet(() -> phase.mayBeExtended() ? phase.until().minus(Timing.OFFER_EXTENDED) : phase.until());
    }

    /**
     * A host that is offered thousands at once needs longer for the last of them than an offer stands. As long as it says that
     * it does not have this one yet and would take it, nothing is lost by waiting: this host has it.
     */
    static void extendIfAtWork(Step step, HandingOver phase) {
        if (step.now.compareTo(dueAt(phase)) < 0) {
            return;
        }
        boolean atWork = NodeFitness.word(step, phase.to())
                .filter(word -> word.said().canBeGivenIt() && word.provedAt().compareTo(phase.since()) > 0)
                .isPresent();
        Transitions.handOverProceeds(step, atWork ? phase.extended(step.now.plus(Timing.OFFER)) : phase.notExtended());
    }

    /**
     * The node has it, and does not know whether it may: it had too much to do. That this host still offers it is the proof
     * that it needs.
     */
    static void again(Step step, HandingOver phase) {
        if (step.now.plus(Timing.OFFER_EXTENDED).compareTo(phase.latest()) >= 0) {
            notTaken(step, phase, Outcome.TOO_LATE.words(), false);
            return;
        }
        step.tell(
                Cause.HANDING_OVER,
                Level.INFO,
                step.spec.role() + ": " + Wording.of(phase.to(), step.spec) + " was late in taking "
                        + step.spec.address() + "; offering it once more");
        Transitions.handsOver(step, phase.again(step.offer(), step.now.plus(Timing.OFFER)));
    }

    /** The node says that it has taken it. */
    static void taken(Step step, HandingOver phase) {
        taken(step, phase, "");
    }

    /**
     * @param how it was known, after "it was offered"; empty: the node says so
     * @return how it is offered now
     */
    static HandingOver taken(Step step, HandingOver phase, String how) {
        step.tell(
                Cause.HANDED_OVER,
                Level.INFO,
                step.spec.role() + ": " + Wording.of(phase.to(), step.spec) + " has " + step.spec.address() + " ("
                        + Wording.of(step.now.minus(phase.since())) + " after it was offered" + how
                        + "); letting go of it here");
        HandingOver taken = phase.taken(step.now);
        Transitions.handOverProceeds(step, taken);
        return taken;
    }

    /** The node has it, and clients have been told. */
    static void letGo(Step step, HandingOver phase) {
        Optional<MacAddress> mac = step.evidence.identity().macOf(phase.to());
        step.answer = Optional.of(new Answer(step.now, mac, Duration.ZERO));
        step.failedFailbacks = 0;
        if (phase.plan().unfit()) {
            step.fitness = step.fitness.moved(step.now);
        }
        Release.begin(step, step.spec.placement(), phase.plan().then());
    }

    /** The node says that it does not take it, and has it not: the next one may. */
    static void refused(Step step, HandingOver phase, String why) {
        notTaken(step, phase, why, true);
    }

    /** The node has said nothing all the time. */
    static void unanswered(Step step, HandingOver phase) {
        notTaken(
                step,
                phase,
                "it has not said within " + Wording.of(phase.until().minus(phase.since())) + " that it has taken it",
                false);
    }

    /** @param surely whether it is certain that the node does not have it */
    private static void notTaken(Step step, HandingOver phase, String why, boolean surely) {
        MovePlan plan = phase.plan().without(phase.to());
        String sentence = step.spec.role() + ": " + Wording.of(phase.to(), step.spec) + " does not take "
                + step.spec.address() + ": " + why;
        // One that has not said anything may have taken it: a second one would take it beside that one.
        boolean ends = step.now.compareTo(phase.until()) >= 0;
        // The aliases of a group would go to different nodes.
        boolean apart = !plan.anyway() && step.evidence.group().isPresent();
        Optional<Node> next = ends || apart ? Optional.empty() : taker(step, plan);
        if (next.isPresent()) {
            step.tell(Cause.HANDING_OVER, Level.WARNING, sentence);
            offer(step, phase.before(), plan, next.get());
        } else if (plan.unfit() && step.evidence.fitness().fit() == Known.YES) {
            step.tell(Cause.REFUSED, Level.WARNING, sentence + "; its own checks pass again; it stays on this host");
            keep(step, phase, surely);
        } else if (plan.anyway()) {
            step.tell(Cause.RELEASING, Level.WARNING, sentence + "; releasing it all the same: " + plan.because());
            Release.begin(step, step.spec.placement(), plan.then());
        } else {
            if (plan.unfit()) {
                step.fitness = step.fitness.refused(step.now);
            } else {
                step.failedFailbacks++;
            }
            step.tell(Cause.REFUSED, Level.WARNING, sentence + "; it stays on this host");
            keep(step, phase, surely);
        }
    }

    /**
     * The alias stays.
     *
     * @param surely whether it is certain that no other node has taken it; else one may have, and not have been heard: that is
     *     asked before anything is announced
     */
    static void keep(Step step, HandingOver phase, boolean surely) {
        if (surely) {
            // The node may have had it for a moment, and have told clients.
            Announcing.series(step, phase.before().with(Check.none(step.now)), Action.Urgency.CLAIM);
        } else {
            Transitions.doubts(step, Doubt.unproven(step.now));
            Adoption.check(step, phase.before(), true);
        }
    }
}
