package io.aliasdefender.failover;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Companion;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Mistake;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Beat;
import io.aliasdefender.payload.Report;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The one place where something is decided: everything that happens to an alias passes through here. */
final class Decider {
    /** An error of our own about an alias is told not more often than this. */
    private static final Duration MISTAKE_REPEAT = Duration.ofSeconds(60);
    /** After one, its deadlines are looked at again this much later. */
    private static final Duration MISTAKE_PAUSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Clock clock;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Consumer<Defended> stopped;

    /** @param stopped told of each alias whose defender has ended */
    Decider(Vertx vertx, Clock clock, Ledger ledger, Consumer<Defended> stopped) {
        this.vertx = vertx;
        this.clock = clock;
        this.ledger = ledger;
        this.stopped = stopped;
        outbox = new Outbox(vertx);
    }

    void feed(Defended defended, Input input) {
        try {
            decide(defended, input);
        } catch (RuntimeException mistake) {
            // One alias's trouble must not keep the others from their turn.
            defended.wakeAt = Optional.of(clock.now().plus(MISTAKE_PAUSE));
            confess(defended, mistake);
        }
    }

    private void decide(Defended defended, Input input) {
        Duration now = clock.now();
        Evidence evidence = ledger.evidence(defended);
        Decision decision = Failover.decide(defended.state, input, defended.spec, evidence, now);
        AliasState before = defended.state;
        defended.state = decision.next();
        defended.wakeAt = decision.wakeAt();
        decision.actions().forEach(action -> outbox.carryOut(defended.spec, action));
        decision.said().forEach(reason -> outbox.say(defended.spec, reason));
        decision.wakeAt().ifPresent(wakeAt -> wakeSoon(defended, wakeAt, now));
        Ordering.answerIfSettled(defended);
        if (defended.stopped()) {
            stopped.accept(defended);
        }
        if (defended.spec.group().isPresent() && standsOtherwise(defended, before)) {
            // Those that move together with it may have waited for this. Each change is one of finitely many.
            ledger.groupOf(defended).forEach(other -> feed(other, new Input.Tick()));
        }
    }

    private static boolean standsOtherwise(Defended defended, AliasState before) {
        IpAddress address = defended.spec.address();
        return Companion.of(address, before).standing()
                != Companion.of(address, defended.state).standing();
    }

    private void confess(Defended defended, RuntimeException mistake) {
        Duration now = clock.now();
        if (defended.mistakeToldAt
                .filter(told -> now.minus(told).compareTo(MISTAKE_REPEAT) < 0)
                .isEmpty()) {
            defended.mistakeToldAt = Optional.of(now);
            Channels.REPORT.publish(
                    vertx,
                    Report.of(
                            defended.spec.address(),
                            "internal-error",
                            Level.ERROR,
                            "an error inside while deciding about " + defended.spec.address()
                                    + ", which stays as it is: " + Mistake.describe(mistake)));
        }
    }

    /** At each beat: a deadline that has come is met, and one that comes before the next beat gets a timer. */
    void look(Defended defended, Duration now) {
        if (defended.isDue(now)) {
            feed(defended, new Input.Tick());
        } else if (defended.wakeAt.isPresent()) {
            wakeSoon(defended, defended.wakeAt.get(), now);
        }
    }

    private void wakeSoon(Defended defended, Duration wakeAt, Duration now) {
        Duration wait = wakeAt.minus(now);
        if (wait.compareTo(Beat.PERIOD) < 0) {
            vertx.setTimer(Math.max(1, wait.toMillis()), timer -> {
                if (defended.isDue(clock.now())) {
                    feed(defended, new Input.Tick());
                }
            });
        }
    }
}
