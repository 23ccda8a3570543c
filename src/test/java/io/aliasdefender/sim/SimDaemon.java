package io.aliasdefender.sim;

import io.aliasdefender.address.AddressEngine;
import io.aliasdefender.announce.AnnouncementPacer;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.failover.FailoverEngine;
import io.aliasdefender.lease.DaemonId;
import io.aliasdefender.lease.LeaseEngine;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Presence;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ReachRequest;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.probe.ProbeEngine;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One life of the program on a simulated host: its engines, as the daemon connects them, on a virtual event loop and bus.
 * Times in nanoseconds.
 */
final class SimDaemon {
    private boolean stops;
    private static final long KERNEL_EVENT = 1_000_000;

    final Site site;
    final SimHost host;
    final SimLoop loop;
    /** Null until it has started. */
    SimWire wire;

    private final PauseGuard guard = new PauseGuard();
    private final SimCommands commands;
    /** What is seen of it from outside. */
    final DaemonLife seen;

    private final FailoverEngine failover;
    private final AddressEngine addresses;
    private final AnnouncementPacer pacer;
    private ProbeEngine prober;
    /** Null: its program has none. */
    private final SimLink link;

    /** Null: it needs no leases. */
    private final LeaseEngine leases;

    private Duration leaseLength = Duration.ZERO;
    private final Crossing toLeases = new Crossing();
    private final Crossing fromLeases = new Crossing();

    /** When the clock of its decisions was 0. */
    private final long begunNanos;

    private boolean poweredOff;
    private boolean kernelEventUnderWay;

    SimDaemon(Site site, SimHost host) {
        this.site = site;
        this.host = host;
        loop = new SimLoop(site.world, host);
        seen = new DaemonLife(this);
        commands = new SimCommands(site, this);
        addresses = new AddressEngine(loop, commands);
        Settings settings = site.settings(host);
        pacer = new AnnouncementPacer(
                loop,
                guard,
                site.variant.sender(new Announcing()),
                site.variant.settings(settings).announceRate());
        Timers timers = site.variant.timers(loop);
        begunNanos = loop.nanoTime();
        failover = new FailoverEngine(
                site.variant.settings(settings),
                timers,
                site.variant.guard(guard, timers),
                new Deciding(),
                this::decide);
        link = site.datagrams == null || site.datagrams.isSilent(host)
                ? null
                : new SimLink(this, site.datagrams, news -> publish(news, failover::linked));
        leases = site.leases == null ? null : leases();
    }

    private DaemonId id() {
        return new DaemonId(host.node.name(), host + " " + host.kernel.boots(), "start " + begunNanos);
    }

    private LeaseEngine leases() {
        leaseLength = site.leases.lease().ttl();
        return new LeaseEngine(
                loop,
                site.variant.store(site.leases.store.new Client(this), this),
                id(),
                leaseLength,
                new LeaseEngine.Output() {
                    @Override
                    public void news(LeaseNews news) {
                        fromLeases.send(() -> publish(news, failover::leased));
                    }

                    @Override
                    public void report(Report report) {
                        site.world.note(() -> host + " " + report.sentence());
                    }
                });
    }

    /** By the clock of its decisions. */
    Duration now() {
        return Duration.ofNanos(loop.nanoTime() - begunNanos);
    }

    /** Null: its program has none. */
    SimLink link() {
        return link;
    }

    /** One of the node link has come. */
    void datagram(Datagrams.Datagram datagram) {
        if (link != null) {
            loop.input(() -> {
                guard.check();
                link.received(datagram);
            });
        }
    }

    void start() {
        loop.input(() -> {
            prober = ProbeEngine.open(loop, guard, listener -> wire = new SimWire(site, this, listener), new Probing());
            guard.start(loop);
            if (link != null) {
                guard.listen(length -> link.paused());
                link.start();
            }
            if (leases != null) {
                leases.start();
            }
            failover.start();
            tellKernel();
            if (site.services != null) {
                site.services.started(this);
            }
        });
    }

