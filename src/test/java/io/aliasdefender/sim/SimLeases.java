package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.spec.Policy.Lease;
import io.aliasdefender.core.spec.Policy.OnLoss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A site in which every node needs a lease: with its store, what happens to that, and the one rule that counts there. Times in
 * nanoseconds.
 */
final class SimLeases {
    private static final long MS = 1_000_000;
    private static final List<Integer> TTLS = List.of(3, 3, 4, 5);
    /** A machine that stood still takes off what it must not have any more as soon as it runs. */
    private static final long AWAKE = 150 * MS;

    /** What does not put addresses somewhere behind the back of the program: no lease could forbid that. */
    static final List<Fault> FAULTS = List.of(
            Fault.POWER,
            Fault.KILL,
            Fault.STOP,
            Fault.PAUSE,
            Fault.PAUSE,
            Fault.FREEZE,
            Fault.SUSPEND,
            Fault.UPGRADE,
            Fault.CUT_OFF,
            Fault.ONE_WAY,
            Fault.NO_CONTACT,
            Fault.NO_CONTACT,
            Fault.PARTITION,
            Fault.CABLE,
            Fault.ROUTER,
            Fault.DELETION,
            Fault.COMMANDS_FAIL,
            Fault.COMMANDS_SLOW,
            Fault.COMMANDS_HANG,
            Fault.ORDER_TO_ADD,
            Fault.ORDER_TO_REMOVE,
            Fault.MAINTENANCE,
            Fault.BUSY);

    private final Site site;
    final SimStore store;
    /** As it is configured by now. */
    private Lease lease;
    /** The longest that it ever was. */
    private Duration longest;
    /** By alias: who may have it beside another one, because that one hands it over. */
    private final List<List<HandOver>> handing;
    /** By alias: who had a lease at its last decision. */
    private final List<Set<SimHost>> permitted;
    /** By alias: when it is looked at anyway. */
    private final List<Set<Long>> looks;

    /**
     * One that is under way.
     *
     * @param lastMoment whoever hands it over is permitted nothing any more after that, whatever becomes of the rest
     */
    private record HandOver(SimHost from, SimHost to, long lastMoment) {
        private boolean isOf(SimHost one, SimHost other) {
            return from == one && to == other || from == other && to == one;
        }
    }

    /** Two hosts had something at the same time, which leases are there to prevent. */
    static final class TwoHolders extends RuntimeException {
        private static final long serialVersionUID = 1;

        TwoHolders(String what) {
            super(what);
        }
    }

    private SimLeases(Site site, SimStore store, Lease lease) {
        this.site = site;
        this.store = store;
        this.lease = lease;
        longest = lease.ttl();
        handing = forEach(site, ArrayList::new);
        permitted = forEach(site, HashSet::new);
        looks = forEach(site, HashSet::new);
    }

    private static <T> List<T> forEach(Site site, Supplier<T> nothing) {
        return site.aliases.stream().map(alias -> nothing.get()).toList();
    }

    static void equip(Site site, long seed) {
        SimStore store = new SimStore(site.world, site.hosts.size(), seed);
        int ttl = TTLS.get(store.chance().nextInt(TTLS.size()));
        equip(site, store, new Lease(Duration.ofSeconds(ttl), OnLoss.RELEASE));
    }

    /** The same with this lease. */
    static void equip(Site site, long seed, Lease lease) {
        equip(site, new SimStore(site.world, site.hosts.size(), seed), lease);
    }

    private static void equip(Site site, SimStore store, Lease lease) {
        SimLeases leases = new SimLeases(site, store, lease);
        site.aliases.forEach(alias -> alias.policy = alias.policy.leased(leases.lease));
        site.leases = leases;
        site.world.note(() -> "a lease of " + leases.lease.ttl().toSeconds() + " s is needed");
    }

    Lease lease() {
        return lease;
    }

    /** How long a mended site needs for a lease that nobody gives back, and to ask for it again. */
    long mostWait() {
        return 3 * longest.toNanos() + 12_000 * MS;
    }

    /** A holder whose requests were lost before everything was mended may lose its lease so long after that. */
    long mostEcho() {
        return longest.toNanos();
    }

    /**
     * Plans what happens to the store.
     *
     * @return how long that lasts
     */
    long trouble(Schedule life, long end) {
        long lasts = end;
        if (store.chance().nextInt(3) == 0) {
            store.lost = store.chance().nextDouble() * 0.3;
            store.late = store.chance().nextDouble() * 0.3;
        }
        if (store.chance().nextInt(3) == 0) {
            store.copied = 0.3;
        }
        int faults = store.chance().nextInt(4);
        for (int i = 0; i < faults; i++) {
            long at = store.chance().nextLong(end);
            long length = store.chance().nextLong(50 * MS, 3 * lease.ttl().toNanos());
            int host = store.chance().nextInt(site.hosts.size());
            switch (store.chance().nextInt(7)) {
                case 0 -> {
                    life.later(at, () -> told("is down", () -> store.down(true)));
                    site.world.after(at + length, () -> told("is up again", () -> store.down(false)));
                }
                case 1 -> {
                    life.later(
                            at,
                            () -> told(
                                    "is not reached by " + site.hosts.get(host), () -> store.unreachable(host, true)));
                    site.world.after(at + length, () -> store.unreachable(host, false));
                }
                case 2 -> {
                    life.later(at, () -> cutOff(life, host, length));
                    lasts = Math.max(lasts, at + length + 2 * lease.ttl().toNanos());
                }
                case 3 -> {
                    life.later(
                            at,
                            () -> staleLeader(life, host, length + lease.ttl().toNanos()));
                    lasts = Math.max(lasts, at + length + lease.ttl().toNanos());
                }
                case 4 -> life.later(at, () -> anotherLength(life));
                case 5 -> {
                    life.later(
                            at, () -> noGroup(life, host, length + lease.ttl().toNanos()));
                    lasts = Math.max(lasts, at + length + lease.ttl().toNanos());
                }
                default -> {
                    life.later(at, () -> told("is not heard by " + site.hosts.get(host), () -> store.mute(host, true)));
                    site.world.after(at + length, () -> store.mute(host, false));
                }
            }
        }
        return lasts;
    }

