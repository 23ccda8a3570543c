package io.aliasdefender.core;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase.After;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy.OnStop;

/** What operators, a stop and a new configuration ask for. */
final class Orders {
    private Orders() {}

    static void obey(Step step, Order order) {
        switch (order) {
            case ADD -> add(step);
            case REMOVE -> remove(step);
            case SUSPEND -> suspend(step);
            case RESUME -> resume(step);
            case STOP -> stop(step, step.spec.policy().onStop() == OnStop.KEEP, "on-stop: keep");
            case LEAVE -> stop(step, true, "the next defender adopts it");
            case RETIRE -> end(step, "it is no longer in the configuration");
        }
    }

    private static void add(Step step) {
        if (step.phase instanceof Phase.Holding) {
            step.tell(
                    Cause.TOOK_OVER,
                    Level.INFO,
                    step.spec.role() + ": " + step.spec.placement() + " is on this host already");
        } else if (step.phase instanceof Claiming || step.phase instanceof Phase.Restoring) {
            step.tell(
                    Cause.TAKING_OVER,
                    Level.INFO,
                    step.spec.role() + ": " + step.spec.placement() + " is being added already");
        } else if (step.phase instanceof Suspended) {
            step.tell(
                    Cause.REFUSED,
                    Level.WARNING,
                    step.spec.role() + ": this host is in maintenance and takes nothing; end that first");
        } else if (step.phase instanceof Releasing || step.phase instanceof Stopped) {
            step.tell(
                    Cause.REFUSED,
                    Level.WARNING,
                    step.spec.role() + ": " + step.spec.address() + " is being released; try again in a moment");
        } else {
            Standby.confirm(step, true, 0);
        }
    }

    private static void remove(Step step) {
        if (mayBeHere(step)) {
            step.tell(
                    Cause.RELEASING,
                    Level.INFO,
                    step.spec.role() + ": an operator takes " + step.spec.placement() + " off this host");
            Release.begin(step, step.spec.placement(), After.STAND_ASIDE);
        } else {
            step.tell(
                    Cause.RELEASED,
                    Level.INFO,
                    step.spec.role() + ": " + step.spec.address() + " is not on this host; nothing to remove");
        }
    }

    private static void suspend(Step step) {
        if (step.phase instanceof Stopped || step.phase instanceof Suspended) {
            return;
        }
        if (step.phase instanceof Releasing releasing) {
            if (releasing.then() != After.STOP) {
                step.phase = releasing.andThen(After.SUSPEND);
            }
            return;
        }
        String what = step.spec.role() + ": this host goes into maintenance; ";
        if (mayBeHere(step)) {
            step.tell(Cause.MAINTENANCE, Level.INFO, what + "releasing " + step.spec.placement());
            Release.begin(step, step.spec.placement(), After.SUSPEND);
        } else {
            step.tell(
                    Cause.MAINTENANCE,
                    Level.INFO,
                    what + "it does not take " + step.spec.address() + " until that is over");
            step.phase = new Suspended(step.now);
        }
    }

    /** Something else put the alias here meanwhile. */
    static void keepSuspended(Step step) {
        if (step.present()) {
            step.tell(
                    Cause.MAINTENANCE,
                    Level.WARNING,
                    step.spec.role() + ": something put " + step.spec.placement()
                            + " on this host, which is in maintenance; taking it off");
            Release.begin(step, step.spec.placement(), After.SUSPEND);
        }
    }

    private static void resume(Step step) {
        boolean suspending = step.phase instanceof Releasing releasing && releasing.then() == After.SUSPEND;
        if (step.phase instanceof Suspended) {
            step.tell(Cause.MAINTENANCE, Level.INFO, step.spec.role() + ": the maintenance of this host is over");
            Standby.confirm(step, false, 0);
        } else if (suspending) {
            step.phase = ((Releasing) step.phase).andThen(After.WATCH);
        }
    }

    private static void stop(Step step, boolean keep, String why) {
        if (keep && mayBeHere(step)) {
            step.tell(
                    Cause.KEPT,
                    Level.INFO,
                    step.spec.role() + ": stopping, and leaving " + step.spec.placement() + " in place (" + why + ")");
            step.phase = new Stopped(step.now);
        } else {
            end(step, "the defender stops");
        }
    }

    private static void end(Step step, String why) {
        if (step.phase instanceof Releasing releasing) {
            step.phase = releasing.andThen(After.STOP);
        } else if (mayBeHere(step)) {
            step.tell(
                    Cause.RELEASING,
                    Level.INFO,
                    step.spec.role() + ": releasing " + step.spec.placement() + ": " + why);
            Release.begin(step, step.spec.placement(), After.STOP);
        } else {
            step.phase = new Stopped(step.now);
        }
    }

    /** The kernel has it, or a command that adds it may still be under way. */
    private static boolean mayBeHere(Step step) {
        return step.present() || step.phase instanceof Claiming;
    }

    /** A new specification: only a new placement touches the address. */
    static void reconfigured(Step step, AliasSpec before) {
        if (before.placement().equals(step.spec.placement())) {
            return;
        }
        boolean here = step.phase instanceof Phase.Holding
                || step.phase instanceof Phase.Restoring
                || step.phase instanceof Claiming;
        if (here) {
            step.tell(
                    Cause.RELEASING,
                    Level.INFO,
                    step.spec.role() + ": the configuration moves " + before.placement() + " to "
                            + step.spec.placement());
            Release.begin(step, before.placement(), After.RESTORE);
        }
    }
}
