package io.aliasdefender.sim;

import io.aliasdefender.core.Phase;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long nobody has had an alias, and whether somebody should have taken it by now. Times in nanoseconds. */
final class Vacancies {
    private static final long NOT = -1;
    private static final long MS = 1_000_000;

    private final Site site;
    private final World world;
    private final Invariants invariants;
    /** By alias: since when nobody on the network has had it; {@link #NOT}: somebody has it. */
    private final long[] since;
    /** Before the hold that lasts, or that was last. */
    private final long[] before;

    private final long[] heldSince;
    /** By alias: since when a host that is well could have taken it. */
    private final long[] dueSince;

    Vacancies(Site site, Invariants invariants) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
        int aliases = site.aliases.size();
        since = new long[aliases];
        before = new long[aliases];
        heldSince = new long[aliases];
        dueSince = new long[aliases];
        Arrays.fill(before, NOT);
        Arrays.fill(dueSince, NOT);
    }

    /** How long nobody on the network has had the alias; 0: somebody has it. */
    long vacantFor(SimAlias alias) {
        return since[alias.index] == NOT ? 0 : world.now() - since[alias.index];
    }

    boolean vacant(SimAlias alias) {
        if (site.strangerHas(alias.index)) {
            return false;
        }
        for (SimHost host : site.hosts) {
            if (host.kernel.answers(alias.link(), alias) && host.onNetwork(alias.link(), world.now())) {
                return false;
            }
        }
        return true;
    }

    /** Who asks once in an interval cannot know of a holder that came and went in between. */
    void check(SimAlias alias) {
        int which = alias.index;
        boolean was = since[which] != NOT;
        boolean vacant = vacant(alias);
        if (was && !vacant) {
            before[which] = since[which];
            heldSince[which] = world.now();
            since[which] = NOT;
        } else if (!was && vacant) {
            boolean unnoticed = before[which] != NOT && world.now() - heldSince[which] < alias.interval();
            since[which] = unnoticed ? before[which] : world.now();
        }
        watchLiveness(alias, vacant);
    }

    private void watchLiveness(SimAlias alias, boolean vacant) {
        Optional<Duration> grace = alias.policy.grace();
        boolean due = vacant && grace.isPresent() && allOfTheGroupVacant(alias) && somebodyCould(alias);
        if (!due) {
            dueSince[alias.index] = NOT;
        } else if (dueSince[alias.index] == NOT) {
            long now = world.now();
            dueSince[alias.index] = now;
            watch(alias, now, grace.get().toNanos());
        }
    }

    private void watch(SimAlias alias, long begun, long grace) {
        long bound = site.hosts.size() * grace + 4 * alias.interval() + 1_500 * MS + 10 * MS * site.aliases.size();
        world.after(bound, () -> {
            if (dueSince[alias.index] != begun) {
                return;
            }
            if (!somebodyCould(alias)) {
                dueSince[alias.index] = NOT;
                return;
            }
            invariants.judge(Invariant.TAKES_WHAT_IS_VACANT);
            // Somebody came, went or was cut off: from then on it counts.
            long calmSince = Math.max(begun, invariants.disturbedAt());
            if (world.now() - calmSince < bound) {
                watch(alias, begun, grace);
                return;
            }
            throw new Broken(
                    Invariant.TAKES_WHAT_IS_VACANT,
                    "nobody has had " + alias + " for " + (world.now() - calmSince) / MS + " ms; "
                            + invariants.settlement().stand(alias));
        });
        // Taken in time.
        invariants.judge(Invariant.TAKES_WHAT_IS_VACANT);
    }

    private boolean allOfTheGroupVacant(SimAlias alias) {
        if (alias.group.isEmpty()) {
            return true;
        }
        for (SimAlias other : site.aliases) {
            if (!vacant(other) || other.link() != alias.link()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a host is well, hears the router, and nobody has told it to leave the alias alone. */
    private boolean somebodyCould(SimAlias alias) {
        if (!site.net.calm()) {
            return false;
        }
        int link = alias.link();
        boolean found = false;
        for (SimHost host : site.hosts) {
            boolean well = host.onNetwork(link, world.now())
                    && host.defended(alias.index)
                    && host.lateness == 0
                    && site.routers[link].up
                    && host.kernel.hasRoute(link)
                    && site.net.hearEachOther(link, host.port, site.routers[link].port)
                    && host.daemon.life(alias.index).begun()
                    && mayTake(host.daemon.life(alias.index));
            if (host.daemon != null && !well) {
                // It may stand in the way of the others, by its probes or by answering for itself.
                return false;
            }
            found |= well;
        }
        return found;
    }

    private boolean mayTake(AliasLife life) {
        Phase phase = life.state().phase();
        boolean kept = phase instanceof Phase.StandingAside
                || phase instanceof Phase.Suspended
                || phase instanceof Phase.Stopped
                || phase instanceof Phase.Releasing;
        boolean failing = life.state()
                .vacancy()
                .filter(vacancy -> vacancy.failedClaims() > 0)
                .isPresent();
        return !kept && !failing && isFit(life) && life.spec().policy().equals(life.alias.policy);
    }

    /** Who waits for whom where the checks of a host fail is judged by the rules of fitness. */
    private boolean isFit(AliasLife life) {
        return site.services == null
                || site.aliases.stream()
                        .filter(each -> each == life.alias || life.alias.group.isPresent())
                        .map(each -> life.daemon.life(each.index))
                        .allMatch(each -> each.begun()
                                && each.state().fitness().own() == Known.YES
                                && each.state().fitness().mostWait().isZero());
    }
}
