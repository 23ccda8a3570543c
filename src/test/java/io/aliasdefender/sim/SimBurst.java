package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A burst on the simulated network. */
final class SimBurst {
    private final Simulation sim;
    private final World world;
    private final SimDaemon daemon;
    private final Action.Burst request;
    private final Map<IpAddress, Found> found = new HashMap<>();
    private Duration begun;
    private int generation;

    private static final class Found {
        private int sent;
        private int broken;
        private Optional<Duration> rtt = Optional.empty();
        private Optional<MacAddress> mac = Optional.empty();

        private Tally tally(Duration took) {
            return new Tally(sent, broken, rtt.isPresent() ? 1 : 0, rtt, mac, took);
        }
    }

    SimBurst(Simulation sim, SimDaemon daemon, Action.Burst request) {
        this.sim = sim;
        this.world = sim.world;
        this.daemon = daemon;
        this.request = request;
    }

    void begin() {
        generation++;
        begun = world.now();
        found.clear();
        found.put(Simulation.ALIAS, new Found());
        request.hosts().forEach(host -> found.put(host, new Found()));
        int mine = generation;
        for (int round = 0; round < request.probes(); round++) {
            world.after(request.spacing().multipliedBy(round), () -> round(mine));
        }
        Duration length = request.spacing().multipliedBy(request.probes() - 1L).plus(sim.timeout(daemon.spec()));
        Duration due = world.now().plus(length);
        world.after(length, () -> daemon.run(() -> end(mine, due)));
    }

    private void round(int mine) {
        SimHost host = daemon.host();
        if (mine != generation || !daemon.current(this) || host.pausedUntil.compareTo(world.now()) > 0) {
            return;
        }
        found.forEach((address, one) -> {
            if (one.rtt.isPresent()) {
                return;
            }
            if (!host.onNetwork()) {
                one.broken++;
                return;
            }
            one.sent++;
            sim.ask(host, address).stream()
                    .filter(answer -> !(address.equals(Simulation.ALIAS) && host.carriesAlias)
                            || answer.mac().isPresent())
                    .findFirst()
                    .ifPresent(answer ->
                            world.after(answer.after(), () -> daemon.run(() -> answered(mine, address, answer))));
        });
        if (host.onNetwork()) {
            sim.askAround(host);
        }
    }

    private void answered(int mine, IpAddress address, Simulation.Answer answer) {
        Found one = found.get(address);
        if (mine != generation || !daemon.current(this) || one.rtt.isPresent()) {
            return;
        }
        one.rtt = Optional.of(answer.after());
        one.mac = answer.mac();
        if (address.equals(Simulation.ALIAS)) {
            finish();
        }
    }

    private void end(int mine, Duration due) {
        if (mine != generation || !daemon.current(this)) {
            return;
        }
        if (world.now().minus(due).compareTo(Duration.ofMillis(50)) > 0) {
            begin();
        } else {
            finish();
        }
    }

    private void finish() {
        generation++;
        Duration took = world.now().minus(begun);
        Map<IpAddress, Tally> hosts = new HashMap<>();
        request.hosts().forEach(host -> hosts.put(host, found.get(host).tally(took)));
        Tally alias = found.get(Simulation.ALIAS).tally(took);
        daemon.burstEnded(this, new BurstResult(request.id(), Simulation.ALIAS, alias, hosts));
    }
}
