package io.aliasdefender.core;

import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;

/** The defender of this alias has ended: nothing that happens is its business any more. */
final class StoppedHandler extends Handler<Stopped> {
    @Override
    void tick(Step step, Stopped phase) {}

    @Override
    void probed(Step step, Stopped phase, ProbeOutcome outcome, boolean round) {}

    @Override
    void burstEnded(Step step, Stopped phase, BurstResult result) {}

    @Override
    void reachChecked(Step step, Stopped phase, ReachResult result) {
        // Late.
    }

    @Override
    void sighted(Step step, Stopped phase, MacAddress mac, Sighting.Kind kind) {}

    @Override
    void observed(Step step, Stopped phase, boolean linkCameUp) {}

    @Override
    void applied(Step step, Stopped phase, AddressAction action, CommandResult result) {}

    @Override
    void stalled(Step step, Stopped phase, Duration length) {}

    @Override
    void moved(Step step, Stopped phase, AliasSpec before) {}

    @Override
    void ask(Step step, Stopped phase) {}

    @Override
    void claim(Step step, Stopped phase) {}

    @Override
    void keepBack(Step step, Stopped phase, String because) {}

    @Override
    void release(Step step, Stopped phase, String because) {}

    @Override
    void linked(Step step, Stopped phase, Node node, Word word) {
        // Nobody asks it any more.
    }

    @Override
    void fitnessChanged(Step step, Stopped phase) {
        // It is not defended any more.
    }

    @Override
    void announced(Step step, Stopped phase) {
        // It is not held.
    }

    @Override
    void handOver(Step step, Stopped phase, Optional<Node> to, String because) {
        // It is not here.
    }

    @Override
    void add(Step step, Stopped phase) {
        refuse(step, "the defender of " + step.spec.address() + " has ended");
    }

    @Override
    void remove(Step step, Stopped phase) {}

    @Override
    void suspend(Step step, Stopped phase) {}

    @Override
    void resume(Step step, Stopped phase) {}

    @Override
    void end(Step step, Stopped phase, String because) {}

    @Override
    void keep(Step step, Stopped phase, String because) {}
}
