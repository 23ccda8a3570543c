package io.aliasdefender.sim;

import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.AliasFitness;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the checks of each host say about each alias. The seed alone tells which sites have checks, and what is drawn for them is
 * drawn from another source than all else: so the schedules without any stay as they were. Times in nanoseconds.
 */
final class Services {
    private static final long MS = 1_000_000;
    private static final Fitness UNKNOWN = new Fitness(Known.UNKNOWN, "");
    private static final Fitness FAILING = new Fitness(Known.NO, "squid fails: connection refused");

    private final Site site;
    private final SplittableRandom chance;
    /** By host and alias. */
    private final Fitness[][] found;

    /** @param seed of what is drawn */
    Services(Site site, long seed) {
        this.site = site;
        chance = new SplittableRandom(seed ^ 0x5eed_f17e_55L);
        found = new Fitness[site.hosts.size()][site.aliases.size()];
        for (Fitness[] host : found) {
            java.util.Arrays.fill(host, Fitness.FIT);
        }
    }

    /** One of five sites. */
    static boolean isOf(long seed) {
        return seed % 5 == 3;
    }

    /** Gives a site checks. */
    static Services equip(Site site, long seed) {
        Services services = new Services(site, seed);
        OnFailure policy =
                services.oneOf(List.of(OnFailure.HAND_OVER, OnFailure.HAND_OVER, OnFailure.RELEASE, OnFailure.HOLD));
        site.aliases.forEach(alias -> {
            alias.checks = List.of("squid");
            alias.policy = with(alias.policy, policy);
        });
        site.services = services;
        site.world.note(() -> "the aliases have checks, " + policy);
        return services;
    }

    static Policy with(Policy old, OnFailure onFailure) {
        return new Policy(
                old.interval(),
                old.confirmProbes(),
                old.confirmSpacing(),
                old.grace(),
                old.failback(),
                old.onStop(),
                old.onIsolation(),
                old.announce(),
                onFailure);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(chance.nextInt(choices.size()));
    }

    long between(long least, long most) {
        return most <= least ? least : chance.nextLong(least, most + 1);
    }

    /** A daemon begins: its checks need a moment for their first results. */
    void started(SimDaemon daemon) {
        site.aliases.forEach(alias -> daemon.checked(new AliasFitness(alias.address, UNKNOWN)));
        site.world.after(between(20 * MS, 400 * MS), () -> tellAll(daemon));
    }

    /** After another configuration all is told again. */
    void tellAll(SimDaemon daemon) {
        site.aliases.forEach(alias -> tell(daemon, alias));
    }

    private void tell(SimDaemon daemon, SimAlias alias) {
        daemon.checked(new AliasFitness(alias.address, found[daemon.host.port][alias.index]));
        site.world.after(0, site::changed);
    }

    /** The checks of a host have another result. */
    void passes(SimHost host, SimAlias alias, boolean passes) {
        Fitness now = passes ? Fitness.FIT : FAILING;
        if (found[host.port][alias.index].equals(now)) {
            return;
        }
        found[host.port][alias.index] = now;
        site.world.note(() -> "the checks of " + host + " for " + alias + (passes ? " pass" : " fail"));
        SimDaemon daemon = host.daemon;
        if (daemon != null) {
            site.world.after(between(0, 30 * MS), () -> tell(daemon, alias));
        }
    }

    void passes(SimHost host, boolean passes) {
        site.aliases.forEach(alias -> passes(host, alias, passes));
    }

    /** Those of the first host fail while those of the second one pass, and so on in turn. */
    void flap(List<SimHost> hosts, long each, long length) {
        for (long at = 0; at < length; at += each) {
            int turn = (int) (at / each % 2);
            site.world.after(at, () -> {
                for (int i = 0; i < hosts.size(); i++) {
                    passes(hosts.get(i), i % 2 != turn);
                }
            });
        }
        site.world.after(length, () -> hosts.forEach(host -> passes(host, true)));
    }

    void mend() {
        site.hosts.forEach(host -> passes(host, true));
    }

    /** How long hosts wait at the most that let go because of checks that flapped. */
    long mostWait() {
        long most = 0;
        for (SimHost host : site.hosts) {
            for (SimAlias alias : site.aliases) {
                if (host.daemon != null && host.daemon.life(alias.index).begun()) {
                    most = Math.max(
                            most,
                            host.daemon
                                    .life(alias.index)
                                    .state()
                                    .fitness()
                                    .mostWait()
                                    .toNanos());
                }
            }
        }
        return most;
    }

    /** Plans what happens to the services. */
    void trouble(Schedule life, long end) {
        int faults = 1 + chance.nextInt(4);
        for (int i = 0; i < faults; i++) {
            ServiceFault fault = oneOf(ServiceFault.ALL);
            long length = between(life.interval(), life.interval() * 12 + 1_500 * MS);
            SimHost host = oneOf(site.hosts);
            SimAlias alias = oneOf(site.aliases);
            site.world.after(between(life.interval() * 4, end), () -> {
                if (!life.trouble.mended()) {
                    site.invariants.stats().fault(fault);
                    fault.strike(life, this, host, alias, length);
                }
            });
        }
    }
}
