package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;

/** The rule for putting back an alias that something else deleted from its holder, judged from one short burst. */
final class Restore {
    private Restore() {}

    /** What the rule says. */
    sealed interface Verdict {
        /** Hands this to the method for its kind. */
        void accept(Visitor visitor);

        /** One method for each verdict. */
        interface Visitor {
            void putBack(PutBack verdict);

            void lost(Lost verdict);

            void notKnown(NotKnown verdict);
        }

        /** Nobody has taken it. */
        record PutBack(Ground ground) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.putBack(this);
            }
        }

        /** Another host has it by now. */
        record Lost(Answer answer) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.lost(this);
            }
        }

        /** Nobody is heard, so that nobody's silence means anything. */
        record NotKnown(String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.notKnown(this);
            }
        }
    }

    /**
     * Applies the rule. Somebody must be heard in the burst itself; what was heard before counts only where there is no
     * doubt, for then the last rounds were answered.
     *
     * @param neighbourly whether the alias itself could be asked for
     */
    static Verdict judge(
            AliasSpec spec, Evidence evidence, Doubt doubt, BurstResult burst, boolean neighbourly, Duration now) {
        Tally alias = burst.alias();
        if (alias.alive()) {
            return new Verdict.Lost(new Answer(now, alias.mac(), alias.rtt().orElse(Duration.ZERO)));
        }
        boolean heard = burst.hosts().values().stream().anyMatch(Tally::heardThroughout)
                || evidence.proven(burst)
                || doubt.none() && evidence.somebodyAnswers();
        boolean asked = alias.silent() || !neighbourly;
        return heard && asked
                ? new Verdict.PutBack(new Ground(Ground.Kind.DELETION, "nobody else has " + spec.address(), false))
                : new Verdict.NotKnown(spec.role() + ": " + spec.address()
                        + " was deleted, and there is no proof that our own network works; not putting it back yet");
    }
}
