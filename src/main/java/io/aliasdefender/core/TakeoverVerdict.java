package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import java.time.Duration;
import java.util.Optional;

/** What the rule for taking over says, with the sentence that says why. */
public sealed interface TakeoverVerdict {
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

        void unfit(Unfit verdict);
    }

    /**
     * Silent, but the checks of this host do not pass, or have not for long enough.
     *
     * @param left until it is looked at again; empty: until the checks say something else
     */
    record Unfit(String because, Optional<Duration> left) implements TakeoverVerdict {
        @Override
        public void accept(Visitor visitor) {
            visitor.unfit(this);
        }
    }

    /** Silent here, but another node says over the node link that it has it and is well. */
    record HeldUnheard(String because) implements TakeoverVerdict {
        @Override
        public void accept(Visitor visitor) {
            visitor.heldUnheard(this);
        }
    }

    /** Silent, and ours to take; the sentence has the evidence alone. */
    record Take(Ground ground) implements TakeoverVerdict {
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
    record Answered(Answer answer, String because) implements TakeoverVerdict {
        @Override
        public void accept(Visitor visitor) {
            visitor.answered(this);
        }
    }

    /** Not a single probe could be sent: nothing is known. */
    record CannotProbe(String because) implements TakeoverVerdict {
        @Override
        public void accept(Visitor visitor) {
            visitor.cannotProbe(this);
        }
    }

    /** Silent, and there is no witness to ask. */
    record NoWitness(String because) implements TakeoverVerdict {
        @Override
        public void accept(Visitor visitor) {
            visitor.noWitness(this);
        }
    }

    /** Silent, but no witness could be asked: whether our own network works is not known. */
    record WitnessNotAsked(String because) implements TakeoverVerdict {
        @Override
        public void accept(Visitor visitor) {
            visitor.witnessNotAsked(this);
        }
    }

    /** Silent, and so is every witness. */
    record NetworkDown(String because) implements TakeoverVerdict {
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
    record BetterAlive(String because, Optional<Duration> left) implements TakeoverVerdict {
        @Override
        public void accept(Visitor visitor) {
            visitor.betterAlive(this);
        }
    }
}
