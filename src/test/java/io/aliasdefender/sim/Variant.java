package io.aliasdefender.sim;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.failover.FailoverEngine;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.Optional;

/** The program under simulation: the real one, or one with a mistake put in at one of its seams. */
interface Variant {
    /** The program as it is. */
    Variant REAL = new Variant() {};

    /** What is decided. */
    default Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
        return Failover.decide(state, input, spec, evidence, now);
    }

    /** Makes the engine that decides. */
    default FailoverEngine failover(
            Settings settings,
            Timers timers,
            PauseGuard guard,
            FailoverEngine.Output output,
            FailoverEngine.Core core) {
        return new FailoverEngine(settings, timers, guard, output, core);
    }

    /** What goes over the bus of a daemon; empty: it is lost. */
    default <T> Optional<T> message(T message) {
        return Optional.of(message);
    }

    /** How a command is told to end that finds an IPv6 address there with another prefix. */
    default CommandResult thereWithAnotherPrefix(Duration took) {
        return new CommandResult.Failed(took, "File exists");
    }
}
