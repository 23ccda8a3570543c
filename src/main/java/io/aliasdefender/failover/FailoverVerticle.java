package io.aliasdefender.failover;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Beat;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Feeds the pure core with what happens, and carries its decisions out over the bus. */
public final class FailoverVerticle extends VerticleBase {
    /**
     * A heartbeat that is late by more than this means that we were not running, and that anything may have happened
     * meanwhile. Longer than the longest confirm burst at short intervals, shorter than a takeover by others at 1 s.
     */
    private static final Duration STALL = Duration.ofMillis(150);
    /** A stop is not held up longer than this by a command that hangs. */
    private static final Duration STOP_LIMIT = Duration.ofMillis(1_500);

    private final Clock clock;
    private final Ledger ledger;
    private Settings settings;
    /** The settings' aliases: a reload of thousands asks for each of them. */
    private Map<IpAddress, AliasSpec> configured;

    private final KernelNews news = new KernelNews();
    private KernelView kernel = KernelView.EMPTY;
    private Optional<ProbePlan> plan = Optional.empty();
    private Duration lastBeat;
    private Decider decider;
    private Optional<Promise<Void>> stopping = Optional.empty();
    private volatile Order stop = Order.STOP;

    public FailoverVerticle(Settings settings, Clock clock) {
        this.clock = clock;
        take(settings);
        lastBeat = clock.now();
        ledger = new Ledger(clock.now());
    }

    @Override
    public Future<?> start() {
        decider = new Decider(vertx, clock, ledger, this::stopped);
        settings.aliases().forEach(this::begin);
        lastBeat = clock.now();
        Channels.KERNEL.listen(vertx, this::kernelChanged);
        Channels.PROBE_RESULT.listen(vertx, this::probed);
        Channels.BURST_RESULT.listen(vertx, this::burstEnded);
        Channels.SIGHTING.listen(vertx, this::sighted);
        Channels.ADDRESS_APPLIED.listen(vertx, this::applied);
        Channels.STALL.listen(vertx, stall -> stalled(stall.length()));
        Channels.SETTINGS.listen(vertx, this::reconfigured);
        Channels.STATUS.answer(
                vertx, asker -> Future.succeededFuture(StatusView.of(settings, ledger, kernel, clock.now())));
        Channels.ORDER.answer(vertx, request -> new Ordering(vertx, ledger, decider::feed).obey(request));
        Channels.BEAT.listen(vertx, number -> beat());
        Settings first = settings;
        return Channels.KERNEL_NOW.ask(vertx, "failover").onSuccess(view -> {
            kernelChanged(view);
            if (!first.aliases().isEmpty()) {
                Rehearsals.later(vertx, () -> DressRehearsal.play(first, view));
            }
        });
    }

    /** When this stops, another defender comes at once: everything is to be left to it. To be called by any thread. */
    public void leaveToTheNext() {
        stop = Order.LEAVE;
    }

    /** Releases or keeps what is held, as the policy says, and ends when that is done or has taken too long. */
    @Override
    public Future<?> stop() {
        Promise<Void> promise = Promise.promise();
        stopping = Optional.of(promise);
        ledger.all().forEach(defended -> decider.feed(defended, new Input.Ordered(stop)));
        completeStop();
        vertx.setTimer(STOP_LIMIT.toMillis(), timer -> {
            if (promise.tryComplete()) {
                Channels.REPORT.publish(
                        vertx,
                        Report.of(
                                "stop-timed-out",
                                Level.ERROR,
                                "stopping took longer than " + STOP_LIMIT.toMillis() + " ms; giving up on "
                                        + ledger.names(defended -> !defended.stopped())));
            }
        });
        return promise.future();
    }

    private void completeStop() {
        if (ledger.all().stream().allMatch(Defended::stopped)) {
            stopping.ifPresent(Promise::tryComplete);
        }
    }

    private void kernelChanged(KernelView view) {
        look(view, kernel);
    }

    /** @param before what is not different from this need not be looked at again */
    private void look(KernelView view, KernelView before) {
        noticePauses();
        kernel = view;
        ledger.look(kernel, clock.now());
        for (LinkFamily family : ledger.families()) {
            ledger.witnesses(family, Topology.witnesses(kernel, settings, family));
        }
        if (plan.isEmpty()) {
            // The prober must know its targets before the first burst.
            replan();
        }
        // What was claimed is announced first; everything else can wait for a few milliseconds.
        boolean sameLinks = view.links().equals(before.links());
        for (Defended defended : ledger.all()) {
            IpAddress address = defended.spec.address();
            boolean same = sameLinks && view.carried(address).equals(before.carried(address));
            if (!same || defended.state.observed().isEmpty()) {
                observe(defended);
            }
        }
        if (!view.sameWays(before)) {
            replan();
        }
        news.look(kernel, settings.aliases()).forEach(report -> Channels.REPORT.publish(vertx, report));
    }