    /** Its checks say something. */
    void checked(AliasFitness fitness) {
        loop.input(() -> publish(fitness, news -> {
            failover.fitness(news);
            seen.checked(alias(news.alias()).index, news.fitness().fit());
        }));
    }

    /** What the prober finds goes over the bus. */
    private final class Probing implements ProbeEngine.Output {
        @Override
        public void result(ProbeResult result) {
            publish(result, failover::probed);
        }

        @Override
        public void burstResult(BurstResult result) {
            publish(result, ended -> {
                failover.burstEnded(ended);
                site.invariants.answered(life(alias(ended.address()).index), ended);
            });
        }

        @Override
        public void reachResult(ReachResult result) {
            publish(result, failover::reachChecked);
        }

        @Override
        public void sighting(Sighting sighting) {
            publish(sighting, failover::sighted);
        }
    }

    /** So does what is decided. */
    private final class Deciding implements FailoverEngine.Output {
        @Override
        public void plan(ProbePlan plan) {
            publish(plan, prober::plan);
        }

        @Override
        public void burst(BurstRequest request) {
            publish(request, asked -> {
                prober.burst(asked);
                if (link != null) {
                    link.burst(asked);
                }
            });
        }

        @Override
        public void reach(ReachRequest request) {
            publish(request, prober::reach);
        }

        @Override
        public void action(AddressAction action) {
            publish(action, wanted -> {
                if (wanted.kind() == AddressAction.Kind.REMOVE && site.variant.forgetsAnnouncements()) {
                    pacer.forget(wanted.placement().address().address());
                }
                addresses.action(wanted);
            });
        }

        @Override
        public void announce(Announcement announcement) {
            publish(announcement, wanted -> {
                site.invariants.wantsToAnnounce(
                        life(alias(wanted.placement().address().address()).index), wanted);
                pacer.announce(wanted);
            });
        }

        @Override
        public void withhold(Placement placement) {
            publish(
                    new Withheld(placement),
                    taken -> pacer.forget(taken.placement().address().address()));
        }

        @Override
        public void farewell(Question alias) {
            publish(alias, prober::farewell);
        }

        @Override
        public void tell(LinkTelling telling) {
            if (link != null) {
                publish(telling, link::tell);
            }
        }

        @Override
        public void presence(Presence presence) {
            // A record for people; nothing here reads it.
        }

        @Override
        public void lease(LeaseWish wish) {
            if (leases != null) {
                toLeases.send(() -> publish(wish, leases::wish));
            }
        }

        @Override
        public void report(Report report) {
            if (report.cause().equals("internal-error")) {
                site.world.fail(new IllegalStateException(report.sentence()));
            }
        }
    }

    /** A placement that is a message of its own. */
    record Withheld(Placement placement) {}

    private final class Announcing implements AnnouncementPacer.Sender {
        @Override
        public boolean carries(Placement placement) {
            return host.kernel
                    .view()
                    .carried(placement.interfaceName(), placement.address())
                    .filter(carried -> !carried.tentative())
                    .isPresent();
        }

        @Override
        public boolean send(Placement placement, boolean both) {
            SimAlias alias = alias(placement.address().address());
            site.announce(host, alias, SimHost.linkNumber(placement.interfaceName()), both);
            return true;
        }

        @Override
        public void announced(Announcement claim) {
            if (link != null) {
                publish(claim, failover::announced);
            }
        }
    }

    private <T> void publish(T message, Consumer<T> reader) {
        site.variant.message(this, message).ifPresent(sent -> loop.post(() -> reader.accept(sent)));
    }

    private SimAlias alias(IpAddress address) {
        return site.traffic.alias(address);
    }

