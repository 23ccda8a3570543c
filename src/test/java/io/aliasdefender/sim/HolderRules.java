package io.aliasdefender.sim;

import io.aliasdefender.core.Phase;
import io.aliasdefender.core.spec.Policy;
import java.util.Arrays;

/** Who has what at the same time, without a carrier, or apart from its group. Times in nanoseconds. */
final class HolderRules {
    private static final long NOT = -1;
    /** What moves an alias to another prefix takes it off for a moment. */
    private static final long RELOAD = 1_000_000_000;

    private final Site site;
    private final World world;
    private final Invariants invariants;
    private final Bounds bounds;
    /** By alias and pair of hosts: since when both hold. */
    private final long[][][] bothSince;
    /** By alias and host: since when it has been there without a carrier. */
    private final long[][] uselessSince;
    /** By host: since when it has had a part of a group. */
    private final long[] splitSince;

    HolderRules(Site site, Invariants invariants, Bounds bounds) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
        this.bounds = bounds;
        int hosts = site.hosts.size();
        int aliases = site.aliases.size();
        bothSince = new long[aliases][hosts][hosts];
        uselessSince = new long[aliases][hosts];
        splitSince = new long[hosts];
        Arrays.fill(splitSince, NOT);
        for (int alias = 0; alias < aliases; alias++) {
            Arrays.fill(uselessSince[alias], NOT);
            for (long[] pairs : bothSince[alias]) {
                Arrays.fill(pairs, NOT);
            }
        }
    }

    void check(SimAlias alias) {
        for (int one = 0; one < site.hosts.size(); one++) {
            watchCarrier(alias, site.hosts.get(one));
            for (int other = one + 1; other < site.hosts.size(); other++) {
                watch(alias, site.hosts.get(one), site.hosts.get(other));
            }
        }
    }

    private void watchCarrier(SimAlias alias, SimHost host) {
        long[] since = uselessSince[alias.index];
        boolean useless = host.holds(alias.index) && !host.linkUp(alias.link()) && host.defended(alias.index);
        if (!useless) {
            since[host.port] = NOT;
        } else if (since[host.port] == NOT) {
            long now = world.now();
            since[host.port] = now;
            invariants.judge(Invariant.NOT_WITHOUT_A_CARRIER);
            world.after(bounds.twoHolders(), () -> {
                if (since[host.port] == now) {
                    throw new Broken(Invariant.NOT_WITHOUT_A_CARRIER, host + " holds on to " + alias);
                }
            });
        }
    }

    private void watch(SimAlias alias, SimHost one, SimHost other) {
        long[] since = bothSince[alias.index][one.port];
        boolean both = bothHold(alias, one, other);
        if (!both && since[other.port] != NOT) {
            invariants.stats().twoHolders(world.now() - since[other.port]);
            letsGo(alias, one, other, since[other.port]);
            since[other.port] = NOT;
        } else if (both && since[other.port] == NOT) {
            long now = world.now();
            since[other.port] = now;
            invariants.judge(Invariant.ONE_HOLDER);
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

    /** Two that both doubt leave it to each other. In a group, the doubt about one alias moves all. */
    private boolean sure(SimAlias alias, SimHost host) {
        return host.daemon != null
                && site.aliases.stream()
                        .filter(each -> each == alias || alias.group.isPresent())
                        .map(each -> host.daemon.life(each.index))
                        .allMatch(HolderRules::isSure);
    }

    private static boolean isSure(AliasLife life) {
        return life.begun()
                && life.state().phase() instanceof Phase.Holding
                && life.state().doubt().none()
                && !life.hearsNobody();
    }

    /** Somebody told this host to let go of the alias, or of its group, or to have it differently. */
    private boolean told(SimAlias alias, SimHost host) {
        return host.daemon == null
                || site.aliases.stream()
                        .filter(each -> each == alias || alias.group.isPresent())
                        .map(each -> host.daemon.life(each.index))
                        .anyMatch(life -> life.keptOff() != null
                                || life.ending()
                                || follows(life)
                                || life.reconfiguredWithin(RELOAD, world.now()));
    }

    /** It lets go whenever its checks fail, or failed in between. */
    private static boolean follows(AliasLife life) {
        return life.begun() && life.spec().policy().onFailure() == Policy.OnFailure.RELEASE;
    }

    /** One of two holders has let go: the other one must not follow. */
    private void letsGo(SimAlias alias, SimHost one, SimHost other, long bothSince) {
        if (one.holds(alias.index) && other.holds(alias.index)) {
            // A daemon has ended, or the two do not hear each other any more: nobody has let go.
            return;
        }
        SimHost stays = one.holds(alias.index) ? one : other;
        if (!stays.holds(alias.index) || site.strangerHas(alias.index) || !sure(alias, stays)) {
            return;
        }
        long wait = Math.max(alias.interval() / 2, 20_000_000);
        world.after(wait, () -> {
            boolean calm = invariants.disturbedAt() <= bothSince
                    && invariants.deletedAt() <= bothSince
                    && site.net.calm()
                    && !site.strangerHas(alias.index)
                    && one.lateness == 0
                    && other.lateness == 0
                    && stays.defended(alias.index)
                    // A better host was to have it, whoever else had it too.
                    && !stays.daemon.life(alias.index).gaveBackAfter(bothSince)
                    && !told(alias, one)
                    && !told(alias, other)
                    && ranSince(bothSince, one)
                    && ranSince(bothSince, other);
            if (calm) {
                invariants.judge(Invariant.ONE_STAYS);
                if (invariants.vacancies().vacant(alias)) {
                    throw new Broken(
                            Invariant.ONE_STAYS, one + " and " + other + " both had " + alias + ", and both let go");
                }
            }
        });
    }

    /** What wakes beside another holder may say that it has the alias before it notices that it was paused. */
    private static boolean ranSince(long time, SimHost host) {
        return host.frozenUntil < time && host.daemon != null && host.daemon.loop.pausedUntil() < time;
    }

    private boolean bothHold(SimAlias alias, SimHost one, SimHost other) {
        long now = world.now();
        int link = alias.link();
        return one.holds(alias.index)
                && other.holds(alias.index)
                && one.kernel.answers(link, alias)
                && other.kernel.answers(link, alias)
                && one.onNetwork(link, now)
                && other.onNetwork(link, now)
                && one.defended(alias.index)
                && other.defended(alias.index)
                && site.net.hearEachOther(link, one.port, other.port);
    }

    void lookAtGroup() {
        site.hosts.forEach(this::watchGroup);
    }

    private void watchGroup(SimHost host) {
        boolean split = splits(host);
        if (!split && splitSince[host.port] != NOT) {
            invariants.stats().splitGroup(world.now() - splitSince[host.port]);
            splitSince[host.port] = NOT;
        } else if (split && splitSince[host.port] == NOT) {
            long now = world.now();
            splitSince[host.port] = now;
            invariants.judge(Invariant.GROUP_TOGETHER);
            world.after(bounds.splitGroup(), () -> {
                if (splitSince[host.port] == now) {
                    throw new Broken(
                            Invariant.GROUP_TOGETHER,
                            host + " has had a part of a group for " + bounds.splitGroup() / 1_000_000 + " ms; "
                                    + site.aliases.stream()
                                            .limit(5)
                                            .map(invariants.settlement()::stand)
                                            .toList());
                }
            });
        }
    }

    private boolean splits(SimHost host) {
        if (isOnItsWay()) {
            return false;
        }
        int has = 0;
        for (SimAlias alias : site.aliases) {
            has += host.holds(alias.index) ? 1 : 0;
            // One that hears nobody keeps what it has, whatever becomes of the rest; without a witness it takes none of
            // that.
            if (!host.defended(alias.index) || isStuckElsewhere(alias, host) || !hearsRouter(alias.link(), host)) {
                return false;
            }
        }
        return has != 0 && has != site.aliases.size();
    }

    /** A part is offered, and stays where it is as long as the offer stands, also where no word comes any more. */
    private boolean isOnItsWay() {
        return site.hosts.stream()
                .filter(host -> host.daemon != null)
                .flatMap(host -> site.aliases.stream().map(alias -> host.daemon.life(alias.index)))
                .anyMatch(life -> life.begun() && life.state().phase() instanceof Phase.HandingOver);
    }

    private boolean hearsRouter(int link, SimHost host) {
        Station router = site.routers[link];
        return router.up && site.net.hearEachOther(link, host.port, router.port);
    }

    /** A stranger has it, or another host that cannot let go at this moment, or that this one does not hear. */
    private boolean isStuckElsewhere(SimAlias alias, SimHost host) {
        if (site.strangerHas(alias.index)) {
            return true;
        }
        for (SimHost other : site.hosts) {
            boolean heard = other.defended(alias.index) && site.net.hearEachOther(alias.link(), host.port, other.port);
            if (other != host && other.holds(alias.index) && !heard) {
                return true;
            }
        }
        return false;
    }
}
