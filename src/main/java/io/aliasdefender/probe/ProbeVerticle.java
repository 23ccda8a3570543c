package io.aliasdefender.probe;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.Host;
import io.aliasdefender.os.OverhearSocket;
import io.aliasdefender.payload.Beat;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.Stall;
import io.aliasdefender.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes what the plan says, runs bursts, and tells what was found, who else was heard, and when this process itself
 * was not running. Everything happens on its event loop.
 */
public final class ProbeVerticle extends VerticleBase implements Pauses {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeVerticle.class);

    private EventLoop loop;
    private LongSupplier bootNanos;
    private Wire wire;
    private Asker asker;
    private Ears ears;
    private SteadyProber steady;
    private BurstProber bursts;
    private StallWatch stalls;
    /** When a pause was told last. */
    private long toldNanos;

    private Timers.Registration heartbeat = () -> {};
    private long beats;
    private Optional<ProbePlan> pendingPlan = Optional.empty();
    private ProbePlan plan = new ProbePlan(List.of());
    private KernelView view = KernelView.EMPTY;
    private Set<String> problems = Set.of();

    @Override
    public Future<?> start() {
        try {
            ears = new Ears(sighting -> Channels.SIGHTING.publish(vertx, sighting));
            open();
        } catch (IOException failure) {
            return Future.failedFuture("cannot probe: " + failure.getMessage());
        }
        asker = new Asker(wire);
        steady = new SteadyProber(loop, wire, asker, this, result -> Channels.PROBE_RESULT.publish(vertx, result));
        Overhearing overhearing = new Overhearing(loop, this::closeElsewhere);
        bursts = new BurstProber(
                loop, wire, asker, this, steady, overhearing, result -> Channels.BURST_RESULT.publish(vertx, result));
        ears.connect(steady, bursts);
        refresh();
        Channels.KERNEL.listen(vertx, this::kernel);
        Channels.PROBE_PLAN.listen(vertx, this::plan);
        Channels.BURST.listen(vertx, this::burst);
        // Who comes later publishes; who was there before is asked. Nobody there is no failure.
        Channels.KERNEL_NOW.ask(vertx, "probe").onSuccess(this::kernel);
        toldNanos = System.nanoTime();
        stalls = new StallWatch(System.nanoTime(), bootNanos.getAsLong());
        beat();
        return Future.succeededFuture();
    }

    private void open() throws IOException {
        if (Platform.current().nativeAccess()) {
            loop = EventLoop.current(vertx);
            bootNanos = Host.open()::bootNanos;
            wire = Sockets.open(loop, ears);
        } else {
            loop = EventLoop.withTimersAlone(vertx);
            bootNanos = System::nanoTime;
            wire = PingProcesses.open(loop, ears);
        }
    }

    @Override
    public Future<?> stop() {
        heartbeat.cancel();
        steady.stop();
        bursts.stop();
        wire.close();
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

    /** No periodic timer: after a pause that would beat for all the time that was missed. */
    private void beat() {
        heartbeat = loop.at(System.nanoTime() + Beat.PERIOD.toNanos(), this::beat);
        check();
        Channels.BEAT.publish(vertx, new Beat(++beats));
    }

    private void kernel(KernelView now) {
        view = now;
        refresh();
        pendingPlan.ifPresent(this::plan);
    }

    private void plan(ProbePlan now) {
        if (view.links().isEmpty()) {
            // Without the interfaces every first round would fail.
            pendingPlan = Optional.of(now);
            return;
        }
        pendingPlan = Optional.empty();
        plan = now;
        refresh();
        steady.apply(now);
    }

    private void burst(BurstRequest request) {
        bursts.start(request);
    }

    /** Brings the sockets in line with the plan and the kernel: an interface may have come, gone or been made anew. */
    private void refresh() {
        Map<IpAddress, String> linkOfAlias = new HashMap<>();
        Map<String, Link> wanted = new HashMap<>();
        for (ProbeTarget target : plan.targets()) {
            target.linkName().ifPresent(name -> {
                view.link(name).ifPresent(link -> wanted.put(name, link));
                if (target.alias()) {
                    linkOfAlias.put(target.address(), name);
                }
            });
        }
        Surroundings surroundings = new Surroundings(view, linkOfAlias.keySet());
        asker.surroundings(surroundings);
        bursts.surroundings(surroundings);
        ears.listenFor(linkOfAlias, surroundings);
        view.links().stream().filter(link -> bursts.uses(link.name())).forEach(link -> wanted.put(link.name(), link));
        wire.retain(wanted);
        openFor(linkOfAlias, surroundings);
    }

    /** Others are to be heard even before we ask for the first time. */
    private void openFor(Map<IpAddress, String> linkOfAlias, Surroundings surroundings) {
        Map<Link, Set<IpAddress>> aliasesOfLink = new HashMap<>();
        linkOfAlias.forEach((alias, name) -> surroundings
                .link(name)
                .filter(surroundings::ethernet)
                .ifPresent(link -> aliasesOfLink
                        .computeIfAbsent(link, ignored -> new HashSet<>())
                        .add(alias)));
        Set<String> found = new HashSet<>();
        aliasesOfLink.forEach((link, aliases) -> {
            Set<IpAddress> v6 = new HashSet<>(aliases);
            v6.removeIf(alias -> !alias.v6());
            try {
                LinkPort port = wire.port(link);
                if (v6.size() < aliases.size()) {
                    port.arp();
                }
                if (!v6.isEmpty()) {
                    port.nd().listenFor(v6);
                }
            } catch (IOException failure) {
                found.add(link.name() + ": other hosts cannot be heard: " + failure.getMessage());
            }
        });
        found.stream().filter(problem -> !problems.contains(problem)).forEach(LOG::warn);
        problems = found;
    }

    @Override
    public boolean check() {
        Optional<Duration> stall = stalls.look(System.nanoTime(), bootNanos.getAsLong(), workNanos());
        stall.ifPresent(length -> {
            tell(length);
            // What came in meanwhile is as good as ever; only what did not come proves nothing.
            wire.drain();
            steady.voidAll(Pauses.sentence(length));
            bursts.restartAll();
        });
        return stall.isPresent();
    }

    @Override
    public long workNanos() {
        return Beat.WORK_PER_ADDRESS.toNanos() * plan.targets().size();
    }

    @Override
    public void late(long lateNanos) {
        // One pause makes many timers late.
        if (System.nanoTime() - lateNanos - toldNanos > 0) {
            tell(Duration.ofNanos(lateNanos));
        }
    }

    private void tell(Duration length) {
        toldNanos = System.nanoTime();
        Channels.STALL.publish(vertx, new Stall(length));
    }
}