    private Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now) {
        Decision decision = site.variant.decide(state, input, spec, evidence, now);
        AliasLife life = life(alias(spec.address()).index);
        Decided decided = new Decided(state, input, spec, evidence, now, decision);
        try {
            site.invariants.decided(life, decided);
        } catch (Broken broken) {
            site.world.fail(broken);
        }
        site.decisions.accept(life, decided);
        life.decided(decision.next(), spec, evidence.everybodySilent(), site.world.now());
        decision.said().forEach(reason -> {
            site.world.note(() -> host + " [" + life.alias + "] " + reason.sentence());
            site.reader.accept(host, reason);
        });
        return decision;
    }

    /** How an action went. */
    void applied(AddressApplied applied) {
        publish(applied, failover::applied);
    }

    /** kill -9: nothing is undone. */
    void kill() {
        loop.kill();
        host.gone(site.world.now());
    }

    void powerOff() {
        kill();
        poweredOff = true;
    }

    /** Whether it ended with its whole machine, commands that it had started included. */
    boolean poweredOff() {
        return poweredOff;
    }

    /** SIGTERM, or the way to another daemon that comes at once. */
    void stop(Order how, Runnable ended) {
        stops = true;
        loop.input(() -> failover.stop(
                how,
                () -> loop.post(() -> prober.whenFarewellsAreSaid(() -> leasesEnd(() -> {
                    if (loop.alive()) {
                        prober.stop();
                        kill();
                        ended.run();
                    }
                })))));
    }

    private void leasesEnd(Runnable then) {
        if (leases == null) {
            then.run();
        } else {
            toLeases.send(() -> leases.stop(() -> fromLeases.send(then)));
        }
    }

    /** From one thread of the program to another one: what is on its way arrives later, in its order. */
    private final class Crossing {
        private static final long BUSY = 5_000_000;
        private static final long USUAL = 200_000;
        private long last;

        private void send(Runnable message) {
            SplittableRandom chance = site.leases.store.chance();
            last = Math.max(last + 1, site.world.now() + chance.nextLong(chance.nextInt(8) == 0 ? BUSY : USUAL));
            site.world.at(last, () -> loop.input(message));
        }
    }

    void order(OrderRequest request, Consumer<OrderAnswer> answer) {
        loop.input(() ->
                failover.order(request, given -> site.variant.answer(given).ifPresent(answer)));
    }

    void reconfigured() {
        loop.input(() -> {
            Settings settings = site.variant.settings(site.settings(host));
            pacer.rate(settings.announceRate());
            failover.reconfigured(settings);
            if (leases != null && !leaseLength.equals(site.leases.lease().ttl())) {
                Duration length = site.leases.lease().ttl();
                leaseLength = length;
                toLeases.send(() -> leases.reconfigure(id(), length));
            }
            if (link != null) {
                link.reconfigured(settings);
            }
            if (site.services != null) {
                site.services.tellAll(this);
            }
        });
    }

    /** Whether it was told to end. */
    boolean stops() {
        return stops;
    }

    AliasLife life(int alias) {
        return seen.life(alias);
    }

    /** The process does not run until then. */
    void pause(long until) {
        loop.pause(until, this::resumed);
    }

    private void resumed() {
        seen.resumed(loop.pausedFor());
        site.world.after(0, site::changed);
    }

    /** The kernel tells that something changed. */
    void kernelChanged() {
        if (!kernelEventUnderWay) {
            kernelEventUnderWay = true;
            site.world.after(
                    KERNEL_EVENT,
                    () -> loop.input(() -> {
                        kernelEventUnderWay = false;
                        tellKernel();
                    }));
        }
    }

    private void tellKernel() {
        KernelView view = host.kernel.view();
        publish(view, addresses::kernel);
        publish(view, prober::kernel);
        publish(view, failover::kernel);
    }

    /** Whether a command that fails, hangs or is slow holds up what was decided. */
    boolean held(int alias) {
        AliasLife life = life(alias);
        // What failed is tried again, later and later.
        return commands.inTrouble()
                || commands.failed(life.alias)
                        && life.begun()
                        && (life.state().phase() instanceof Phase.Releasing || life.hasStrays());
    }
}
