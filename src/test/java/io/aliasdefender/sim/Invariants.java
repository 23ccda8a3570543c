package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Reason;
import java.util.Arrays;
import java.util.List;

/** Watches a site all the time. Times in nanoseconds. */
final class Invariants {
    private static final long MINUTE = 60_000_000_000L;
    private static final int MOST_ANNOUNCEMENTS_A_MINUTE = 100;
    private static final long NOT = -1;

    private final Site site;
    private final World world;
    private final Bounds bounds;
    private final Stats stats = new Stats();
    /** By alias and pair of hosts: since when both hold. */
    private final long[][][] bothSince;
    /** By alias and host: since when it has been there without a carrier. */
    private final long[][] uselessSince;
    /** By host: since when it has had a part of a group. */
    private final long[] splitSince;

    /** By host and alias: the times of the newest announcements, as a ring. */
    private final long[][][] announcedAt;

    private final int[][] announcements;
    private final ClaimRules claimRules;
    private final Settlement settlement;
    /** By alias: since when nobody on the network has had it; {@link #NOT}: somebody has it. */
    private final long[] vacantSince;
    /** Before the hold that lasts, or that was last. */
    private final long[] vacantBefore;

    private final long[] heldSince;
    /** When somebody last was cut off, came back, froze or woke up. */
    private long disturbedAt = NOT;
    /** Nothing is wrong but the network's quality: nothing may move. */
    private boolean mayMove = true;

    Invariants(Site site, Bounds bounds) {
        this.site = site;
        this.world = site.world;
        this.bounds = bounds;
        int hosts = site.hosts.size();
        int aliases = site.aliases.size();
        bothSince = new long[aliases][hosts][hosts];
        uselessSince = new long[aliases][hosts];
        for (long[] alias : uselessSince) {
            Arrays.fill(alias, NOT);
        }
        for (long[][] alias : bothSince) {
            for (long[] pairs : alias) {
                Arrays.fill(pairs, NOT);
            }
        }
        claimRules = new ClaimRules(site, this);
        settlement = new Settlement(site);
        vacantSince = new long[aliases];
        vacantBefore = new long[aliases];
        heldSince = new long[aliases];
        Arrays.fill(vacantBefore, NOT);
        splitSince = new long[hosts];
        Arrays.fill(splitSince, NOT);
        announcedAt = new long[hosts][aliases][MOST_ANNOUNCEMENTS_A_MINUTE];
        for (long[][] host : announcedAt) {
            for (long[] ring : host) {
                Arrays.fill(ring, -MINUTE);
            }
        }
        announcements = new int[hosts][aliases];
    }

    Stats stats() {
        return stats;
    }

    void mayMove(boolean may) {
        mayMove = may;
    }

    long disturbedAt() {
        return disturbedAt;
    }

    /** How long nobody on the network has had the alias; 0: somebody has it. */
    long vacantFor(SimAlias alias) {
        return vacantSince[alias.index] == NOT ? 0 : world.now() - vacantSince[alias.index];
    }

    /** Who hears whom, or who runs, is not as it was. */
    void disturbed() {
        disturbedAt = world.now();
        changed();
    }

    void changed() {
        for (SimAlias alias : site.aliases) {
            boolean vacant = !site.strangerHas(alias.index)
                    && site.hosts.stream().noneMatch(host -> host.holds(alias.index) && host.onNetwork(world.now()));
            watchVacancy(alias, vacant);
            for (int one = 0; one < site.hosts.size(); one++) {
                watchCarrier(alias, site.hosts.get(one));
                for (int other = one + 1; other < site.hosts.size(); other++) {
                    watch(alias, site.hosts.get(one), site.hosts.get(other));
                }
            }
        }
        if (site.aliases.get(0).group.isPresent()) {
            site.hosts.forEach(this::watchGroup);
        }
    }

    /** Who asks once in an interval cannot know of a holder that came and went in between. */
    private void watchVacancy(SimAlias alias, boolean vacant) {
        int which = alias.index;
        boolean was = vacantSince[which] != NOT;
        if (was && !vacant) {
            vacantBefore[which] = vacantSince[which];
            heldSince[which] = world.now();
            vacantSince[which] = NOT;
        } else if (!was && vacant) {
            boolean unnoticed = vacantBefore[which] != NOT && world.now() - heldSince[which] < alias.interval();
            vacantSince[which] = unnoticed ? vacantBefore[which] : world.now();
        }
    }

    private void watchCarrier(SimAlias alias, SimHost host) {
        long[] since = uselessSince[alias.index];
        boolean useless = host.holds(alias.index) && !host.linkUp && host.defended(alias.index, world.now());
        if (!useless) {
            since[host.port] = NOT;
        } else if (since[host.port] == NOT) {
            long now = world.now();
            since[host.port] = now;
            world.after(bounds.twoHolders(), () -> {
                if (since[host.port] == now) {
                    throw new Broken(Invariant.NOT_WITHOUT_A_CARRIER, host + " holds on to " + alias);
                }
            });
        }
    }

