package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Check;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;

/** Who else is seen with an alias while it is offered: the node that is to have it, or a third one. */
final class HandOverSightings {
    private HandOverSightings() {}

    /**
     * A host was seen with the alias. A host that is not known to be a node changes nothing: it may be the one that is to have
     * the alias, and whoever has it next defends it against a stranger.
     *
     * @return how it is offered now; empty: the offer is over
     */
    static Optional<HandingOver> seen(Step step, HandingOver phase, MacAddress mac, Sighting.Kind kind) {
        Optional<Node> node = step.evidence.nodeOf(mac, step.spec.others());
        if (node.isEmpty() || phase.takenAt().isPresent()) {
            return Optional.of(phase);
        }
        if (node.get().equals(phase.to())) {
            return Optional.of(kind == Sighting.Kind.REPLY ? answered(step, phase) : phase);
        }
        if (Takings.expects(step, mac)) {
            return Optional.of(phase);
        }
        contested(step, phase, node.get())
                .ifPresent(holding -> Checks.anotherHolder(step, holding, mac, kind));
        return Optional.empty();
    }

    /** A third node says over the node link what it has. */
    static void told(Step step, HandingOver phase, Node third, Word word) {
        boolean ofNow = word.provedAt().compareTo(phase.since()) > 0;
        if (ofNow && word.said().holdsWell() && phase.takenAt().isEmpty() && !Takings.isFrom(step, third)) {
            contested(step, phase, third).ifPresent(holding -> LinkedHolders.heard(step, holding, third, word));
        }
    }

    /**
     * The node answers for the alias on the alias's own network. Its word follows as a rule, and is waited for: by then clients
     * have been told. Where it is not heard over the node link any more, the answer stands for the word.
     */
    private static HandingOver answered(Step step, HandingOver phase) {
        HandingOver answered = phase.answered(step.now);
        Duration first = answered.answeredAt().orElseThrow();
        Duration newest = NodeFitness.word(step, phase.to())
                .map(Word::provedAt)
                .filter(at -> at.compareTo(first) > 0)
                .orElse(first);
        if (step.now.minus(newest).compareTo(Timing.UNSAID) >= 0) {
            return HandOver.taken(step, answered, "; it answers for it, and is not heard over the node link any more");
        }
        Transitions.handOverProceeds(step, answered);
        return answered;
    }

    /**
     * A third node has the alias, too: the offer ends. An alias that leaves in any case leaves now, as it is served elsewhere.
     * Any other is held as before it was offered, and the rule for two holders decides.
     *
     * @return how this host holds it now; empty: it lets go
     */
    private static Optional<Holding> contested(Step step, HandingOver phase, Node third) {
        String sentence = step.spec.role() + ": " + Wording.of(third, step.spec) + " has " + step.spec.address()
                + " too while it is offered to " + Wording.of(phase.to(), step.spec);
        if (phase.plan().anyway()) {
            step.tell(Cause.RELEASING, Level.WARNING, sentence + "; releasing it: " + phase.plan().because());
            Release.begin(step, step.spec.placement(), phase.plan().then());
            return Optional.empty();
        }
        step.tell(Cause.REFUSED, Level.WARNING, sentence + "; the offer ends");
        Holding holding = phase.before().with(Check.none(step.now));
        Transitions.goesOnHolding(step, holding);
        return Optional.of(holding);
    }
}
