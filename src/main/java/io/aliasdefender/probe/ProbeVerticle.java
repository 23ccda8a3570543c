package io.aliasdefender.probe;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.OverhearSocket;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Stall;
import io.aliasdefender.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.time.Duration;

/**
 * Connects the prober with the bus and the sockets, and tells on the bus what the guard of pauses notices. Everything
 * happens on its event loop.
 */
public final class ProbeVerticle extends VerticleBase {
    /** What is to be told of aliases that were let go of may hold up a stop for so long: some thousands are told by then. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final PauseGuard guard;
    private Timers.Registration telling = () -> {};
    private ProbeEngine engine;

    /** @param guard of the event loop of this verticle, which starts and stops it */
    public ProbeVerticle(PauseGuard guard) {
        this.guard = guard;
    }

    @Override
    public Future<?> start() {
        // Before the prober listens itself: a pause is told before what is found anew.
        telling = guard.listen(new Telling());
        try {
            open();
        } catch (IOException failure) {
            telling.cancel();
            return Future.failedFuture("cannot probe: " + failure.getMessage());
        }
        Channels.KERNEL.listen(vertx, engine::kernel);
        Channels.PROBE_PLAN.listen(vertx, engine::plan);
        Channels.BURST.listen(vertx, engine::burst);
        Channels.REACH.listen(vertx, engine::reach);
        Channels.FAREWELL.listen(vertx, engine::farewell);
        Channels.FAREWELLS_SAID.answer(vertx, asker -> farewellsSaid());
        // Who comes later publishes; who was there before is asked. Nobody there is no failure.
        Channels.KERNEL_NOW.ask(vertx, "probe").onSuccess(engine::kernel);
        return Future.succeededFuture();
    }

    private void open() throws IOException {
        boolean nativeAccess = Platform.current().nativeAccess();
        EventLoop loop = nativeAccess ? EventLoop.current(vertx) : EventLoop.withTimersAlone(vertx);
        engine = ProbeEngine.open(
                loop,
                guard,
                listener -> nativeAccess
                        ? Sockets.open(loop, listener, this::closeElsewhere)
                        : PingProcesses.open(loop, listener),
                new Publishing());
        guard.start(loop);
    }

    /** Nobody is held up for ever by a network that takes nothing. */
    private Future<Boolean> farewellsSaid() {
        Promise<Boolean> said = Promise.promise();
        long limit = vertx.setTimer(LAST_WORDS.toMillis(), expired -> said.tryComplete(false));
        engine.whenFarewellsAreSaid(() -> said.tryComplete(true));
        return said.future().onComplete(any -> vertx.cancelTimer(limit));
    }

    @Override
    public Future<?> stop() {
        engine.stop();
        guard.stop();
        telling.cancel();
        return Future.succeededFuture();
    }

    private void closeElsewhere(OverhearSocket socket) {
        vertx.executeBlocking(
                () -> {
                    socket.close();
                    return null;
                },
                false);
    }

    private final class Telling implements PauseGuard.Listener {
        @Override
        public void paused(Duration length) {
            Channels.STALL.publish(vertx, new Stall(length));
        }
    }

    private final class Publishing implements ProbeEngine.Output {
        @Override
        public void result(ProbeResult result) {
            Channels.PROBE_RESULT.publish(vertx, result);
        }

        @Override
        public void burstResult(BurstResult result) {
            Channels.BURST_RESULT.publish(vertx, result);
        }

        @Override
        public void reachResult(ReachResult result) {
            Channels.REACH_RESULT.publish(vertx, result);
        }

        @Override
        public void sighting(Sighting sighting) {
            Channels.SIGHTING.publish(vertx, sighting);
        }
    }
}
