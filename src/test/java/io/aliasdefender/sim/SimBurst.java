package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A burst on the simulated network. */
final class SimBurst {
    private static final long LEAST_TIMEOUT = 3_000_000;
    private static final long LATE = 50_000_000;

    private final Site site;
    private final World world;
    private final SimDaemon daemon;
    private final SimDefended defended;
    private final Action.Burst request;
    /** The alias first, then the hosts in the order of their addresses, so that a seed is always the same story. */
    private final List<Found> found = new ArrayList<>();

    private long begunAt;
    private int generation;
    private boolean extended;

    private static final class Found {
        private final Target target;
        private int sent;
        private int broken;
        private int replies;
        private Duration rtt;
        private MacAddress mac;

        private Found(Target target) {
            this.target = target;
        }

        private Tally tally(Duration took) {
            return new Tally(sent, broken, replies, Optional.ofNullable(rtt), Optional.ofNullable(mac), took);
        }
    }

    SimBurst(Site site, SimDefended defended, Action.Burst request) {
        this.site = site;
        this.world = site.world;
        this.daemon = defended.daemon();
        this.defended = defended;
        this.request = request;
    }

    /** How long an answer is waited for: the prober's floor, or what is learned of such round-trips. */
    static long timeout(SimAlias alias) {
        return Math.max(LEAST_TIMEOUT, 2 * alias.spacing());
    }

    void begin() {
        generation++;
        begunAt = world.now();
        found.clear();
        found.add(new Found(daemon.round(defended.alias().address).target()));
        request.hosts().stream()
                .sorted()
                .forEach(host -> found.add(new Found(daemon.round(host).target())));
        next(generation, 0);
    }

    private void next(int mine, int round) {
        if (mine != generation || !defended.current(this)) {
            return;
        }
        long spacing = request.spacing().toNanos();
        if (round < request.probes()) {
            ask();
            if (mine == generation) {
                boolean last = round + 1 == request.probes();
                long wait = last ? timeout(defended.alias()) : spacing;
                long due = world.now() + wait;
                daemon.timer(wait, last ? () -> end(mine, due) : () -> next(mine, round + 1));
            }
        }
    }

    private void ask() {
        SimHost host = daemon.host();
        for (Found one : found) {
            if (one.replies > 0) {
                continue;
            }
            if (host.onNetwork(world.now())) {
                one.sent++;
                site.ask(daemon, one.target, one.target.alias() != null);
            } else {
                one.broken++;
            }
        }
    }

    /** @return whether this burst had asked */
    boolean answered(Target target, MacAddress mac) {
        for (Found one : found) {
            if (one.target == target) {
                one.replies++;
                one.mac = one.mac == null ? mac : one.mac;
                if (one.rtt == null) {
                    one.rtt = Duration.ofNanos(Math.min(world.now() - begunAt, SimBurst.timeout(defended.alias())));
                }
                if (target.alias() != null) {
                    finish();
                }
                return true;
            }
        }
        return false;
    }

    private void end(int mine, long due) {
        if (mine != generation || !defended.current(this)) {
            return;
        }
        if (world.now() - due > LATE && !extended) {
            extended = true;
            long again = world.now() + timeout(defended.alias());
            daemon.timer(timeout(defended.alias()), () -> end(mine, again));
        } else {
            finish();
        }
    }

    private void finish() {
        generation++;
        Duration took = Duration.ofNanos(world.now() - begunAt);
        Map<IpAddress, Tally> hosts = new HashMap<>();
        boolean heard = false;
        for (Found one : found) {
            if (one.target.alias() == null) {
                hosts.put(one.target.address(), one.tally(took));
                heard |= one.replies > 0;
                if (one.replies > 0) {
                    daemon.heardInBurst(
                            one.target.address(), new ProbeOutcome.Reply(one.rtt, Optional.ofNullable(one.mac)));
                }
            }
        }
        boolean overheard = !heard && daemon.host().heardAt > begunAt;
        Tally alias = found.get(0).tally(took);
        defended.burstEnded(this, new BurstResult(request.id(), defended.alias().address, alias, hosts, overheard));
    }
}
