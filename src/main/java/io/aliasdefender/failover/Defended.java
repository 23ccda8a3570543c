package io.aliasdefender.failover;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.payload.OrderAnswer;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;

/** One alias with its state, its deadline and whoever waits for it. */
final class Defended {
    AliasSpec spec;
    AliasState state;
    Optional<Duration> wakeAt = Optional.empty();
    /** An operator who waits for the end of what was ordered. */
    Optional<Promise<OrderAnswer>> waiting = Optional.empty();
    /** What that operator ordered. */
    Order ordered = Order.ADD;
    /** Out of the configuration, on its way out. */
    boolean retiring;
    /** When an error of our own about it was told last. */
    Optional<Duration> mistakeToldAt = Optional.empty();

    Defended(AliasSpec spec, Duration now) {
        this.spec = spec;
        this.state = AliasState.starting(now);
    }

    boolean stopped() {
        return state.phase() instanceof Phase.Stopped;
    }

    boolean isDue(Duration now) {
        // No lambda: each of thousands is asked twenty times a second.
        return wakeAt.isPresent() && wakeAt.get().compareTo(now) <= 0;
    }

    /** Whether what an operator ordered has come to an end. */
    boolean settled() {
        Phase phase = state.phase();
        return !(phase instanceof Phase.Confirming
                || phase instanceof Phase.Ready
                || phase instanceof Phase.Claiming
                || phase instanceof Phase.Restoring
                || phase instanceof Phase.Releasing);
    }
}
