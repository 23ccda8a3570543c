package io.aliasdefender.sim;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.probe.Wire;
import java.time.Duration;
import java.util.Optional;

/** The program under simulation: the real one, or one with a mistake put in at one of its seams. */
interface Variant {
    /** The program as it is. */
    Variant REAL = new Variant() {};

    default Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
        return Failover.decide(state, input, spec, evidence, now);
    }

    /** What the prober sends through. */
    default Wire wire(Wire wire) {
        return wire;
    }

    /** What comes in from the wire. */
    default Wire.Listener listener(Wire.Listener listener) {
        return listener;
    }

    /** What goes over the bus of a daemon; empty: it is lost. */
    default <T> Optional<T> message(T message) {
        return Optional.of(message);
    }
}
