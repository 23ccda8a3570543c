package io.aliasdefender.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Failover#decide} made of an input.
 *
 * @param next the alias's state from now on
 * @param actions to be carried out in this order
 * @param said what people should be told now; empty when it was told a moment ago. The current reason, told or not, is
 *     {@link AliasState#why()}
 * @param wakeAt when a {@link Input.Tick} is wanted at the latest; empty: whenever
 * @param arrival how the alias has come to this host just now; empty: it has not
 */
public record Decision(
        AliasState next,
        List<Action> actions,
        List<Reason> said,
        Optional<Duration> wakeAt,
        Optional<Arrival> arrival) {
    public Decision {
        actions = List.copyOf(actions);
        said = List.copyOf(said);
    }

    /** Of one with which the alias does not come here. */
    public Decision(AliasState next, List<Action> actions, List<Reason> said, Optional<Duration> wakeAt) {
        this(next, actions, said, wakeAt, Optional.empty());
    }
}