    private void watchGroup(SimHost host) {
        boolean split = splits(host);
        if (!split && splitSince[host.port] != NOT) {
            stats.splitGroup(world.now() - splitSince[host.port]);
            splitSince[host.port] = NOT;
        } else if (split && splitSince[host.port] == NOT) {
            long now = world.now();
            splitSince[host.port] = now;
            world.after(bounds.splitGroup(), () -> {
                if (splitSince[host.port] == now) {
                    throw new Broken(
                            Invariant.GROUP_TOGETHER,
                            host + " has had a part of a group for " + bounds.splitGroup() / 1_000_000 + " ms; "
                                    + site.aliases.stream()
                                            .map(settlement::stand)
                                            .toList());
                }
            });
        }
    }

    private boolean splits(SimHost host) {
        int has = 0;
        for (SimAlias alias : site.aliases) {
            has += host.holds(alias.index) ? 1 : 0;
            if (!host.defended(alias.index, world.now()) || isStuckElsewhere(alias, host)) {
                return false;
            }
        }
        return has != 0 && has != site.aliases.size();
    }

    /** A stranger has it, or another host that cannot let go at this moment. */
    private boolean isStuckElsewhere(SimAlias alias, SimHost host) {
        if (site.strangerHas(alias.index)) {
            return true;
        }
        for (SimHost other : site.hosts) {
            if (other != host && other.holds(alias.index) && !other.defended(alias.index, world.now())) {
                return true;
            }
        }
        return false;
    }

    private void watch(SimAlias alias, SimHost one, SimHost other) {
        long[] since = bothSince[alias.index][one.port];
        boolean both = bothHold(alias.index, one, other);
        if (!both && since[other.port] != NOT) {
            stats.twoHolders(world.now() - since[other.port]);
            since[other.port] = NOT;
        } else if (both && since[other.port] == NOT) {
            long now = world.now();
            since[other.port] = now;
            world.after(bounds.twoHolders(), () -> {
                if (since[other.port] == now) {
                    throw new Broken(
                            Invariant.ONE_HOLDER,
                            one + " and " + other + " hear each other, and both have held " + alias + " for "
                                    + bounds.twoHolders() / 1_000_000 + " ms");
                }
            });
        }
    }

    private boolean bothHold(int alias, SimHost one, SimHost other) {
        long now = world.now();
        return one.holds(alias)
                && other.holds(alias)
                && one.onNetwork(now)
                && other.onNetwork(now)
                && one.defended(alias, now)
                && other.defended(alias, now)
                && site.net.hearEachOther(one.port, other.port);
    }

    /** What must be true of every single decision. */
    void decided(SimDefended defended, Input input, Decision decision) {
        stats.decisions++;
        List<Action> actions = decision.actions();
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            if (action instanceof Action.Add) {
                adds(defended, input, decision);
            } else if (action instanceof Action.Remove) {
                acts(defended, input, decision);
            } else if (action instanceof Action.Announce) {
                announces(defended, input, decision);
            }
        }
        for (Reason reason : decision.said()) {
            if (reason.cause() == Cause.FAILING_BACK) {
                claimRules.givesBack(defended);
            }
        }
        if (decision.next().told().size() > Cause.values().length || world.waiting() > 10_000) {
            throw new Broken(Invariant.BOUNDED_MEMORY, "of " + defended.daemon().host());
        }
    }

    private void acts(SimDefended defended, Input input, Decision decision) {
        if (decision.next().why().sentence().isBlank()) {
            throw new Broken(Invariant.REASON, defended.daemon().host() + " on " + input);
        }
    }

    private void adds(SimDefended defended, Input input, Decision decision) {
        acts(defended, input, decision);
        // Where the host has it already, only its prefix is put right: nothing changes for anybody else.
        if (!defended.daemon().host().has(defended.alias().index)) {
            stats.takeovers++;
            claimRules.check(defended, input, decision, mayMove);
        }
    }

    private void announces(SimDefended defended, Input input, Decision decision) {
        SimHost host = defended.daemon().host();
        if (!decision.next().present()) {
            throw new Broken(Invariant.ANNOUNCES_WHAT_IT_HAS, host + " on " + input);
        }
        if (defended.hasNotAsked()) {
            throw new Broken(Invariant.ASKS_BEFORE_ANNOUNCING, host + " announces on " + input);
        }
    }

    int announcements(SimHost host, SimAlias alias) {
        return announcements[host.port][alias.index];
    }

    void announced(SimHost host, SimAlias alias) {
        long[] ring = announcedAt[host.port][alias.index];
        int number = announcements[host.port][alias.index]++;
        long sameSlot = ring[number % ring.length];
        ring[number % ring.length] = world.now();
        if (world.now() - sameSlot < MINUTE) {
            throw new Broken(
                    Invariant.NO_STORM,
                    host + " announced " + alias + " more than " + ring.length + " times in a minute");
        }
        int recent = 0;
        for (long at : ring) {
            recent += world.now() - at < MINUTE ? 1 : 0;
        }
        stats.announcementsAMinute(recent);
    }

    Settlement settlement() {
        return settlement;
    }
}
