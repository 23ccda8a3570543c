package io.aliasdefender.sim;

import io.aliasdefender.core.Phase;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Optional;

/** Whether a holder gives back in time what is due to a better-ranked host. Times in nanoseconds. */
final class FailbackRule {
    private static final long MS = 1_000_000;

    private final Site site;
    private final World world;
    private final Invariants invariants;
    /** By alias: since when all of it has been so; -1: it is not. */
    private final long[] dueSince;

    FailbackRule(Site site, Invariants invariants) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
        dueSince = new long[site.aliases.size()];
        java.util.Arrays.fill(dueSince, -1);
    }

    void check(SimAlias alias) {
        boolean due = isDue(alias);
        if (!due) {
            dueSince[alias.index] = -1;
        } else if (dueSince[alias.index] < 0) {
            long now = world.now();
            dueSince[alias.index] = now;
            watch(alias, now);
        }
    }

    private void watch(SimAlias alias, long begun) {
        long proof = alias.policy.failback().map(Duration::toNanos).orElse(0L);
        // The proof begins with a round of the better one, is looked at in one of the holder, and ends in a burst.
        long bound = proof + proof / 4 + 14 * alias.interval() + 3_000 * MS;
        world.after(bound, () -> {
            if (dueSince[alias.index] != begun) {
                return;
            }
            if (!isDue(alias)) {
                dueSince[alias.index] = -1;
                return;
            }
            long calmSince = Math.max(begun, invariants.disturbedAt());
            if (world.now() - calmSince < bound) {
                watch(alias, begun);
                return;
            }
            throw new Broken(
                    Invariant.GIVES_BACK_WHEN_DUE,
                    alias + " is not given back; " + invariants.settlement().stand(alias));
        });
        invariants.judge(Invariant.GIVES_BACK_WHEN_DUE);
    }

    /** A worse-ranked host has it, and every better one is well and could be asked to take it. */
    private boolean isDue(SimAlias alias) {
        Optional<Duration> failback = alias.policy.failback();
        SimHost holder = failback.isEmpty() ? null : site.holder(alias);
        // On a link where no address of a node answers, nobody knows who is who.
        boolean known = !alias.address.v6() || alias.link() == 0;
        if (holder == null || !known || !site.net.calm() || site.strangerHas(alias.index)) {
            return false;
        }
        int rank = alias.ranking.indexOf(holder.node);
        if (rank <= 0 || !isWell(alias, holder) || alias.group.isPresent()) {
            return false;
        }
        for (Node node : alias.ranking) {
            for (SimHost host : site.hosts) {
                if (host.node.equals(node) && !isWell(alias, host)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isWell(SimAlias alias, SimHost host) {
        int link = alias.link();
        if (!host.defended(alias.index) || host.lateness > 0 || !host.onNetwork(link, world.now())) {
            return false;
        }
        AliasLife life = host.daemon.life(alias.index);
        if (!life.begun()
                || !life.spec().policy().equals(alias.policy)
                || !life.spec().ranking().equals(alias.ranking)
                || life.state().failedFailbacks() > 0
                || life.state().fitness().own() != Known.YES
                || life.state().fitness().moves() > 0) {
            return false;
        }
        Phase phase = life.state().phase();
        return (phase instanceof Phase.Watching || phase instanceof Phase.Holding)
                && site.net.isWhole(link, host.port)
                && !host.daemon.life(alias.index).state().filtering().aside()
                && site.net.isWhole(0, host.port)
                && site.routers[link].up;
    }
}
