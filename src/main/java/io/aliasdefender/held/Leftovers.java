package io.aliasdefender.held;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Report;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes off what a defender left on this host: an earlier one that was killed or told to keep it, or this one where
 * whoever decides could not, because the interface has another name now. Tried until it is done, told once each.
 */
public final class Leftovers {
    /**
     * So often, and so long after a new configuration, it is looked for them: whoever decides about an alias that left
     * the configuration has released it by then.
     */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** The id of these actions, which nobody else waits for; those of others are positive. */
    private static final long ID = 0;

    private final Vertx vertx;
    private final Set<Placement> underWay = new HashSet<>();
    private final Set<Placement> stubborn = new HashSet<>();

    public Leftovers(Vertx vertx) {
        this.vertx = vertx;
    }

    public static boolean isOne(AddressAction action) {
        return action.id() == ID;
    }

    /** What is to be done about these, unless it is under way. */
    public List<AddressAction> remove(List<Placement> leftovers) {
        return leftovers.stream()
                .filter(underWay::add)
                .map(leftover -> new AddressAction(ID, AddressAction.Kind.REMOVE, leftover))
                .toList();
    }

    /** It is not to be removed after all. */
    public void spare(Placement leftover) {
        underWay.remove(leftover);
    }

    public void removed(Placement leftover, CommandResult result) {
        underWay.remove(leftover);
        if (result instanceof CommandResult.Done) {
            stubborn.remove(leftover);
            report(
                    leftover,
                    Level.INFO,
                    "took " + leftover + " off this host: a defender had it here, and the configuration does not have"
                            + " it any more");
        } else if (stubborn.add(leftover)) {
            report(
                    leftover,
                    Level.ERROR,
                    "could not take " + leftover + " off this host, which a defender had here and the configuration"
                            + " does not have any more: " + why(result) + "; trying again every " + EVERY.toSeconds()
                            + " s");
        }
    }

    private static String why(CommandResult result) {
        return result instanceof CommandResult.Failed failed ? failed.why() : "the command took too long and was ended";
    }

    private void report(Placement leftover, Level level, String sentence) {
        Channels.REPORT.publish(vertx, Report.of(leftover.address().address(), "leftover", level, sentence));
    }
}
