package io.aliasdefender.failover;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Companion;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Mistake;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one place where something is decided: everything that happens to an alias passes through here. What a decision
 * leads to at once, for the same alias or another one, waits in a queue until that decision is carried out.
 */
final class Decider {
    /** An error of our own about an alias is told not more often than this. */
    private static final Duration MISTAKE_REPEAT = Duration.ofSeconds(60);
    /** After one, its deadlines are looked at again this much later. */
    private static final Duration MISTAKE_PAUSE = Duration.ofSeconds(1);

    private record Fed(Defended defended, Input input) {}

    private final Supplier<Duration> now;
    private final Roster roster;
    private final Ledger ledger;
    private final Deadlines deadlines;
    private final FailoverEngine.Output output;
    private final Consumer<Defended> decided;
    private final Queue<Fed> queue = new ArrayDeque<>();
    private boolean deciding;
    private long actions;

    /** Takes note of when an alias is to be woken. */
    @FunctionalInterface
    interface Deadlines {
        /** @param wakeAt empty: not at all */
        void set(Defended defended, Optional<Duration> wakeAt);
    }

    /** @param decided told of each alias about which something was decided */
    Decider(
            Supplier<Duration> now,
            Roster roster,
            Ledger ledger,
            Deadlines deadlines,
            FailoverEngine.Output output,
            Consumer<Defended> decided) {
        this.now = now;
        this.roster = roster;
        this.ledger = ledger;
        this.deadlines = deadlines;
        this.output = output;
        this.decided = decided;
    }

    void feed(Defended defended, Input input) {
        queue.add(new Fed(defended, input));
        if (deciding) {
            return;
        }
        deciding = true;
        try {
            for (Fed next = queue.poll(); next != null; next = queue.poll()) {
                decideSafely(next.defended(), next.input());
            }
        } finally {
            deciding = false;
        }
    }

    /** One alias's trouble must not keep the others from their turn. */
    private void decideSafely(Defended defended, Input input) {
        try {
            decide(defended, input);
        } catch (RuntimeException mistake) {
            deadlines.set(defended, Optional.of(now.get().plus(MISTAKE_PAUSE)));
            confess(defended, mistake);
        }
    }

    private void decide(Defended defended, Input input) {
        AliasState before = defended.state;
        Decision decision = Failover.decide(before, input, defended.spec, ledger.evidence(defended), now.get());
        defended.state = decision.next();
        deadlines.set(defended, decision.wakeAt());
        for (Action action : decision.actions()) {
            carryOut(defended, action);
        }
        for (Reason reason : decision.said()) {
            output.report(Report.of(
                    defended.address(), reason.cause().toString(), reason.level(), reason.sentence()));
        }
        Ordering.answerIfSettled(defended);
        if (defended.spec.group().isPresent() && standsOtherwise(defended, before)) {
            // Those that move together with it may have waited for this. Each change is one of finitely many.
            roster.withGroup(defended).stream()
                    .filter(other -> other != defended)
                    .forEach(other -> feed(other, new Input.Tick()));
        }
        decided.accept(defended);
    }

    private static boolean standsOtherwise(Defended defended, AliasState before) {
        return Companion.of(defended.address(), before).standing()
                != Companion.of(defended.address(), defended.state).standing();
    }

    private void carryOut(Defended defended, Action action) {
        AliasSpec spec = defended.spec;
        if (action instanceof Action.Burst burst) {
            output.burst(new BurstRequest(
                    defended.idOutside(burst.id()),
                    spec.address(),
                    spec.placement().interfaceName(),
                    burst.probes(),
                    burst.spacing(),
                    burst.hosts()));
        } else if (action instanceof Action.Announce announce) {
            output.announce(new Announcement(
                    announce.placement(),
                    Announcement.Urgency.CLAIM,
                    spec.policy().announce().refresh()));
        } else if (action instanceof Action.Add add) {
            change(defended, ++actions, AddressAction.Kind.ADD, add.placement());
        } else if (action instanceof Action.Remove remove) {
            change(defended, ++actions, AddressAction.Kind.REMOVE, remove.placement());
        }
    }

    private void change(Defended defended, long id, AddressAction.Kind kind, Placement placement) {
        output.action(new AddressAction(defended.idOutside(id), kind, placement));
    }

    private void confess(Defended defended, RuntimeException mistake) {
        Duration at = now.get();
        if (defended.mistakeToldAt
                .filter(told -> at.minus(told).compareTo(MISTAKE_REPEAT) < 0)
                .isEmpty()) {
            defended.mistakeToldAt = Optional.of(at);
            output.report(Report.of(
                    defended.address(),
                    "internal-error",
                    Level.ERROR,
                    "an error inside while deciding about " + defended.address() + ", which stays as it is: "
                            + Mistake.describe(mistake)));
        }
    }
}
