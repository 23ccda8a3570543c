package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One life of a daemon on a host: what the verticles do around the core, with virtual time and network. */
final class SimDaemon {
    private static final Duration HEARTBEAT = Duration.ofMillis(50);
    private static final Duration STALL = Duration.ofMillis(150);
    private static final Duration LATE = Duration.ofMillis(50);
    private static final Duration KERNEL_EVENT = Duration.ofMillis(1);

    private final Simulation sim;
    private final World world;
    private final SimHost host;
    private final Core core;
    private AliasSpec spec;
    private AliasState state;
    private Evidence evidence;
    private Duration lastRan;
    private Duration commandsFreeAt = Duration.ZERO;
    private boolean alive = true;
    private boolean linkWasUp;
    private Optional<SimBurst> burst = Optional.empty();
    private Optional<Duration> wakeAt = Optional.empty();
    private Duration resumedAt = Duration.ZERO;
    private Duration askedAt = Duration.ZERO;

    SimDaemon(Simulation sim, SimHost host, AliasSpec spec, Core core) {
        this.sim = sim;
        this.world = sim.world;
        this.host = host;
        this.spec = spec;
        this.core = core;
        state = AliasState.starting(world.now());
        evidence = Evidence.none(world.now()).with(Map.of(Simulation.ROUTER, "router " + Simulation.ROUTER));
        lastRan = world.now();
    }

    void start() {
        world.after(world.between(Duration.ZERO, HEARTBEAT), this::beat);
        List<IpAddress> targets = new ArrayList<>(List.of(Simulation.ALIAS, Simulation.ROUTER));
        spec.others().forEach(node -> targets.add(node.address()));
        for (IpAddress target : targets) {
            Duration phase = world.between(Duration.ZERO, spec.policy().interval());
            world.after(phase, () -> steadyRound(target));
        }
        observe();
    }

    /** kill -9: nothing is undone. */
    void kill() {
        alive = false;
    }

    AliasState state() {
        return state;
    }

    AliasSpec spec() {
        return spec;
    }

    Evidence evidence() {
        return evidence;
    }

    SimHost host() {
        return host;
    }

    /** Whether a pause has ended and no burst since has told what became of the world. */
    boolean knowsNothingSincePause() {
        return resumedAt.compareTo(askedAt) > 0;
    }

    void reconfigure(AliasSpec next) {
        AliasSpec before = spec;
        run(() -> {
            spec = next;
            feed(new Input.Reconfigured(before));
        });
    }

    void order(Input.Order order) {
        run(() -> feed(new Input.Ordered(order)));
    }

    /** What happens while the process does not run, happens to it when it runs again. */
    void run(Runnable work) {
        if (!alive) {
            return;
        }
        Duration wait = host.pausedUntil.minus(world.now());
        if (!wait.isNegative() && !wait.isZero()) {
            world.after(wait, () -> run(work));
            return;
        }
        Duration gap = world.now().minus(lastRan).minus(HEARTBEAT);
        lastRan = world.now();
        if (gap.compareTo(STALL) > 0) {
            evidence = evidence.voided(world.now());
            resumedAt = world.now();
            feed(new Input.Stalled(gap));
        }
        work.run();
    }

    private void beat() {
        run(() -> {
            if (tickIsDue()) {
                feed(new Input.Tick());
            }
        });
        if (alive) {
            world.after(HEARTBEAT, this::beat);
        }
    }

    private boolean tickIsDue() {
        return wakeAt.filter(time -> time.compareTo(world.now()) <= 0).isPresent();
    }

    /** The kernel told that something changed. */
    void kernelChanged() {
        world.after(KERNEL_EVENT, () -> run(this::observe));
    }

    private void observe() {
        if (host.linkUp && !linkWasUp) {
            evidence = evidence.voided(world.now());
        }
        linkWasUp = host.linkUp;
        Input.Observed observed = new Input.Observed(host.carriesAlias, List.of(), host.linkUp);
        if (!state.observed().equals(Optional.of(observed))) {
            feed(observed);
        }
    }

