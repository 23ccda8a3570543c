package io.aliasdefender.failover;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.core.told.Telling.Replying;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.payload.PhaseName;
import java.time.Duration;
import java.util.Optional;

/**
 * This host asks the node that has an alias to hand it over to this host. It says so where it would say what came of an offer,
 * for as long as it waits: the node offers the alias then, and all else is as in any hand-over.
 */
final class Fetch implements Ordering.Course {
    /** Above the ids of offers, which count from one. */
    private static final long FIRST_ID = 1L << 30;
    /** A request that may be older than this is of no interest to anybody any more: who made it has stopped waiting. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Node holder;
    private final long id;
    private final Reason before;
    private boolean offered;

    /** @param nowMillis of a clock that goes on over restarts, so that no id comes twice within a day */
    Fetch(Node holder, long nowMillis, AliasState state) {
        this.holder = holder;
        id = FIRST_ID | nowMillis & FIRST_ID - 1;
        before = state.why();
    }

    /** What is told while this is under way. */
    Telling asking(Telling telling) {
        return offered
                ? telling
                : new Telling(
                        telling.alias(),
                        telling.said(),
                        telling.offer(),
                        Optional.of(new Replying(holder, new Word.Reply(id, Word.Outcome.ASKED_FOR))));
    }

    /** The node has said something: from its offer on there is something else to answer. */
    void heard(Node from, Word word) {
        offered |= from.equals(holder) && word.offer().isPresent();
    }

    @Override
    public boolean moves() {
        return true;
    }

    @Override
    public Optional<Ordering.End> decided(Defended defended) {
        if (PhaseName.of(defended.state.phase()) == PhaseName.HOLDING) {
            String self = defended.spec.self().name();
            return Optional.of(new Ordering.End(
                    true,
                    defended.spec.role() + ": " + defended.address() + " is on " + self + " now",
                    Optional.of(self)));
        }
        return Ordering.refusal(defended, before)
                .map(sentence -> new Ordering.End(false, sentence, Optional.of(holder.name())));
    }

    @Override
    public String tooLate(Defended defended) {
        return defended.spec.role() + ": " + holder.name() + " has not handed " + defended.address()
                + " over; its log says why";
    }

    /**
     * Another node told something about an alias.
     *
     * @return its request to have the alias, if that is one of now that was not heard before
     */
    static boolean requested(Defended defended, Node from, Word word, Duration now) {
        if (defended.fetch.isPresent()) {
            defended.fetch.get().heard(from, word);
        }
        boolean asked = word.reply()
                .filter(reply -> reply.outcome() == Word.Outcome.ASKED_FOR)
                .filter(reply -> reply.id() != defended.lastRequest)
                .isPresent();
        if (!asked || now.minus(word.provedAt()).compareTo(FRESH) > 0) {
            return false;
        }
        defended.lastRequest = word.reply().orElseThrow().id();
        return PhaseName.of(defended.state.phase()) == PhaseName.HOLDING;
    }

    /** The same for what decides, to which a request is an order. */
    static Word withoutRequest(Word word) {
        Optional<Word.Reply> reply = word.reply().filter(said -> said.outcome() != Word.Outcome.ASKED_FOR);
        return reply.equals(word.reply()) ? word : new Word(word.said(), word.offer(), reply, word.provedAt());
    }
}