    /** A host and the member of the store beside it, which led, hear nothing of all others, and go on. */
    private void staleLeader(Schedule life, int host, long length) {
        told("has another leader than the one that renews for " + site.hosts.get(host), () -> store.stale(host, true));
        site.world.after(length, () -> store.stale(host, false));
        alone(life, host, length);
    }

    /** A host hears nothing of all others, and of the store only when its session has ended there. */
    private void cutOff(Schedule life, int host, long length) {
        long ttl = lease.ttl().toNanos();
        told("is not reached by " + site.hosts.get(host), () -> store.unreachable(host, true));
        site.world.after(length / 2 + ttl, () -> store.unreachable(host, false));
        alone(life, host, length + 2 * ttl);
    }

    private void alone(Schedule life, int host, long length) {
        life.partitioned();
        for (SimHost other : site.hosts) {
            for (int link = 0; link < site.net.links() && other.port != host; link++) {
                life.cut(link, host, other.port, length);
                life.cut(link, other.port, host, length);
            }
        }
    }

    /** A group is one no more: a configuration that reaches one host long after the others, which do not hear it meanwhile. */
    private void noGroup(Schedule life, int host, long length) {
        if (site.aliases.get(0).group.isEmpty()) {
            return;
        }
        site.world.note(() -> "there is no group any more, which " + site.hosts.get(host) + " does not know yet");
        site.aliases.forEach(alias -> alias.group = Optional.empty());
        alone(life, host, length);
        for (SimHost each : site.hosts) {
            site.world.after(each.port == host ? length : 0, () -> {
                if (each.daemon != null) {
                    each.daemon.reconfigured();
                }
            });
        }
    }

    /** Another length of the lease reaches one host after the other. */
    private void anotherLength(Schedule life) {
        lease = new Lease(Duration.ofSeconds(TTLS.get(store.chance().nextInt(TTLS.size()))), lease.onLoss());
        longest = longest.compareTo(lease.ttl()) < 0 ? lease.ttl() : longest;
        site.world.note(() -> "a lease of " + lease.ttl().toSeconds() + " s is configured");
        site.aliases.forEach(alias -> alias.policy = alias.policy.leased(lease));
        life.trouble.reload(store.chance().nextLong(1_000 * MS));
    }

    private void told(String what, Runnable change) {
        site.world.note(() -> "the store " + what);
        change.run();
    }

    void mend() {
        store.mend();
    }

    /** What was decided: an alias that is taken because it was offered may be on two hosts for a moment. */
    void decided(AliasLife life, Decided decided) {
        Set<SimHost> having = permitted.get(life.alias.index);
        if (decided.evidence().permit().stands(decided.now())) {
            having.add(life.daemon.host);
        } else {
            having.remove(life.daemon.host);
        }
        boolean adds = decided.decision().actions().stream().anyMatch(Action.Add.class::isInstance);
        if (adds
                && decided.decision()
                        .next()
                        .taking()
                        .filter(taking -> taking.outcome().isEmpty())
                        .isPresent()) {
            String from = decided.decision().next().taking().get().from().name();
            long lastMoment = site.world.now() + longest.toNanos();
            site.hosts.stream()
                    .filter(host -> host.node.name().equals(from))
                    .forEach(host ->
                            handing.get(life.alias.index).add(new HandOver(host, life.daemon.host, lastMoment)));
        }
    }

    /** Whether a host had a lease when something was decided there about an alias for the last time. */
    boolean permits(SimHost host, SimAlias alias) {
        return permitted.get(alias.index).contains(host);
    }

    /** Two holders never, in no schedule: whether anybody hears them or not. */
    void check(SimAlias alias) {
        long now = site.world.now();
        List<HandOver> underWay = handing.get(alias.index);
        underWay.removeIf(one -> now > one.lastMoment()
                || !one.from().holds(alias.index) && one.to().holds(alias.index));
        List<SimHost> having =
                site.hosts.stream().filter(host -> host.holds(alias.index)).toList();
        if (having.size() < 2) {
            return;
        }
        List<SimHost> awake =
                having.stream().filter(host -> now > excusedUntil(host, alias)).toList();
        for (SimHost one : awake) {
            for (SimHost other : awake) {
                if (one != other && underWay.stream().noneMatch(each -> each.isOf(one, other))) {
                    throw new TwoHolders(alias + " is on " + one + " and on " + other);
                }
            }
        }
        // Nothing need happen until one of them is not excused any more.
        having.forEach(host -> lookAgain(alias, excusedUntil(host, alias)));
        underWay.forEach(one -> lookAgain(alias, one.lastMoment()));
    }

    private long excusedUntil(SimHost host, SimAlias alias) {
        if (host.frozenUntil == 0) {
            return -1;
        }
        // Lifetimes are counted on the clock that stood still: where no daemon takes it off, the kernel does so later.
        boolean kernelAlone = host.clock.stoodStill()
                && (host.daemon == null || !host.daemon.loop.runs() || host.daemon.held(alias.index));
        return host.frozenUntil + (kernelAlone ? longest.toNanos() : AWAKE);
    }

    private void lookAgain(SimAlias alias, long at) {
        if (at >= site.world.now() && looks.get(alias.index).add(at)) {
            site.world.at(at + 1, () -> {
                looks.get(alias.index).remove(at);
                check(alias);
            });
        }
    }
}
