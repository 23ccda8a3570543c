package io.aliasdefender.failover;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import java.util.function.Consumer;

/**
 * Feeds the pure core with what happens, and carries its decisions out. Knows of time only what its timers say, and
 * reaches everything else by its {@link Output}. One thread only, that of the timers.
 */
public final class FailoverEngine {
    /** Where the decisions go. May come back at once with an input: inputs that arrive during a decision wait. */
    public interface Output {
        /** What is to be probed from now on. */
        void plan(ProbePlan plan);

        /** Ask quickly, to be sure. Ends in {@link FailoverEngine#burstEnded}. */
        void burst(BurstRequest request);

        /** Add or remove an address. Ends in {@link FailoverEngine#applied}. */
        void action(AddressAction action);

        /** Tell the network once that this host has the alias. */
        void announce(Announcement announcement);

        /** A sentence for people. */
        void report(Report report);
    }

    /**
     * Prepares; nothing happens before {@link #start()}.
     *
     * @param guard begun by its owner; every input of this engine passes it first
     */
    public FailoverEngine(Settings settings, Timers timers, PauseGuard guard, Output output) {}

    /** Begins to defend: to be called once, before the first input. */
    public void start() {}

    /** What the kernel of this host has now. */
    public void kernel(KernelView view) {}

    /** A steady round told something. */
    public void probed(ProbeResult result) {}

    /** A burst has ended. */
    public void burstEnded(BurstResult result) {}

    /** Another host spoke about an alias. */
    public void sighted(Sighting sighting) {}

    /** How an action went. */
    public void applied(AddressApplied applied) {}

    /** The configuration is another one from now on. */
    public void reconfigured(Settings next) {}

    /** An operator's order; it is answered once, when everything has come to an end or after four seconds. */
    public void order(OrderRequest request, Consumer<OrderAnswer> answer) {}

    /**
     * Ends the defending of all aliases.
     *
     * @param order {@link Order#STOP} or {@link Order#LEAVE}
     * @param done called once, when all have ended or that took longer than 1.5 s
     */
    public void stop(Order order, Runnable done) {}

    /** How things stand. */
    public NodeStatus status() {
        throw new UnsupportedOperationException();
    }
}
