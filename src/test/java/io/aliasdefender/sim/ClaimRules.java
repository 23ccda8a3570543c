package io.aliasdefender.sim;

import io.aliasdefender.core.Input;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Optional;

/** What must be true whenever a host claims an alias, judged by what really is. Times in nanoseconds. */
final class ClaimRules {
    private static final int MOST_BACKOFFS = 3;

    /** An answer that is under way when the burst ends comes too late. */
    private static final long IN_FLIGHT = 5_000_000;
    /** What is concluded from a calm network needs it to have been calm for so long. */
    private static final long CALM = 250_000_000;
    /** So many rounds of a burst, at least, are asked of everybody. */
    private static final int LEAST_CLOSING = 3;
    /** What is put back counts the rounds before, too. */
    private static final long RESTORED_WITHIN = 300_000_000;
    /** Clocks are not equally fast. */
    private static final double SLACK = 0.95;
    /** The members of a group wait for each other. */
    private static final long ASKED_LATELY = 1_500_000_000;

    /** A shorter suspension is not noticed. */
    private static final long MOST_UNNOTICED = 150_000_000;

    /** A daemon that has asked in fewer rounds, or for less time, does not know how many frames are lost. */
    private static final long LOSS_KNOWN_AFTER = 32;

    private static final long LOSS_KNOWN_AT_LAST = 1_000_000_000;

    /** What a move to another prefix takes: a burst and two commands. */
    private static final long MOVING = 100_000_000;

    /** What is put back counts what was last heard, which is this old at the most on a link without node addresses. */
    private static final long IDENTITY_ASKED_EVERY = 31_000_000_000L;

    private final Site site;
    private final World world;
    private final Invariants invariants;

