package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Probe;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ReachRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes what the plan says, runs bursts, and tells what was found and who else was heard: everything from the timers to
 * the edge of the sockets. All calls and callbacks on the thread of the timers; with the same inputs at the same times it
 * does the same.
 */
public final class ProbeEngine {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeEngine.class);

    private final PauseGuard guard;
    private final Wire wire;
    private final Asker asker;
    private final PacketClassifier classifier;
    private final SteadyProber steady;
    private final BurstProber bursts;
    private final ReachProber reaches;
    private final Farewells farewells;
    private final Timers.Registration pauses;

    private Optional<ProbePlan> pendingPlan = Optional.empty();
    private ProbePlan plan = new ProbePlan(List.of());
    private KernelView view = KernelView.EMPTY;
    private Set<String> problems = Set.of();

    /** What is found. The calls come from within inputs and timers, and may themselves bring in new inputs. */
    public interface Output {
        /** A steady round has ended, or taught something besides. */
        void result(ProbeResult result);

        /** A burst has ended. */
        void burstResult(BurstResult result);

        /** A check of whether answers come to an alias that this host has. */
        void reachResult(ReachResult result);

        /** Somebody else spoke about an alias of the plan. */
        void sighting(Sighting sighting);
    }

    /**
     * Makes a wire whose listener it is given.
     *
     * @param <E> what it may fail with
     */
    @FunctionalInterface
    public interface WireMaker<E extends Exception> {
        Wire open(Wire.Listener listener) throws E;
    }

    private ProbeEngine(Timers timers, PauseGuard guard, Wire wire, PacketClassifier classifier, Output output) {
        this.guard = guard;
        this.wire = wire;
        this.classifier = classifier;
        asker = new Asker(timers, wire);
        steady = new SteadyProber(timers, wire, asker, guard, output::result);
        bursts = new BurstProber(timers, wire, asker, guard, steady, new Overhearing(wire, guard), output::burstResult);
        farewells = new Farewells(timers, guard, asker::farewell);
        asker.leaving(farewells::isBeingSaid);
        reaches = new ReachProber(timers, guard, wire, output::reachResult);
        classifier.connect(steady, bursts, reaches);
        pauses = guard.listen(new Paused());
        refresh();
    }

    /**
     * Makes one that asks nothing yet.
     *
     * @param guard is not started here; it beats as long as this is used
     * @param wire makes the wire, which this closes when it stops
     */
    public static <E extends Exception> ProbeEngine open(
            Timers timers, PauseGuard guard, WireMaker<E> wire, Output output) throws E {
        PacketClassifier classifier = new PacketClassifier(timers, guard, output::sighting);
        return new ProbeEngine(timers, guard, wire.open(classifier), classifier, output);
    }

    private final class Paused implements PauseGuard.Listener {
        private Duration length = Duration.ZERO;

        @Override
        public void paused(Duration lasted) {
            length = lasted;
        }

        @Override
        public void resumed() {
            if (steady.tellsOfLateness()) {
                // One conclusion came too late; the others are in time, and to ask everybody anew would not help.
                return;
            }
            // What lay in the sockets may be as old as the pause is long: it says what was, and proves nothing now.
            classifier.forgetEarlier();
            classifier.holdBack();
            steady.voidAll(PauseGuard.sentence(length));
            bursts.voidAll();
            reaches.stop();
            wire.drain();
            steady.askAgain();
            bursts.restartAll();
        }

        @Override
        public void settled() {
            classifier.tellHeldBack();
        }
    }

    /** What the kernel has now. */
    public void kernel(KernelView now) {
        guard.check();
        view = now;
        refresh();
        pendingPlan.ifPresent(this::take);
    }

    /** What is to be probed from now on; without interfaces, as soon as some are known. */
    public void plan(ProbePlan now) {
        guard.check();
        take(now);
    }

    /** Begins a burst, now or soon; one for the same alias that is under way or waits ends without a result. */
    public void burst(BurstRequest request) {
        guard.check();
        bursts.start(request);
    }

    /** Begins to ask from an alias that this host has; whoever waits for an earlier answer about it waits in vain. */
    public void reach(ReachRequest request) {
        guard.check();
        reaches.start(request);
    }

    /** Tells other defenders, soon, that this host has let go of an alias. */
    public void farewell(Question alias) {
        guard.check();
        farewells.add(alias);
    }

    /**
     * Waits until what is to be told of aliases that were let go of has left this host.
     *
     * @param done called once, at once where nothing waits
     */
    public void whenFarewellsAreSaid(Runnable done) {
        farewells.whenAllAreSaid(done);
    }

    /** Ends everything and closes the wire. */
    public void stop() {
        pauses.cancel();
        reaches.stop();
        farewells.stop();
        steady.stop();
        bursts.stop();
        wire.close();
    }

    private void take(ProbePlan now) {
        if (view.links().isEmpty()) {
            // Without the interfaces every first round would fail.
            pendingPlan = Optional.of(now);
            return;
        }
        pendingPlan = Optional.empty();
        plan = now;
        guard.addresses(now.targets().size());
        refresh();
        steady.apply(now);
    }

    /** Brings the wire in line with the plan and the kernel: an interface may have come, gone or been made anew. */
    private void refresh() {
        Map<IpAddress, Set<String>> linksOfAlias = new LinkedHashMap<>();
        Map<String, Link> wanted = new LinkedHashMap<>();
        Set<Question> witnesses = new HashSet<>();
        Map<IpAddress, Set<Probe>> counting = new HashMap<>();
        for (ProbeTarget target : plan.targets()) {
            if (target.linkName().isEmpty()) {
                continue;
            }
            String name = target.linkName().get();
            view.link(name).ifPresent(link -> wanted.put(name, link));
            if (target.purpose() == ProbeTarget.Purpose.WITNESS) {
                witnesses.add(target.question());
            }
            if (target.alias()) {
                counting.put(target.address(), target.counting());
                linksOfAlias
                        .computeIfAbsent(target.address(), address -> new LinkedHashSet<>(2))
                        .add(name);
            }
        }
        Surroundings surroundings = new Surroundings(view, linksOfAlias.keySet(), plan.neighbours());
        asker.surroundings(surroundings);
        steady.surroundings(surroundings);
        bursts.surroundings(surroundings);
        reaches.surroundings(surroundings);
        classifier.asked(witnesses, counting);
        classifier.listenFor(linksOfAlias, surroundings);
        for (Link link : view.links()) {
            if (bursts.uses(link.name())) {
                wanted.put(link.name(), link);
            }
        }
        wire.retain(wanted);
        listenFor(linksOfAlias, surroundings);
    }

    /** Others are to be heard even before we ask for the first time. */
    private void listenFor(Map<IpAddress, Set<String>> linksOfAlias, Surroundings surroundings) {
        Map<String, Set<IpAddress>> aliasesOfLink = new LinkedHashMap<>();
        linksOfAlias.forEach((alias, names) -> names.forEach(name -> aliasesOfLink
                .computeIfAbsent(name, link -> new LinkedHashSet<>())
                .add(alias)));
        Set<String> found = new LinkedHashSet<>();
        aliasesOfLink.forEach((name, aliases) -> {
            Optional<Link> link = surroundings.link(name);
            if (link.isPresent() && link.get().neighbourly()) {
                wire.port(link.get())
                        .listenFor(aliases)
                        .ifPresent(why -> found.add(name + ": other hosts cannot be heard: " + why));
            }
        });
        for (String problem : found) {
            if (!problems.contains(problem)) {
                LOG.warn(problem);
            }
        }
        problems = found;
    }
}
