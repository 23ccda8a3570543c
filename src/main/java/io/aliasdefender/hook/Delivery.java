package io.aliasdefender.hook;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Tells somebody what happened. On the loop of the hooks; one at a time. */
interface Delivery {
    /**
     * Tells of some events.
     *
     * @param told not empty, in their order
     * @return what came of it, as a sentence without secrets; fails with {@link NotDelivered}
     */
    Future<String> tell(List<Told> told);

    /** How many events can be told at once. */
    default int most() {
        return 1;
    }

    /** So long a first event waits for others that are told with it. */
    default Duration window() {
        return Duration.ZERO;
    }

    /** Ends what is under way; nothing is told afterwards. */
    void close();

    /** Why somebody was not told. */
    final class NotDelivered extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean forGood;

        /** @param forGood whether the very same is refused whenever it is told again */
        NotDelivered(String sentence, boolean forGood) {
            super(sentence, null, false, false);
            this.forGood = forGood;
        }

        boolean forGood() {
            return forGood;
        }
    }
}
