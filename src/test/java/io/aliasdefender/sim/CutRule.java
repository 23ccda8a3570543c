package io.aliasdefender.sim;

import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Witnesses.Proof;
import java.util.Arrays;

/** What was silent while this host and its router did not hear each other is not silent for that. Times in nanoseconds. */
final class CutRule {
    private static final long NOT = Long.MAX_VALUE;
    private static final long ALWAYS = Long.MIN_VALUE / 2;
    /** A cut may end between the two questions of one round. */
    private static final int SLACK = 1;

    private final Site site;
    private final Invariants invariants;
    /** By host and link: since when it and the router have heard each other; {@link #NOT}: they do not. */
    private final long[][] since;
    /** When they last ceased to. */
    private final long[][] ceased;

    CutRule(Site site, Invariants invariants) {
        this.site = site;
        this.invariants = invariants;
        since = new long[site.hosts.size()][site.net.links()];
        ceased = new long[site.hosts.size()][site.net.links()];
        for (long[] links : since) {
            Arrays.fill(links, ALWAYS);
        }
    }

    /** Who hears whom is not as it was. */
    void check() {
        for (SimHost host : site.hosts) {
            for (int link = 0; link < site.net.links(); link++) {
                Station router = site.routers[link];
                boolean hears = router.up && host.linkUp(link) && hear(link, host, router);
                long before = since[host.port][link];
                if (!hears && before != NOT) {
                    ceased[host.port][link] = site.world.now();
                }
                since[host.port][link] = !hears ? NOT : before == NOT ? site.world.now() : before;
            }
        }
    }

    /**
     * What the router answered before the cut may come late. It does not say to which question it belongs, so that nobody
     * can know yet that there is a cut.
     */
    void arrived(SimHost host, int link, MacAddress from) {
        if (since[host.port][link] == NOT && from.equals(site.traffic.mac(site.routers[link].port, link))) {
            ceased[host.port][link] = site.world.now();
        }
    }

    /** Whatever a switch drops of an alias. */
    private boolean hear(int link, SimHost host, Station router) {
        return !site.net.isCut(link, host.port, router.port) && !site.net.isCut(link, router.port, host.port);
    }

    /** A host claims what was silent in a burst that began in a cut: enough rounds of it must have been after the cut. */
    void claims(AliasLife life, Decided decided) {
        boolean confirmed = decided.before().phase() instanceof Phase.Confirming confirming && !confirming.ordered();
        if (!confirmed
                || !(decided.input() instanceof Input.BurstEnded ended)
                || decided.evidence().proof() != Proof.ANSWER) {
            return;
        }
        int link = SimHost.linkNumber(decided.spec().placement().interfaceName());
        long over = since[life.daemon.host.port][link];
        long begun = site.world.now() - ended.result().alias().took().toNanos();
        boolean begunInACut = ceased[life.daemon.host.port][link] <= begun && begun < over;
        // With another configuration more rounds are wanted than when it began.
        boolean asBegun = !life.reconfiguredWithin(site.world.now() - begun, site.world.now());
        if (over == NOT || !begunInACut || !asBegun) {
            return;
        }
        invariants.judge(Invariant.SILENCE_OUTLASTS_A_CUT);
        int rounds = life.askedSince(link, over);
        int wanted = decided.spec().policy().confirmProbes() - SLACK;
        if (rounds < wanted) {
            throw new Broken(
                    Invariant.SILENCE_OUTLASTS_A_CUT,
                    life.daemon.host + " has asked for " + life.alias + " " + rounds
                            + " times since a cut was over, and" + " claims it");
        }
    }
}
