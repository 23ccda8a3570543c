package io.aliasdefender.core;

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

/**
 * What a host does in one phase about each input. There is no behaviour here that a phase could forget to have an opinion
 * about: a new input or order does not compile until every phase handles it.
 *
 * @param <P> the phase
 */
abstract class Handler<P extends Phase> {
    /** Time has passed, or what is heard of nodes or witnesses has changed. */
    abstract void tick(Step step, P phase);

    abstract void probed(Step step, P phase, ProbeOutcome outcome, boolean round);

    abstract void burstEnded(Step step, P phase, BurstResult result);

    /** Questions from the alias, which this host asked while it had it, have come to an end. */
    abstract void reachChecked(Step step, P phase, ReachResult result);

    abstract void sighted(Step step, P phase, MacAddress mac, Sighting.Kind kind);

    /**
     * The kernel has something else now; {@link Step#observed} says what.
     *
     * @param linkCameUp the link was not usable before, and is now
     */
    abstract void observed(Step step, P phase, boolean linkCameUp);

    abstract void applied(Step step, P phase, AddressAction action, CommandResult result);

    abstract void stalled(Step step, P phase, Duration length);

    /** The configuration has another placement for the alias now; what the kernel has of that is not known yet. */
    abstract void moved(Step step, P phase, AliasSpec before);

    /** Another node told something else about the alias. */
    abstract void linked(Step step, P phase, Node node, Word word);

    /** The first announcement of the alias has left this host. */
    abstract void announced(Step step, P phase);

    /** The checks say something else; {@link Evidence#fitness} says what. */
    abstract void fitnessChanged(Step step, P phase);

    // What the group decides.

    abstract void ask(Step step, P phase);

    abstract void claim(Step step, P phase);

    abstract void keepBack(Step step, P phase, String because);

    abstract void release(Step step, P phase, String because);

    // What operators order.

    abstract void add(Step step, P phase);

    abstract void remove(Step step, P phase);

    /**
     * Hand the alias over; keep it where nobody takes it.
     *
     * @param to to this node alone; empty: to whichever takes it
     */
    abstract void handOver(Step step, P phase, Optional<Node> to, String because);

    abstract void suspend(Step step, P phase);

    abstract void resume(Step step, P phase);

    /**
     * The defender of the alias ends.
     *
     * @param because why, for the sentence
     */
    abstract void end(Step step, P phase, String because);

    /** The defender of the alias ends, and leaves it in place where it is here. */
    abstract void keep(Step step, P phase, String because);

    // Sentences of several phases.

    static void refuse(Step step, String because) {
        step.tell(Cause.REFUSED, Level.WARNING, step.spec.role() + ": " + because);
    }

    static void keepInPlace(Step step, String because) {
        step.tell(
                Cause.KEPT,
                Level.INFO,
                step.spec.role() + ": stopping, and leaving " + step.spec.placement() + " in place (" + because + ")");
        Transitions.stops(step);
    }

    static void takeOff(Step step, String because, After then) {
        step.tell(
                Cause.RELEASING,
                Level.INFO,
                step.spec.role() + ": releasing " + step.spec.placement() + ": " + because);
        Release.begin(step, step.spec.placement(), then);
    }

    static void takeOffForOperator(Step step) {
        step.tell(
                Cause.RELEASING,
                Level.INFO,
                step.spec.role() + ": an operator takes " + step.spec.placement() + " off this host");
        Release.begin(step, step.spec.placement(), After.STAND_ASIDE);
    }

    static void takeOffForMaintenance(Step step) {
        step.tell(
                Cause.MAINTENANCE,
                Level.INFO,
                step.spec.role() + ": this host goes into maintenance; releasing " + step.spec.placement());
        Release.begin(step, step.spec.placement(), After.SUSPEND);
    }

    static void standAside(Step step) {
        Transitions.standsAside(step);
        step.tell(
                Cause.STANDING_ASIDE,
                Level.WARNING,
                step.spec.role() + ": an operator took " + step.spec.address()
                        + " off this host; not taking it again until another host has had it, or `add`");
    }

    static void suspendHere(Step step) {
        step.tell(
                Cause.MAINTENANCE,
                Level.INFO,
                step.spec.role() + ": this host goes into maintenance; it does not take " + step.spec.address()
                        + " until that is over");
        Transitions.suspends(step);
    }

    static void moveTo(Step step, AliasSpec before) {
        step.tell(
                Cause.RELEASING,
                Level.INFO,
                step.spec.role() + ": the configuration moves " + before.placement() + " to " + step.spec.placement());
        Release.begin(step, before.placement(), After.RESTORE);
    }
}
