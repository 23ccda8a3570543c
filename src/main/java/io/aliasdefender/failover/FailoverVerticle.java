package io.aliasdefender.failover;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.Presence;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ReachRequest;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Connects the {@link FailoverEngine} with the event bus. */
public final class FailoverVerticle extends VerticleBase {
    /** How long after the order to keep everything a stop is the one that was meant. */
    private static final Duration KEEP_FOR = Duration.ofMinutes(1);

    private final Settings settings;
    private final PauseGuard guard;
    private final Function<Vertx, Timers> timers;
    private FailoverEngine engine;
    private volatile Order stop = Order.STOP;
    /** Until when an order to keep is good, by the clock that goes on while the machine is suspended. */
    private Optional<Long> keepUntilNanos = Optional.empty();

    private Timers clock;

    /**
     * Prepares.
     *
     * @param guard of the event loop on which this will be; begun and ended by whoever made it
     * @param timers makes those of the calling verticle's loop
     */
    public FailoverVerticle(Settings settings, PauseGuard guard, Function<Vertx, Timers> timers) {
        this.settings = settings;
        this.guard = guard;
        this.timers = timers;
    }

    @Override
    public Future<?> start() {
        clock = timers.apply(vertx);
        engine = new FailoverEngine(settings, clock, guard, new OntoTheBus(vertx));
        engine.start();
        Channels.KERNEL.listen(vertx, engine::kernel);
        Channels.PROBE_RESULT.listen(vertx, engine::probed);
        Channels.BURST_RESULT.listen(vertx, engine::burstEnded);
        Channels.REACH_RESULT.listen(vertx, engine::reachChecked);
        Channels.SIGHTING.listen(vertx, engine::sighted);
        Channels.ADDRESS_APPLIED.listen(vertx, engine::applied);
        Channels.ANNOUNCED.listen(vertx, engine::announced);
        Channels.LINK_NEWS.listen(vertx, engine::linked);
        Channels.FITNESS.listen(vertx, engine::fitness);
        Channels.LEASE_NEWS.listen(vertx, engine::leased);
        Channels.SETTINGS.listen(vertx, engine::reconfigured);
        Channels.STATUS.answer(vertx, asker -> Future.succeededFuture(engine.status()));
        Channels.ORDER.answer(vertx, request -> {
            Promise<OrderAnswer> answer = Promise.promise();
            engine.order(request, answer::complete);
            return answer.future();
        });
        Channels.KEEP.answer(vertx, asker -> Future.succeededFuture(keepOnce(asker)));
        return Channels.KERNEL_NOW.ask(vertx, "failover").onSuccess(view -> {
            engine.kernel(view);
            if (!settings.aliases().isEmpty()) {
                Rehearsals.later(vertx, () -> DressRehearsal.play(settings, view));
            }
        });
    }

    /** When this stops, another defender comes at once: everything is to be left to it. To be called by any thread. */
    public void leaveToTheNext() {
        stop = Order.LEAVE;
    }

    /** An order that was given for a restart must not decide about a stop on another day. */
    private OrderAnswer keepOnce(String asker) {
        keepUntilNanos = Optional.of(clock.bootNanos() + KEEP_FOR.toNanos());
        String sentence = "what is held is kept should this defender stop within " + KEEP_FOR.toSeconds() + " s";
        Channels.REPORT.publish(vertx, Report.of("keep", Level.INFO, sentence + ": ordered by " + asker));
        return new OrderAnswer(true, List.of(sentence));
    }

    /** Releases or keeps what is held, as the policy says, and ends when that is done or has taken too long. */
    @Override
    public Future<?> stop() {
        Promise<Void> done = Promise.promise();
        boolean keep = keepUntilNanos.filter(until -> clock.bootNanos() < until).isPresent();
        engine.stop(keep ? Order.LEAVE : stop, done::complete);
        // What other hosts are told of it leaves before the sockets are closed. Nobody there to tell it is no failure.
        return done.future()
                .compose(ended -> Channels.FAREWELLS_SAID.ask(vertx, "failover").otherwise(false));
    }

    private record OntoTheBus(Vertx vertx) implements FailoverEngine.Output {
        @Override
        public void plan(ProbePlan plan) {
            Channels.PROBE_PLAN.publish(vertx, plan);
        }

        @Override
        public void burst(BurstRequest request) {
            Channels.BURST.publish(vertx, request);
        }

        @Override
        public void reach(ReachRequest request) {
            Channels.REACH.publish(vertx, request);
        }

        @Override
        public void action(AddressAction action) {
            Channels.ADDRESS_ACTION.publish(vertx, action);
        }

        @Override
        public void announce(Announcement announcement) {
            Channels.ANNOUNCE.publish(vertx, announcement);
        }

        @Override
        public void withhold(Placement placement) {
            Channels.WITHHOLD.publish(vertx, placement);
        }

        @Override
        public void farewell(Question alias) {
            Channels.FAREWELL.publish(vertx, alias);
        }

        @Override
        public void tell(LinkTelling telling) {
            Channels.LINK_TELLING.publish(vertx, telling);
        }

        @Override
        public void presence(Presence presence) {
            Channels.PRESENCE.publish(vertx, presence);
        }

        @Override
        public void lease(LeaseWish wish) {
            Channels.LEASE_WISH.publish(vertx, wish);
        }

        @Override
        public void report(Report report) {
            Channels.REPORT.publish(vertx, report);
        }
    }
}
