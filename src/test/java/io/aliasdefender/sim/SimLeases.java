package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.spec.Policy.Lease;
import io.aliasdefender.core.spec.Policy.OnLoss;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    final Lease lease;
    /** By alias: who may have it beside another one, because that one hands it over; as long as it has it. */
    private final List<Set<SimHost>> handing;
    /** By alias: who had a lease at its last decision. */
    private final List<Set<SimHost>> permitted;
    /** By alias: since when more than one has had it. */
    private final long[] togetherSince;

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
        handing = emptySets();
        permitted = emptySets();
        togetherSince = new long[site.aliases.size()];
        Arrays.fill(togetherSince, Long.MAX_VALUE);
    }

    private List<Set<SimHost>> emptySets() {
        return site.aliases.stream()
                .map(alias -> (Set<SimHost>) new HashSet<SimHost>())
                .toList();
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

    /** How long a mended site needs for a lease that nobody gives back, and to ask for it again. */
    long mostWait() {
        return 3 * lease.ttl().toNanos() + 12_000 * MS;
    }

    /** Plans what happens to the store. */
    void trouble(Schedule life, long end) {
        if (store.chance().nextInt(3) == 0) {
            store.lost = store.chance().nextDouble() * 0.3;
            store.late = store.chance().nextDouble() * 0.3;
        }
        int faults = store.chance().nextInt(4);
        for (int i = 0; i < faults; i++) {
            long at = store.chance().nextLong(end);
            long length = store.chance().nextLong(50 * MS, 3 * lease.ttl().toNanos());
            int host = store.chance().nextInt(site.hosts.size());
            switch (store.chance().nextInt(4)) {
                case 0 -> {
                    life.later(at, () -> told("is down", () -> store.down(true)));
                    site.world.after(at + length, () -> told("is up again", () -> store.down(false)));
                }
                case 1, 2 -> {
                    life.later(
                            at,
                            () -> told(
                                    "is not reached by " + site.hosts.get(host), () -> store.unreachable(host, true)));
                    site.world.after(at + length, () -> store.unreachable(host, false));
                }
                default -> {
                    life.later(at, () -> told("is not heard by " + site.hosts.get(host), () -> store.mute(host, true)));
                    site.world.after(at + length, () -> store.mute(host, false));
                }
            }
        }
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
            handing.get(life.alias.index).add(life.daemon.host);
            String from = decided.decision().next().taking().get().from().name();
            site.hosts.stream()
                    .filter(host -> host.node.name().equals(from))
                    .forEach(handing.get(life.alias.index)::add);
        }
    }

    /** Whether a host had a lease when something was decided there about an alias for the last time. */
    boolean permits(SimHost host, SimAlias alias) {
        return permitted.get(alias.index).contains(host);
    }

    /** Two holders never, in no schedule: whether anybody hears them or not. */
    void look(SimAlias alias) {
        List<SimHost> having =
                site.hosts.stream().filter(host -> host.holds(alias.index)).toList();
        Set<SimHost> pair = handing.get(alias.index);
        if (having.size() < 2) {
            togetherSince[alias.index] = Long.MAX_VALUE;
            if (!isUnderWay(alias)) {
                // The hand-over has come to its end.
                pair.clear();
            }
            return;
        }
        long now = site.world.now();
        togetherSince[alias.index] = Math.min(togetherSince[alias.index], now);
        boolean onPurpose = pair.containsAll(having) && now <= lastMomentTogether(alias);
        List<SimHost> awake =
                having.stream().filter(host -> now > excusedUntil(host)).toList();
        if (awake.size() > 1 && !onPurpose) {
            throw new TwoHolders(alias + " is on " + awake.get(0) + " and on " + awake.get(1));
        }
        // Nothing need happen until one of them is not excused any more.
        having.forEach(host -> lookAgain(alias, excusedUntil(host)));
        lookAgain(alias, lastMomentTogether(alias));
    }

    /** Whoever hands it on is permitted nothing any more when what it was permitted before that has ended. */
    private long lastMomentTogether(SimAlias alias) {
        return togetherSince[alias.index] + lease.ttl().toNanos();
    }

    private long excusedUntil(SimHost host) {
        return host.frozenUntil == 0 ? -1 : host.frozenUntil + AWAKE;
    }

    private void lookAgain(SimAlias alias, long at) {
        if (at >= site.world.now()) {
            site.world.at(at + 1, () -> look(alias));
        }
    }

    /** Somebody is taking what it was offered. */
    private boolean isUnderWay(SimAlias alias) {
        return site.hosts.stream()
                .filter(host ->
                        host.daemon != null && host.daemon.life(alias.index).begun())
                .anyMatch(host -> host.daemon
                        .life(alias.index)
                        .state()
                        .taking()
                        .filter(taking -> taking.outcome().isEmpty())
                        .isPresent());
    }
}
