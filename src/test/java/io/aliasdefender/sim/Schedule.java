package io.aliasdefender.sim;

import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A life of some hosts with trouble, drawn from one seed: some faults, then everything is mended, then a quiet time. */
final class Schedule {
    private static final List<Duration> INTERVALS =
            List.of(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1));
    private static final List<Double> LOSSES = List.of(0.0, 0.0, 0.0, 0.02, 0.1, 0.25);

    private final Simulation sim;
    private final World world;
    private final Random random;
    private final Duration interval;

    private Schedule(long seed, Core core) {
        Random draw = new Random(seed * 31 + 7);
        interval = INTERVALS.get(draw.nextInt(INTERVALS.size()));
        int count = draw.nextInt(4) == 0 ? 3 + draw.nextInt(3) : 2;
        double loss = LOSSES.get(draw.nextInt(LOSSES.size()));
        Policy policy = new Policy(
                interval,
                Policy.DEFAULT_CONFIRM_PROBES,
                Policy.autoSpacing(interval),
                Optional.of(Policy.autoGrace(interval)),
                draw.nextInt(5) == 0 ? Optional.of(interval.multipliedBy(5)) : Optional.empty(),
                Policy.OnStop.RELEASE,
                draw.nextInt(4) == 0 ? Policy.OnIsolation.RELEASE : Policy.OnIsolation.HOLD,
                Policy.Announce.DEFAULT);
        // Seen within an interval, another interval of patience, and the time of a burst, a command and a check.
        int tries = loss > 0 ? 6 : 1;
        Duration bound = interval.multipliedBy(2L * tries).plusMillis(400L * tries);
        sim = new Simulation(seed, count, policy, bound, core);
        world = sim.world;
        random = world.random;
        world.loss = loss;
        world.note("seed " + seed + ": " + count + " hosts, interval " + interval.toMillis() + " ms, loss "
                + Math.round(loss * 100) + " %, failback " + policy.failback() + ", " + policy.onIsolation());
    }

    /** Lives through the schedule of a seed; fails with the seed and the whole story when an invariant breaks. */
    static Simulation run(long seed, Core core) {
        Schedule schedule = new Schedule(seed, core);
        try {
            schedule.live();
            return schedule.sim;
        } catch (Simulation.Broken broken) {
            throw new AssertionError(
                    "-Dsim.seed=" + seed + ": " + broken.getMessage() + "\n" + schedule.world.timeline());
        }
    }

    private void live() {
        for (SimHost host : sim.hosts) {
            world.after(world.between(Duration.ZERO, interval), () -> sim.startDaemon(host));
        }
        int faults = random.nextInt(7);
        Duration end = interval.multipliedBy(20).plusSeconds(2);
        for (int i = 0; i < faults; i++) {
            world.after(world.between(interval.multipliedBy(4), end), this::fault);
        }
        world.run(end);
        // Pauses end by themselves.
        world.run(sim.hosts.stream()
                .map(host -> host.pausedUntil)
                .reduce(end, (one, other) -> one.compareTo(other) > 0 ? one : other));
        mend();
        int n = sim.hosts.size();
        Duration quiet = interval.multipliedBy(3L * n + 12).plusSeconds(6);
        world.run(world.now().plus(quiet));
        sim.checkSettled();
    }

    private SimHost any() {
        return sim.hosts.get(random.nextInt(sim.hosts.size()));
    }

    private void fault() {
        SimHost host = any();
        Duration length = world.between(interval, interval.multipliedBy(8).plusMillis(500));
        switch (random.nextInt(11)) {
            case 0 -> {
                sim.powerOff(host);
                world.after(length, () -> powerOn(host));
            }
            case 1 -> {
                world.note(host + "'s daemon is killed");
                sim.killDaemon(host);
                world.after(length, () -> sim.startDaemon(host));
            }
            case 2 -> {
                world.note(host + " does not run for " + length.toMillis() + " ms");
                host.pausedUntil = world.now().plus(length);
                sim.holdersChanged();
                world.after(length, sim::holdersChanged);
            }
            case 3 -> {
                world.note(host + " is cut off");
                cutOff(host, true);
                world.after(length, () -> cutOff(host, false));
            }
            case 4 -> {
                SimHost other = any();
                boolean oneWay = random.nextBoolean();
                world.note(host + " is not heard by " + other + (oneWay ? "" : ", nor the other way round"));
                cut(host, other, true, oneWay);
                world.after(length, () -> cut(host, other, false, oneWay));
            }
            case 5 -> {
                sim.linkIs(host, false);
                world.after(length, () -> sim.linkIs(host, true));
            }
            case 6 -> {
                world.note("the router is down");
                sim.routerUp = false;
                world.after(length, () -> sim.routerUp = true);
            }
            case 7 -> {
                world.note("somebody deletes the alias on " + host);
                sim.carry(host, false);
            }
            case 8 -> {
                world.note("commands fail on " + host);
                host.commandsFail = true;
                sim.holdersChanged();
                world.after(length, () -> {
                    host.commandsFail = false;
                    sim.holdersChanged();
                });
            }
            case 9 ->
                host.daemon.ifPresent(daemon -> {
                    world.note(host + " gets another configuration");
                    Policy other = new Policy(
                            sim.policy.interval(),
                            sim.policy.confirmProbes() + random.nextInt(5),
                            sim.policy.confirmSpacing(),
                            sim.policy.grace(),
                            sim.policy.failback(),
                            sim.policy.onStop(),
                            sim.policy.onIsolation(),
                            sim.policy.announce());
                    daemon.reconfigure(sim.spec(host, other));
                });
            case 10 ->
                host.daemon.ifPresent(daemon -> {
                    world.note(host + "'s daemon is stopped");
                    daemon.order(io.aliasdefender.core.Input.Order.STOP);
                    world.after(Duration.ofMillis(100), () -> sim.killDaemon(host));
                    world.after(length, () -> sim.startDaemon(host));
                });
            default -> throw new IllegalStateException();
        }
    }

    private void powerOn(SimHost host) {
        if (!host.powered) {
            world.note(host + " has power again");
            host.powered = true;
            sim.startDaemon(host);
        }
    }

    private void cutOff(SimHost host, boolean off) {
        for (int port = 0; port <= sim.clientPort(); port++) {
            if (port != host.port) {
                world.cut(host.port, port, off);
                world.cut(port, host.port, off);
            }
        }
        sim.holdersChanged();
    }

    private void cut(SimHost from, SimHost to, boolean off, boolean oneWay) {
        world.cut(from.port, to.port, off);
        if (!oneWay) {
            world.cut(to.port, from.port, off);
        }
        sim.holdersChanged();
    }

    private void mend() {
        world.note("everything is mended");
        world.healCuts();
        sim.routerUp = true;
        for (SimHost host : sim.hosts) {
            host.commandsFail = false;
            powerOn(host);
            sim.linkIs(host, true);
            sim.startDaemon(host);
        }
        sim.holdersChanged();
    }
}
