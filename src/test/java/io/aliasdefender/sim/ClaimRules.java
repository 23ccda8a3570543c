package io.aliasdefender.sim;

import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.Optional;

/** What must be true whenever a host claims an alias, judged by what really is. Times in nanoseconds. */
final class ClaimRules {
    /** An answer that is under way when the burst ends comes too late. */
    private static final int MOST_BACKOFFS = 3;

    private static final long IN_FLIGHT = 5_000_000;
    /** What is concluded from a calm network needs it to have been calm for so long. */
    private static final long CALM = 250_000_000;
    /** Clocks are not equally fast. */
    private static final double SLACK = 0.95;

    /** What a move to another prefix takes: a burst and two commands. */
    private static final long MOVING = 100_000_000;

    private final Site site;
    private final World world;
    private final Invariants invariants;

    ClaimRules(Site site, Invariants invariants) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
    }

    void check(SimDefended defended, Input input, Decision decision, boolean mayMove) {
        SimHost host = defended.daemon().host();
        if (!mayMove) {
            throw new Broken(Invariant.LOSS_MOVES_NOTHING, host + " claims " + defended.alias());
        }
        if (!defended.daemon().evidence().provesHearing()) {
            throw new Broken(Invariant.PROOF_OF_HEARING, host + " claims on " + input);
        }
        if (input instanceof Input.BurstEnded ended) {
            Tally tally = ended.result().alias();
            if (!tally.silent()) {
                throw new Broken(Invariant.NO_CLAIM_AGAINST_AN_ANSWER, host + " claims on " + input);
            }
            long begun = world.now() - tally.took().toNanos() - IN_FLIGHT;
            if (site.net.calm() && invariants.disturbedAt() < begun && host.onNetwork(world.now())) {
                silenceIsReal(defended, host, begun);
                boolean restores = decision.next().phase() instanceof Phase.Claiming claiming
                        && claiming.origin() != Phase.Origin.SILENCE;
                if (!restores) {
                    leavesItToTheBetter(defended, host);
                    collides(defended, host);
                }
            }
        }
    }

    private void silenceIsReal(SimDefended defended, SimHost host, long begun) {
        int alias = defended.alias().index;
        for (SimHost other : site.hosts) {
            if (other != host
                    && other.has(alias)
                    && other.carriedSince(alias) < begun
                    && other.onNetwork(world.now())
                    && site.net.hearEachOther(host.port, other.port)) {
                throw new Broken(Invariant.SILENCE_IS_REAL, host + " claims what " + other + " has");
            }
        }
        if (site.strangerHas(alias) && site.net.hearEachOther(host.port, site.stranger.port)) {
            throw new Broken(Invariant.SILENCE_IS_REAL, host + " claims what a stranger has");
        }
    }

    private void leavesItToTheBetter(SimDefended defended, SimHost host) {
        AliasSpec spec = defended.spec();
        Optional<Duration> grace = spec.policy().grace();
        long wait =
                grace.map(time -> time.multipliedBy(spec.rank() - 1L).toNanos()).orElse(Long.MAX_VALUE / 2);
        boolean calmSince = invariants.disturbedAt() < world.now() - Math.min(wait, world.now()) - CALM;
        boolean hearsAll = site.hosts.stream().allMatch(other -> site.net.hearEachOther(host.port, other.port));
        // Somebody may have put it on a host since it was last asked: SILENCE_IS_REAL judges that.
        boolean vacant = invariants.vacantFor(defended.alias()) > 0;
        // Whoever could not add it has waited before, and tries again.
        boolean again = defended.state()
                .vacancy()
                .filter(vacancy -> vacancy.failedClaims() > 0)
                .isPresent();
        // By a stray of its own it kept the better one from the alias; by its own account that one had its time.
        boolean stray = host.hadStrayWithin(Math.min(wait, world.now()), defended.alias().index, world.now());
        if (!vacant
                || stray
                || again
                || holdsOfTheGroup(defended, host)
                || !calmSince
                || !hearsAll
                || invariants.vacantFor(defended.alias()) >= wait * SLACK) {
            return;
        }
        for (SimHost other : site.hosts) {
            if (spec.better().contains(other.node) && other.onNetwork(world.now())) {
                throw new Broken(
                        Invariant.LEAVES_IT_TO_THE_BETTER,
                        host + " claims after " + invariants.vacantFor(defended.alias()) / 1_000_000 + " ms though "
                                + other + " is up");
            }
        }
    }

    /** Then nobody else may have the rest of it. What is moved to another prefix is off the host for a moment. */
    private boolean holdsOfTheGroup(SimDefended defended, SimHost host) {
        return defended.alias().group.isPresent()
                && site.aliases.stream()
                        .anyMatch(other -> other != defended.alias()
                                && other.group.equals(defended.alias().group)
                                && (host.has(other.index) || isMoving(other, host)));
    }

    private boolean isMoving(SimAlias alias, SimHost host) {
        Phase phase = host.daemon.defended(alias.index).state().phase();
        return host.lostWithin(MOVING, alias.index, world.now())
                && (phase instanceof Phase.Confirming
                        || phase instanceof Phase.Ready
                        || phase instanceof Phase.Claiming);
    }

    /** RFC 5227, section 2.1.1: who claims at the same time sees the other's probes. */
    private void collides(SimDefended defended, SimHost host) {
        // A better one that was seen to probe so often and never took it is not waited for any longer.
        boolean outOfPatience = defended.state()
                .vacancy()
                .filter(vacancy -> vacancy.backoffs() >= MOST_BACKOFFS)
                .isPresent();
        if (outOfPatience || invariants.disturbedAt() > world.now() - CALM || host.lateness > 0) {
            return;
        }
        for (SimHost other : site.hosts) {
            if (other != host
                    && other.lateness == 0
                    && other.onNetwork(world.now())
                    && other.daemon != null
                    && other.defended(defended.alias().index, world.now())
                    && other.daemon.ranSince() < world.now() - CALM
                    && site.net.hearEachOther(host.port, other.port)
                    && agree(defended, other.daemon.defended(defended.alias().index))
                    && other.daemon.defended(defended.alias().index).state().phase() instanceof Phase.Claiming claiming
                    && claiming.proof()
                    // What was added and is gone again is nobody's.
                    && claiming.addedAt().isEmpty()) {
                throw new Broken(Invariant.NO_COLLISION, host + " claims while " + other + " does");
            }
        }
    }

    /** While a new order of rank reaches one host after the other, each of two may take itself for the better one. */
    private static boolean agree(SimDefended one, SimDefended other) {
        return one.spec().ranking().equals(other.spec().ranking())
                && !one.reconfiguredWithin(CALM)
                && !other.reconfiguredWithin(CALM);
    }

    /**
     * The host that it is given back to must have run, with its daemon, for that long, but for a gap of three intervals:
     * at so much loss its questions may not have come by.
     */
    void givesBack(SimDefended defended) {
        AliasSpec spec = defended.spec();
        long gap = 3 * spec.policy().interval().toNanos();
        long needed = (long) (spec.policy().failback().orElse(Duration.ZERO).toNanos() * SLACK) - gap;
        boolean healthy = site.hosts.stream()
                .filter(other -> spec.better().contains(other.node))
                .anyMatch(other -> (other.daemon != null || other.wentWithin(gap, world.now()))
                        && world.now() - other.healthySince() >= needed);
        // What has just happened to it cannot be known yet.
        boolean calm = invariants.disturbedAt() < world.now() - gap;
        if (!healthy && calm) {
            throw new Broken(
                    Invariant.GIVES_BACK_TO_THE_HEALTHY, defended.daemon().host() + " gives back too early");
        }
    }
}
