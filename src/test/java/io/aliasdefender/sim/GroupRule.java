package io.aliasdefender.sim;

import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;

/** Whether a group is claimed in one decision. Times in nanoseconds. */
final class GroupRule {
    private static final long MS = 1_000_000;
    /** Between the first and the last alias of one decision: none but the time of the queue. */
    private static final long AT_ONCE = MS;

    private static final long CALM = 1_000 * MS;

    private final Site site;
    private final World world;
    private final Invariants invariants;
    /** By host: when it began to claim the group. */
    private final long[] begunAt;

    private final boolean[][] added;

    GroupRule(Site site, Invariants invariants) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
        begunAt = new long[site.hosts.size()];
        java.util.Arrays.fill(begunAt, -2 * CALM);
        added = new boolean[site.hosts.size()][site.aliases.size()];
    }

    /** A host begins to add an alias that it does not have. */
    void adds(AliasLife life, Decided decided) {
        SimHost host = life.daemon.host;
        boolean restoring =
                decided.decision().next().phase() instanceof Phase.Claiming claiming && claiming.restoring();
        // What is offered is taken as it comes.
        boolean offered = decided.input() instanceof Input.Linked;
        if (life.alias.group.isEmpty() || restoring || offered) {
            return;
        }
        if (world.now() - begunAt[host.port] > CALM && isClean(host)) {
            begunAt[host.port] = world.now();
            java.util.Arrays.fill(added[host.port], false);
            world.after(AT_ONCE, () -> mustBeWhole(host));
        }
        added[host.port][life.alias.index] = true;
    }

    /** Nothing but this claim has happened to the group of late. */
    private boolean isClean(SimHost host) {
        for (SimAlias alias : site.aliases) {
            AliasLife life = host.daemon.life(alias.index);
            if (host.kernel.has(alias.index)
                    || life.orderedToAdd()
                    || !life.begun()
                    || life.state()
                            .vacancy()
                            .filter(vacancy -> vacancy.failedClaims() > 0)
                            .isPresent()) {
                return false;
            }
        }
        return true;
    }

    private void mustBeWhole(SimHost host) {
        if (!host.powered || host.daemon == null || !host.daemon.loop.runs()) {
            return;
        }
        invariants.judge(Invariant.GROUP_CLAIMED_AT_ONCE);
        for (SimAlias alias : site.aliases) {
            if (!added[host.port][alias.index]) {
                throw new Broken(
                        Invariant.GROUP_CLAIMED_AT_ONCE,
                        host + " claims the group without " + alias + "; "
                                + invariants.settlement().stand(alias));
            }
        }
    }
}