    ClaimRules(Site site, Invariants invariants) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
    }

    void check(AliasLife life, Decided decided, boolean mayMove) {
        if (decided.input() instanceof Input.Linked) {
            // The holder itself says so: that is judged by the rules of the link.
            life.asked(link(life), world.now());
            return;
        }
        SimHost host = life.daemon.host;
        if (site.net.loss > 0 && isNew(life) && !invariants.vacancies().vacant(life.alias)) {
            invariants.cannotKnowTheLoss();
        } else if (!mayMove) {
            throw new Broken(Invariant.LOSS_MOVES_NOTHING, host + " claims " + life.alias);
        }
        // What an operator wants here needs no witness.
        boolean ordered = ordered(decided.before().phase());
        if (!ordered) {
            provesHearing(life, decided);
        }
        asks(life, decided);
        if (decided.input() instanceof Input.BurstEnded ended) {
            invariants.judge(Invariant.NO_CLAIM_AGAINST_AN_ANSWER);
            Tally tally = ended.result().alias();
            if (!tally.silent()) {
                throw new Broken(Invariant.NO_CLAIM_AGAINST_AN_ANSWER, host + " claims on " + decided.input());
            }
            long begun = world.now() - tally.took().toNanos() - IN_FLIGHT;
            if (site.datagrams != null) {
                invariants.links().claims(life, begun);
            }
            if (site.net.calm() && invariants.disturbedAt() < begun && host.onNetwork(link(life), world.now())) {
                silenceIsReal(life, host, begun);
                boolean restores =
                        decided.decision().next().phase() instanceof Phase.Claiming claiming && claiming.restoring();
                if (!restores) {
                    leavesItToTheBetter(life, host, ordered);
                    collides(life, host);
                }
            }
        }
    }

    private static boolean ordered(Phase phase) {
        return phase instanceof Phase.Confirming confirming && confirming.ordered()
                || phase instanceof Phase.Ready ready && ready.ordered();
    }

    private static int link(AliasLife life) {
        return SimHost.linkNumber(life.spec().placement().interfaceName());
    }

    private void provesHearing(AliasLife life, Decided decided) {
        invariants.judge(Invariant.PROOF_OF_HEARING);
        SimDaemon daemon = life.daemon;
        int link = SimHost.linkNumber(decided.spec().placement().interfaceName());
        long heardAt = daemon.seen.heardAt(link);
        long since = Math.max(daemon.seen.ranSince(), daemon.host.linkUpAt(link));
        if (heardAt <= since) {
            throw new Broken(Invariant.PROOF_OF_HEARING, daemon.host + " claims on " + shown(decided.input()));
        }
        invariants.judge(Invariant.EVIDENCE_OF_THE_LINK);
        long lately = lately(decided, link, life.alias.interval()) + daemon.host.lateness;
        if (heardAt < world.now() - lately - unnoticed(daemon.host, lately)) {
            throw new Broken(
                    Invariant.EVIDENCE_OF_THE_LINK,
                    daemon.host + " has heard nobody on " + SimHost.linkName(link) + " for "
                            + (world.now() - heardAt) / 1_000_000 + " ms, and claims " + life.alias);
        }
    }

    /** It has asked too seldom yet to know how many frames are lost, and how many silent probes prove something. */
    private boolean isNew(AliasLife life) {
        long rounds = Math.min(LOSS_KNOWN_AFTER * life.alias.interval(), LOSS_KNOWN_AT_LAST);
        return world.now() - life.daemon.seen.ranSince() < rounds;
    }

    private void asks(AliasLife life, Decided decided) {
        invariants.judge(Invariant.ASKS_BEFORE_CLAIMING);
        int link = SimHost.linkNumber(decided.spec().placement().interfaceName());
        // A burst asks by itself: the rounds before it are no part of it.
        long lately = decided.input() instanceof Input.BurstEnded ended
                ? ended.result().alias().took().toNanos() + IN_FLIGHT + life.daemon.host.lateness
                : ASKED_LATELY;
        if (life.askedAt(link) < world.now() - lately - unnoticed(life.daemon.host, lately)) {
            throw new Broken(
                    Invariant.ASKS_BEFORE_CLAIMING,
                    life.daemon.host + " has asked nobody for " + life.alias + " on " + SimHost.linkName(link));
        }
    }

    /** While the machine is suspended, the clock stands still by which a burst is timed. */
    private long unnoticed(SimHost host, long lately) {
        return host.frozenUntil > world.now() - lately - MOST_UNNOTICED ? MOST_UNNOTICED : 0;
    }

    /** How old what was heard on the link may be. */
    private static long lately(Decided decided, int link, long interval) {
        boolean restores = decided.decision().next().phase() instanceof Phase.Claiming claiming && claiming.restoring();
        if (restores) {
            return link == 0 ? RESTORED_WITHIN + 3 * interval : IDENTITY_ASKED_EVERY;
        }
        return decided.input() instanceof Input.BurstEnded ended
                ? sinceTheClosingRounds(ended.result().alias(), decided.spec()) + IN_FLIGHT
                : 1_000_000_000;
    }

    /** How long ago the closing rounds of a silent burst began, in which somebody must have been heard. */
    private static long sinceTheClosingRounds(Tally alias, AliasSpec spec) {
        int rounds = alias.sent() + alias.broken();
        int closing = Math.max((rounds + 2) / 3, LEAST_CLOSING);
        long before =
                Math.max(rounds - closing, 0) * spec.policy().confirmSpacing().toNanos();
        return Math.max(alias.took().toNanos() - before, 0);
    }

    private static String shown(Input input) {
        return input.getClass().getSimpleName();
    }

    private void silenceIsReal(AliasLife life, SimHost host, long begun) {
        invariants.judge(Invariant.SILENCE_IS_REAL);
        SimAlias alias = life.alias;
        int link = link(life);
        for (SimHost other : site.hosts) {
            if (other != host
                    && other.kernel.answers(link, alias)
                    && other.kernel.carriedSince(alias.index) < begun
                    && other.onNetwork(link, world.now())
                    && site.net.hearEachOther(link, host.port, other.port)) {
                throw new Broken(Invariant.SILENCE_IS_REAL, host + " claims what " + other + " has");
            }
        }
        if (site.strangerHas(alias.index)
                && alias.link() == link
                && site.net.hearEachOther(link, host.port, site.stranger.port)) {
            throw new Broken(Invariant.SILENCE_IS_REAL, host + " claims what a stranger has");
        }
    }

    private void leavesItToTheBetter(AliasLife life, SimHost host, boolean ordered) {
        AliasSpec spec = life.spec();
        Optional<Duration> grace = spec.policy().grace();
        long wait =
                grace.map(time -> time.multipliedBy(spec.rank() - 1L).toNanos()).orElse(Long.MAX_VALUE / 2);
        boolean calmSince = invariants.disturbedAt() < world.now() - Math.min(wait, world.now()) - CALM;
        int link = link(life);
        boolean hearsAll = site.hosts.stream().allMatch(other -> site.net.hearEachOther(link, host.port, other.port))
                && site.hosts.stream().allMatch(other -> site.net.hearEachOther(0, host.port, other.port));
        // Somebody may have put it on a host since it was last asked: SILENCE_IS_REAL judges that.
        long vacantFor = invariants.vacancies().vacantFor(life.alias);
        // Whoever could not add it has waited before, and tries again.
        boolean again = life.state()
                .vacancy()
                .filter(vacancy -> vacancy.failedClaims() > 0)
                .isPresent();
        // By a stray of its own it kept the better one from the alias; by its own account that one had its time.
        boolean stray = life.hadStrayWithin(Math.min(wait, world.now()), world.now());
        if (vacantFor == 0
                || ordered
                || stray
                || again
                || life.alias.link() != link
                || holdsOfTheGroup(life, host)
                || !calmSince
                || !hearsAll) {
            return;
        }
        invariants.judge(Invariant.LEAVES_IT_TO_THE_BETTER);
        if (vacantFor >= wait * SLACK) {
            return;
        }
        for (SimHost other : site.hosts) {
            if (spec.better().contains(other.node)
                    && !other.hasLeft(life.alias.address)
                    && !isLessFit(life, other)
                    && !saysThatItHasLeft(life, other)
                    && other.onNetwork(link, world.now())
                    && other.onNetwork(0, world.now())) {
                throw new Broken(
                        Invariant.LEAVES_IT_TO_THE_BETTER,
                        host + " claims after " + vacantFor / 1_000_000 + " ms though " + other + " is up; "
                                + invariants.settlement().stand(life.alias));
            }
        }
    }

    /** By its own word over the link, also where its farewell was not the last that was seen of it. */
    private boolean saysThatItHasLeft(AliasLife life, SimHost other) {
        if (site.datagrams == null
                || other.daemon == null
                || !other.daemon.life(life.alias.index).begun()) {
            return false;
        }
        AliasState state = other.daemon.life(life.alias.index).state();
        return state.phase() instanceof Phase.StandingAside || state.filtering().aside();
    }

    /** Its checks fail, as it says over the link, and those of this host pass. */
    private boolean isLessFit(AliasLife life, SimHost other) {
        return site.datagrams != null
                && life.state().fitness().own() == Known.YES
                && other.daemon != null
                && other.daemon.life(life.alias.index).begun()
                && other.daemon.life(life.alias.index).state().fitness().own() == Known.NO;
    }

    /** Then nobody else may have the rest of it. What is moved to another prefix is off the host for a moment. */
    private boolean holdsOfTheGroup(AliasLife life, SimHost host) {
        if (life.alias.group.isEmpty()) {
            return false;
        }
        for (SimAlias other : site.aliases) {
            if (other != life.alias && (host.kernel.has(other.index) || isMoving(other, host))) {
                return true;
            }
        }
        return false;
    }

    private boolean isMoving(SimAlias alias, SimHost host) {
        AliasLife life = host.daemon.life(alias.index);
        if (!life.begun()) {
            return false;
        }
        Phase phase = life.state().phase();
        return host.kernel.lostWithin(MOVING, alias.index, world.now())
                && (phase instanceof Phase.Confirming
                        || phase instanceof Phase.Ready
                        || phase instanceof Phase.Claiming);
    }

    /** RFC 5227, section 2.1.1: who claims at the same time sees the other's probes. */
    private void collides(AliasLife life, SimHost host) {
        // A better one that was seen to probe so often and never took it is not waited for any longer.
        boolean outOfPatience = life.state()
                .vacancy()
                .filter(vacancy -> vacancy.backoffs() >= MOST_BACKOFFS)
                .isPresent();
        if (outOfPatience || invariants.disturbedAt() > world.now() - CALM || host.lateness > 0) {
            return;
        }
        invariants.judge(Invariant.NO_COLLISION);
        int link = link(life);
        for (SimHost other : site.hosts) {
            if (other != host
                    && other.lateness == 0
                    && other.onNetwork(link, world.now())
                    && other.daemon != null
                    && other.defended(life.alias.index)
                    && other.daemon.seen.ranSince() < world.now() - CALM
                    && site.net.hearEachOther(link, host.port, other.port)
                    && agree(life, other.daemon.life(life.alias.index))
                    && other.daemon.life(life.alias.index).state().phase() instanceof Phase.Claiming claiming
                    && !claiming.restoring()
                    // It has it already, and only puts the prefix right.
                    && !other.daemon.life(life.alias.index).hadStrayWithin(CALM, world.now())
                    // What was added and is gone again is nobody's.
                    && claiming.addedAt().isEmpty()) {
                throw new Broken(Invariant.NO_COLLISION, host + " claims while " + other + " does");
            }
        }
    }

    /** While a new order of rank reaches one host after the other, each of two may take itself for the better one. */
    private boolean agree(AliasLife one, AliasLife other) {
        return other.begun()
                && one.spec().ranking().equals(other.spec().ranking())
                && !one.reconfiguredWithin(CALM, world.now())
                && !other.reconfiguredWithin(CALM, world.now());
    }

    /**
     * The host that it is given back to must have run, with its daemon, for that long, but for a gap of three intervals:
     * at so much loss its questions may not have come by.
     */
    void givesBack(AliasLife life) {
        AliasSpec spec = life.spec();
        long gap = 3 * spec.policy().interval().toNanos();
        long needed = (long) (spec.policy().failback().orElse(Duration.ZERO).toNanos() * SLACK) - gap;
        boolean healthy = site.hosts.stream()
                .filter(other -> spec.better().contains(other.node))
                .anyMatch(other -> !other.inMaintenance
                        && (other.daemon != null || other.wentWithin(gap, world.now()))
                        && world.now() - other.healthySince() >= needed);
        // What has just happened to it cannot be known yet.
        boolean calm = invariants.disturbedAt() < world.now() - gap;
        invariants.judge(Invariant.GIVES_BACK_TO_THE_HEALTHY);
        if (!healthy && calm) {
            throw new Broken(Invariant.GIVES_BACK_TO_THE_HEALTHY, life.daemon.host + " gives back too early");
        }
    }
}