    private void steadyRound(IpAddress target) {
        if (!alive) {
            return;
        }
        world.after(spec.policy().interval(), () -> steadyRound(target));
        if (host.pausedUntil.compareTo(world.now()) > 0) {
            return;
        }
        if (!host.linkUp) {
            run(() -> probed(target, new ProbeOutcome.Broken("no carrier")));
            return;
        }
        Duration timeout = sim.timeout(spec);
        List<Simulation.Answer> answers = sim.ask(host, target);
        Optional<Simulation.Answer> first = answers.stream().findFirst();
        if (first.isPresent() && first.get().after().compareTo(timeout) <= 0) {
            world.after(
                    first.get().after(),
                    () -> run(() -> {
                        probed(
                                target,
                                new ProbeOutcome.Reply(
                                        first.get().after(), first.get().mac()));
                        answers.stream()
                                .skip(1)
                                .filter(other -> !other.mac().equals(first.get().mac()))
                                .forEach(other ->
                                        other.mac().ifPresent(mac -> sighted(target, mac, Sighting.Kind.REPLY)));
                    }));
        } else {
            Duration due = world.now().plus(timeout);
            world.after(
                    timeout,
                    () -> run(() -> {
                        boolean late = world.now().minus(due).compareTo(LATE) > 0;
                        probed(target, late ? new ProbeOutcome.Broken("paused") : new ProbeOutcome.Silence(timeout));
                    }));
        }
    }

    private void probed(IpAddress target, ProbeOutcome outcome) {
        if (target.equals(Simulation.ALIAS)) {
            feed(new Input.Probed(outcome));
            return;
        }
        boolean before = evidence.of(target).answers();
        evidence = evidence.heard(target, outcome, world.now());
        if (before != evidence.of(target).answers()) {
            feed(new Input.Tick());
        }
    }

    /** A frame of another host about the alias came by. */
    void sighted(IpAddress about, MacAddress mac, Sighting.Kind kind) {
        if (about.equals(Simulation.ALIAS)) {
            run(() -> feed(new Input.Sighted(mac, kind)));
        }
    }

    void burstEnded(SimBurst ended, BurstResult result) {
        if (burst.filter(current -> current == ended).isEmpty()) {
            return;
        }
        burst = Optional.empty();
        askedAt = world.now();
        result.hosts()
                .forEach((address, tally) -> tally.rtt()
                        .ifPresent(rtt -> evidence =
                                evidence.heard(address, new ProbeOutcome.Reply(rtt, tally.mac()), world.now())));
        feed(new Input.BurstEnded(result));
    }

    private void feed(Input input) {
        if (!alive) {
            return;
        }
        Decision decision = core.decide(state, input, spec, evidence, world.now());
        sim.check(this, input, decision);
        state = decision.next();
        wakeAt = decision.wakeAt();
        decision.said().forEach(reason -> world.note(host + " " + reason.cause() + ": " + reason.sentence()));
        decision.actions().forEach(this::carryOut);
        wakeAt.map(time -> time.minus(world.now()))
                .filter(wait -> wait.compareTo(HEARTBEAT) < 0)
                .ifPresent(wait -> world.after(
                        wait.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : wait,
                        () -> run(() -> {
                            if (tickIsDue()) {
                                feed(new Input.Tick());
                            }
                        })));
    }

    private void carryOut(Action action) {
        if (action instanceof Action.Burst request) {
            SimBurst next = new SimBurst(sim, this, request);
            burst = Optional.of(next);
            next.begin();
        } else if (action instanceof Action.Announce) {
            sim.announce(host);
        } else if (action instanceof Action.Add) {
            command(AddressAction.Kind.ADD);
        } else if (action instanceof Action.Remove) {
            command(AddressAction.Kind.REMOVE);
        }
    }

    /** Whether a burst is still the newest of this daemon. */
    boolean current(SimBurst candidate) {
        return alive && burst.filter(one -> one == candidate).isPresent();
    }

    private void command(AddressAction.Kind kind) {
        Duration begin = commandsFreeAt.compareTo(world.now()) > 0 ? commandsFreeAt : world.now();
        Duration took = world.between(Duration.ofMillis(2), Duration.ofMillis(12));
        commandsFreeAt = begin.plus(took);
        boolean fails = host.commandsFail;
        world.after(commandsFreeAt.minus(world.now()), () -> {
            if (!host.powered) {
                return;
            }
            if (!fails) {
                sim.carry(host, kind == AddressAction.Kind.ADD);
            }
            CommandResult result = fails ? new CommandResult.Failed(took, "no memory") : new CommandResult.Done(took);
            run(() -> feed(new Input.Applied(kind, result)));
        });
    }
}
