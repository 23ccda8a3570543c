package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Counter;
import io.aliasdefender.core.Phase.After;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.Optional;

/** Taking the alias off this host, until the kernel shows that it is off. */
final class Release {
    private Release() {}

    /** Begins to let go. The reason has been told. */
    static void begin(Step step, Placement placement, After then) {
        step.act(new Action.Remove(placement));
        step.phase = new Releasing(step.now, placement, 1, step.now.plus(Deadlines.LOST), then);
    }

    static void observed(Step step, Releasing releasing) {
        if (isGone(step, releasing.placement())) {
            done(step, releasing);
            leftElsewhere(step);
        }
    }

    /** It went off with its interface, which has another name now: there it still answers. */
    private static void leftElsewhere(Step step) {
        if (Strays.notOurs(step) && !step.strays().isEmpty()) {
            Strays.found(step);
        }
    }

    /** Where the placement was reconfigured meanwhile, the old one is seen as a stray. */
    private static boolean isGone(Step step, Placement placement) {
        return placement.sameAddress(step.spec.placement())
                ? !step.present()
                : step.strays().stream().noneMatch(placement::sameAddress);
    }

    static void applied(Step step, Releasing releasing, AddressAction.Kind kind, CommandResult result) {
        if (kind != AddressAction.Kind.REMOVE) {
            return;
        }
        if (result instanceof CommandResult.Done) {
            if (!step.present() || !releasing.placement().equals(step.spec.placement())) {
                done(step, releasing);
            }
            return;
        }
        Duration wait = Deadlines.removalBackoff(releasing.attempt());
        step.count(Counter.FAILED_COMMAND);
        step.phase = new Releasing(
                releasing.since(), releasing.placement(), releasing.attempt(), step.now.plus(wait), releasing.then());
        step.tell(
                Cause.COMMAND_FAILED,
                Level.ERROR,
                step.spec.role() + ": could not remove " + releasing.placement() + ": " + failure(result)
                        + "; trying again in " + Words.of(wait));
    }

    static void tick(Step step, Releasing releasing) {
        if (step.now.compareTo(releasing.retryAt()) >= 0) {
            step.act(new Action.Remove(releasing.placement()));
            step.phase = new Releasing(
                    releasing.since(),
                    releasing.placement(),
                    releasing.attempt() + 1,
                    step.now.plus(Deadlines.LOST),
                    releasing.then());
        }
    }

    static String failure(CommandResult result) {
        if (result instanceof CommandResult.Failed failed) {
            return failed.why();
        }
        if (result instanceof CommandResult.TimedOut late) {
            return "'" + late.command() + "' was ended after " + Words.of(late.took());
        }
        return "done";
    }

    private static void done(Step step, Releasing releasing) {
        step.count(Counter.RELEASE);
        // It was here until now: whatever silence there was before has ended.
        step.vacancy = Optional.empty();
        String took = Words.of(step.now.minus(releasing.since()));
        step.tell(
                Cause.RELEASED,
                Level.INFO,
                step.spec.role() + ": " + releasing.placement() + " is off this host (" + took + ")");
        switch (releasing.then()) {
            case WATCH -> step.phase = new Phase.Watching(step.now);
            case STAND_ASIDE -> {
                step.phase = new Phase.StandingAside(step.now);
                step.tell(
                        Cause.STANDING_ASIDE,
                        Level.WARNING,
                        step.spec.role() + ": an operator took " + step.spec.address()
                                + " off this host; not taking it again until another host has had it, or `add`");
            }
            case SUSPEND -> step.phase = new Phase.Suspended(step.now);
            case RESTORE -> {
                if (step.present()) {
                    // The new placement was here all the while beside the old one.
                    Holder.adopt(step);
                } else {
                    Holder.restore(step, releasing.since());
                }
            }
            case STOP -> step.phase = new Phase.Stopped(step.now);
        }
    }
}
