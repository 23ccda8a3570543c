package io.aliasdefender.failover;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Telling.Offering;
import io.aliasdefender.payload.PhaseName;
import java.util.Optional;
import java.util.function.Consumer;

/** How the hand-over of one alias goes that an operator ordered, by what is decided about it. */
final class Move implements Ordering.Course {
    /** What was said before the order, and is no answer to it. */
    private final Reason before;

    /** Not given yet, because it is not certain at this moment that this host alone has the alias. */
    private Optional<Consumer<Defended>> giving;

    private Optional<String> to = Optional.empty();
    private boolean taken;
    private Optional<String> refusal = Optional.empty();

    /** @param give gives the alias the order, as soon as it can be obeyed */
    Move(AliasState state, Consumer<Defended> give) {
        before = state.why();
        giving = Optional.of(give);
    }

    /** Just after a pause, for example, the order would be refused, and a moment later it is obeyed. */
    private boolean ready(Defended defended) {
        return PhaseName.of(defended.state.phase()) != PhaseName.HOLDING
                || defended.told.filter(telling -> telling.said().sure()).isPresent();
    }

    @Override
    public boolean moves() {
        return true;
    }

    @Override
    public Optional<Ordering.End> decided(Defended defended) {
        if (giving.isPresent()) {
            if (ready(defended)) {
                Consumer<Defended> give = giving.get();
                giving = Optional.empty();
                give.accept(defended);
            }
            return Optional.empty();
        }
        AliasState state = defended.state;
        if (PhaseName.of(state.phase()) == PhaseName.HANDING_OVER) {
            // It is told for as long as it is not taken.
            Optional<Offering> offer = defended.told.flatMap(Telling::offer);
            to = offer.map(one -> one.to().name()).or(() -> to);
            taken |= offer.isEmpty();
            return Optional.empty();
        }
        refusal = Ordering.refusal(defended, before).or(() -> refusal);
        if (PhaseName.of(state.phase()) == PhaseName.HOLDING) {
            // In a group the others may have to be asked first.
            return refusal.isPresent() || to.isPresent() ? Optional.of(stays(defended)) : Optional.empty();
        }
        if (!defended.settled()) {
            return Optional.empty();
        }
        return Optional.of(refusal.isPresent() ? refused() : gone(defended));
    }

    private Ordering.End stays(Defended defended) {
        String sentence = refusal.orElseGet(() -> defended.state.why().sentence() + "; " + defended.address()
                + " stays on this host, which was paused meanwhile");
        return new Ordering.End(
                false, sentence, Optional.of(defended.spec.self().name()));
    }

    private Ordering.End refused() {
        return new Ordering.End(false, refusal.orElseThrow(), Optional.empty());
    }

    private Ordering.End gone(Defended defended) {
        // It may have been taken already when the order came: then it is not told any more to which node.
        String sentence = taken && to.isPresent()
                ? defended.spec.role() + ": " + defended.address() + " is on " + to.orElseThrow() + " now"
                : defended.state.why().sentence();
        return new Ordering.End(taken, sentence, taken ? to : Optional.empty());
    }

    @Override
    public String tooLate(Defended defended) {
        return defended.spec.role() + ": cannot hand over " + defended.address() + ": "
                + (giving.isPresent()
                        ? "it is not certain that this host alone has it; it stays on this host"
                        : "it has not come to an end: " + defended.state.why().sentence());
    }
}
