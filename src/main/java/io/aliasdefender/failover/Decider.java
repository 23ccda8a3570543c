package io.aliasdefender.failover;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Group;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.LeaseStand;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.ProgramError;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.Tellings;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.told.Telling;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.ReachRequest;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
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
    private static final Duration ERROR_REPEAT = Duration.ofSeconds(60);
    /** After one, its deadlines are looked at again this much later. */
    private static final Duration ERROR_PAUSE = Duration.ofSeconds(1);

    private record Fed(Defended defended, Input input) {}

    private final FailoverEngine.Core core;
    private final Supplier<Duration> now;
    /** When the clock of the decisions was 0. */
    private final long begunNanos;

    private final Roster roster;
    private final Groups groups;
    private final Permits permits;
    private final Deadlines deadlines;
    private final FailoverEngine.Output output;
    private final Consumer<Defended> decided;
    private final Queue<Fed> queue = new ArrayDeque<>();
    private boolean deciding;

    /** Takes note of when an alias is to be woken. */
    @FunctionalInterface
    interface Deadlines {
        /** @param wakeAt empty: not at all */
        void set(Wakeable one, Optional<Duration> wakeAt);
    }

    /** @param decided told of each alias about which something was decided */
    Decider(
            FailoverEngine.Core core,
            Supplier<Duration> now,
            long begunNanos,
            Roster roster,
            Groups groups,
            Permits permits,
            Deadlines deadlines,
            FailoverEngine.Output output,
            Consumer<Defended> decided) {
        this.core = core;
        this.now = now;
        this.begunNanos = begunNanos;
        this.roster = roster;
        this.groups = groups;
        this.permits = permits;
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
        } catch (RuntimeException error) {
            deadlines.set(defended, Optional.of(now.get().plus(ERROR_PAUSE)));
            reportProgramError(defended, error);
        }
    }

    private void decide(Defended defended, Input input) {
        AliasState before = defended.state;
        Evidence evidence = groups.evidence(defended);
        Decision decision = core.decide(before, input, defended.spec, evidence, now.get());
        defended.state = decision.next();
        deadlines.set(defended, decision.wakeAt());
        CarryingOut carryingOut = new CarryingOut(defended);
        for (Action action : decision.actions()) {
            action.accept(carryingOut);
        }
        for (Reason reason : decision.said()) {
            output.report(Report.of(defended.address(), reason.cause().toString(), reason.level(), reason.sentence()));
        }
        Presences.changed(defended, before, decision, now.get()).ifPresent(output::presence);
        tellOthers(defended, evidence);
        tellLease(defended, evidence);
        Ordering.answerIfSettled(defended);
        decided.accept(defended);
        groups.of(defended).ifPresent(group -> obey(group, groups.report(group, defended, now.get())));
    }

    private void tellOthers(Defended defended, Evidence evidence) {
        Optional<Telling> telling = defended.stopped()
                ? Optional.empty()
                : Optional.of(Tellings.of(defended.state, defended.spec, evidence))
                        .map(own ->
                                defended.fetch.map(fetch -> fetch.asking(own)).orElse(own));
        if (!telling.equals(defended.told)) {
            defended.told = telling;
            long until = telling.flatMap(Telling::offer)
                    .map(offer -> begunNanos + offer.until().toNanos())
                    .orElse(0L);
            output.tell(new LinkTelling(defended.address(), telling, until));
        }
    }

    private void tellLease(Defended defended, Evidence evidence) {
        // What a daemon leaves in place when it ends needs its lease until the next one asks for it.
        Optional<LeaseStand> stand = defended.stopped() && defended.retiring
                ? Optional.empty()
                : Optional.of(LeaseStand.of(defended.state, evidence, now.get()));
        permits.decided(defended, stand).forEach(output::lease);
    }

    /** A group's deadline has come. */
    void tick(Groups.Kept group) {
        obey(group, groups.tick(group, now.get()));
    }

    private void obey(Groups.Kept group, List<Group.Order> orders) {
        deadlines.set(group, group.wakeAt());
        for (Group.Order order : orders) {
            roster.find(order.member()).ifPresent(member -> feed(member, order.input()));
        }
    }

    /** Puts the actions of one alias into the words of the bus. */
    private final class CarryingOut implements Action.Visitor {
        private final Defended defended;

        private CarryingOut(Defended defended) {
            this.defended = defended;
        }

        @Override
        public void burst(Action.Burst burst) {
            output.burst(new BurstRequest(
                    defended.idOutside(burst.id()),
                    defended.address(),
                    defended.spec.placement().interfaceName(),
                    burst.probes(),
                    burst.spacing(),
                    burst.hosts()));
        }

        @Override
        public void askFromAlias(Action.AskFromAlias ask) {
            output.reach(new ReachRequest(
                    defended.idOutside(ask.id()),
                    defended.address(),
                    defended.spec.placement().interfaceName(),
                    ask.probes(),
                    ask.spacing(),
                    ask.hosts()));
        }

        @Override
        public void add(Action.Add add) {
            output.action(new AddressAction(
                    defended.idOutside(add.id()), AddressAction.Kind.ADD, add.placement(), onTheClock(add.lifetime())));
        }

        @Override
        public void remove(Action.Remove remove) {
            output.action(
                    new AddressAction(defended.idOutside(remove.id()), AddressAction.Kind.REMOVE, remove.placement()));
        }

        @Override
        public void extend(Action.Extend extend) {
            output.action(new AddressAction(
                    defended.idOutside(extend.id()),
                    AddressAction.Kind.EXTEND,
                    extend.placement(),
                    onTheClock(extend.lifetime())));
        }

        private Optional<Lifetime> onTheClock(Optional<Lifetime> lifetime) {
            return lifetime.map(permits::onBootClock);
        }

        @Override
        public void announce(Action.Announce announce) {
            output.announce(new Announcement(
                    announce.placement(),
                    announce.urgency(),
                    defended.spec.policy().announce().refresh()));
        }

        @Override
        public void withhold(Action.Withhold withhold) {
            output.withhold(withhold.placement());
        }

        @Override
        public void farewell(Action.Farewell farewell) {
            output.farewell(Question.on(
                    farewell.placement().interfaceName(),
                    farewell.placement().address().address()));
        }
    }

    private void reportProgramError(Defended defended, RuntimeException error) {
        Duration at = now.get();
        if (defended.errorToldAt
                .filter(told -> at.minus(told).compareTo(ERROR_REPEAT) < 0)
                .isEmpty()) {
            defended.errorToldAt = Optional.of(at);
            output.report(Report.of(
                    defended.address(),
                    "internal-error",
                    Level.ERROR,
                    "an error inside while deciding about " + defended.address() + ", which stays as it is: "
                            + ProgramError.describe(error)));
        }
    }
}