    private void observe(Defended defended) {
        Input.Observed observed = Topology.observe(kernel, defended.spec.placement());
        boolean waiting = defended.state.phase() instanceof Phase.Starting
                && defended.state.observed().isEmpty()
                && !observed.linkUsable()
                && !observed.present()
                && observed.strays().isEmpty();
        // What it begins with is not known before its interface is there.
        if (!waiting && !defended.state.observed().equals(Optional.of(observed))) {
            decider.feed(defended, observed);
        }
    }

    private void replan() {
        ProbePlan next = Topology.plan(kernel, settings, ledger.witnesses());
        ledger.asksOnly(next, Topology.hosts(settings, ledger.witnesses()));
        if (!plan.equals(Optional.of(next))) {
            plan = Optional.of(next);
            Channels.PROBE_PLAN.publish(vertx, next);
        }
    }

    private void probed(ProbeResult result) {
        noticePauses();
        Optional<Defended> defended = ledger.find(result.question().address());
        if (defended.isPresent()) {
            Placement placement = defended.get().spec.placement();
            // That its interface is missing is told once, for all of its aliases.
            if (!(result.outcome() instanceof ProbeOutcome.Broken)
                    || KernelNews.obstacle(kernel, placement).isEmpty()) {
                decider.feed(defended.get(), new Input.Probed(result.outcome()));
            }
        } else if (ledger.heard(result.question().address(), result.outcome(), clock.now())) {
            ledger.all().forEach(concerned -> decider.feed(concerned, new Input.Tick()));
        }
    }

    private void burstEnded(BurstResult result) {
        noticePauses();
        ledger.find(result.address()).ifPresent(defended -> {
            Optional<String> link = Optional.of(defended.spec.placement().interfaceName());
            result.hosts()
                    .forEach((host, tally) -> tally.rtt()
                            .ifPresent(rtt ->
                                    ledger.heard(host, link, new ProbeOutcome.Reply(rtt, tally.mac()), clock.now())));
            decider.feed(defended, new Input.BurstEnded(result));
        });
    }

    private void sighted(Sighting sighting) {
        noticePauses();
        ledger.find(sighting.address())
                .filter(defended -> defended.spec.placement().interfaceName().equals(sighting.linkName()))
                .ifPresent(defended -> decider.feed(defended, new Input.Sighted(sighting.mac(), sighting.kind())));
    }

    private void applied(AddressApplied applied) {
        noticePauses();
        IpAddress address = applied.action().placement().address().address();
        ledger.find(address)
                .ifPresent(defended -> decider.feed(defended, new Input.Applied(applied.action(), applied.result())));
    }

    private void beat() {
        noticePauses();
        Duration now = clock.now();
        ledger.all().forEach(defended -> decider.look(defended, now));
    }

    /** Comes before anything else that is handled, so that nothing is decided on what a pause has made old. */
    private void noticePauses() {
        Duration now = clock.now();
        Duration gap = now.minus(lastBeat).minus(Beat.PERIOD);
        lastBeat = now;
        Duration work = Beat.WORK_PER_ADDRESS.multipliedBy(ledger.size());
        if (gap.compareTo(STALL.plus(work)) > 0) {
            stalled(gap);
        }
    }

    private void stalled(Duration length) {
        lastBeat = clock.now();
        ledger.voidEvidence(clock.now());
        ledger.all().forEach(defended -> decider.feed(defended, new Input.Stalled(length)));
    }

    private void take(Settings next) {
        settings = next;
        configured = new HashMap<>();
        next.aliases().forEach(spec -> configured.put(spec.address(), spec));
    }

    private void reconfigured(Settings next) {
        take(next);
        for (Defended old : ledger.all()) {
            Optional<AliasSpec> spec = configured(old.spec.address());
            if (old.retiring) {
                // Ends first; if it is in the configuration again by then, it begins anew.
                continue;
            }
            if (spec.isEmpty()) {
                old.retiring = true;
                decider.feed(old, new Input.Ordered(Order.RETIRE));
            } else if (!spec.get().equals(old.spec)) {
                AliasSpec before = old.spec;
                old.spec = spec.get();
                decider.feed(old, new Input.Reconfigured(before));
            }
        }
        next.aliases().stream()
                .filter(spec -> ledger.find(spec.address()).isEmpty())
                .forEach(this::begin);
        look(kernel, KernelView.EMPTY);
    }

    private void begin(AliasSpec spec) {
        Defended defended = new Defended(spec, clock.now());
        ledger.add(defended);
        if (ledger.suspended()) {
            decider.feed(defended, new Input.Ordered(Order.SUSPEND));
        }
    }

    private Optional<AliasSpec> configured(IpAddress alias) {
        return Optional.ofNullable(configured.get(alias));
    }

    private void stopped(Defended defended) {
        completeStop();
        if (defended.retiring && ledger.remove(defended) && stopping.isEmpty()) {
            configured(defended.spec.address()).ifPresent(spec -> {
                begin(spec);
                look(kernel, KernelView.EMPTY);
            });
        }
    }
}
