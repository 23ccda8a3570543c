package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Policy;
import java.util.Optional;

/** What must be true of hand-overs, and of hosts that can talk to each other. Times in nanoseconds. */
final class LinkRules {
    private static final long NOT = -1;
    private static final long MS = 1_000_000;
    /** A proof is no older than this when an offer is taken; with what the clocks of two hosts differ by. */
    private static final long FRESH = 265 * MS;
    /** From the moment at which the taker has it: its announcement, its word, the lingering, two commands. */
    private static final long HAND_OVER = 60 * MS;
    /** For so long somebody has it after a hand-over. */
    private static final long AFTERWARDS = 400 * MS;

    /** So long a holder is expected to have what it has offered. */
    private static final long OFFER = 1_020 * MS;
    /** So old an answer may be when it is looked at: a burst ends some milliseconds after its answers. */
    private static final long ON_ITS_WAY = 30 * MS;
    /** What was deleted so lately is not known yet. */
    private static final long UNNOTICED = 5 * MS;

    private final Site site;
    private final World world;
    private final Invariants invariants;
    private final Bounds bounds;
    /** By alias and host: the newest offer; null: there was none. */
    private final Offer[][] offers;
    /** By alias and pair of hosts: since when both have held it and said so to each other. */
    private final long[][][] bothSince;

    private SimHost taker;

    /** What a holder offered to another host. */
    private static final class Offer {
        private final SimDaemon daemon;
        private final SimHost to;
        private final long id;
        private final long begunAt;
        private long endedAt = NOT;
        private long takenAt = NOT;
        /** Since when both have had it. */
        private long bothSince = NOT;

        private boolean over;

        private long overAt = NOT;
        /** The holder still had it when it was over. */
        private boolean hasNotLetGo;

        private Offer(SimDaemon daemon, SimHost to, long id, long now) {
            this.daemon = daemon;
            this.to = to;
            this.id = id;
            begunAt = now;
        }
    }

    LinkRules(Site site, Invariants invariants, Bounds bounds) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
        this.bounds = bounds;
        int hosts = site.hosts.size();
        offers = new Offer[site.aliases.size()][hosts];
        bothSince = new long[site.aliases.size()][hosts][hosts];
        for (long[][] pairs : bothSince) {
            for (long[] row : pairs) {
                java.util.Arrays.fill(row, NOT);
            }
        }
    }

    /** To whom something was offered last. */
    Optional<SimHost> taker() {
        return Optional.ofNullable(taker);
    }

    /** Whether an alias is being handed over from one of these to the other, or was a moment ago. */
    boolean handsOver(SimAlias alias, SimHost one, SimHost other) {
        return handing(alias, one, other) || handing(alias, other, one);
    }

    /** The same of a host and whoever has a link-layer address, as far as an answer can tell that was on its way. */
    boolean handedOver(SimAlias alias, SimHost one, MacAddress mac) {
        return site.hosts.stream()
                .filter(other -> other.mac(alias.link()).equals(mac))
                .anyMatch(other -> handsOver(alias, one, other) || hasJustHandedOver(alias, other, one));
    }

    private boolean hasJustHandedOver(SimAlias alias, SimHost from, SimHost to) {
        Offer offer = offers[alias.index][from.port];
        return offer != null && offer.over && offer.to == to && world.now() - offer.overAt < ON_ITS_WAY;
    }

    private boolean handing(SimAlias alias, SimHost from, SimHost to) {
        Offer offer = offers[alias.index][from.port];
        return offer != null
                && offer.to == to
                && (!offer.over || offer.hasNotLetGo && world.now() - offer.begunAt < OFFER);
    }

    void decided(AliasLife life, Decided decided) {
        Offer[] of = offers[life.alias.index];
        int port = life.daemon.host.port;
        Offer before = of[port];
        if (decided.decision().next().phase() instanceof HandingOver handing) {
            if (before == null || before.daemon != life.daemon || before.id != handing.offer()) {
                end(before);
                taker = host(handing);
                of[port] = new Offer(life.daemon, taker, handing.offer(), world.now());
                if (life.alias.group.isPresent() && !handing.plan().anyway()) {
                    offersToOne(life);
                }
            } else if (handing.takenAt().isPresent() && before.takenAt == NOT) {
                taken(life, before);
            }
        } else if (decided.before().phase() instanceof HandingOver) {
            end(before);
        }
        boolean takes = decided.input() instanceof Input.Linked
                && decided.decision().actions().stream().anyMatch(action -> action instanceof Action.Add);
        if (takes) {
            takes(life);
        }
    }

    private SimHost host(HandingOver handing) {
        return site.hosts.stream()
                .filter(host -> host.node.equals(handing.to()))
                .findFirst()
                .orElseThrow();
    }

    private void offersToOne(AliasLife life) {
        invariants.judge(Invariant.GROUP_IS_OFFERED_TO_ONE);
        for (Offer[] of : offers) {
            Offer other = of[life.daemon.host.port];
            if (other != null && other.daemon == life.daemon && other.endedAt == NOT && other.to != taker) {
                throw new Broken(
                        Invariant.GROUP_IS_OFFERED_TO_ONE,
                        life.daemon.host + " hands over a group to " + taker + " and to " + other.to);
            }
        }
    }

    private void end(Offer offer) {
        if (offer != null && offer.endedAt == NOT) {
            offer.endedAt = world.now();
        }
    }

    /** The holder believes that the other host has it, and that clients know. */
    private void taken(AliasLife life, Offer offer) {
        offer.takenAt = world.now();
        invariants.judge(Invariant.TAKEN_IS_TRUE);
        if (!follows(life.alias) && !offer.to.kernel.has(life.alias.index) && calmSince(offer.begunAt)) {
            throw new Broken(
                    Invariant.TAKEN_IS_TRUE,
                    life.daemon.host + " believes that " + offer.to + " has taken " + life.alias);
        }
    }

    private boolean calmSince(long time) {
        return invariants.disturbedAt() <= time && invariants.deletedAt() <= time - UNNOTICED;
    }

    private boolean isCalm(SimAlias alias, Offer offer) {
        SimHost from = offer.daemon.host;
        return site.net.calm()
                && site.datagrams.calm()
                && !site.strangerHas(alias.index)
                && from.lateness == 0
                && offer.to.lateness == 0
                && offer.daemon.loop.runs()
                && from.commands == SimHost.Commands.WORK
                // What hung before is ended after its time.
                && !offer.daemon.held(alias.index)
                && offer.to.commands == SimHost.Commands.WORK
                && site.aliases.size() <= 3
                && site.announceRate > 100
                && site.datagrams.talkSince(from, offer.to) <= offer.begunAt;
    }

    /** A host adds it because it was offered. */
    private void takes(AliasLife life) {
        invariants.judge(Invariant.TAKES_WHAT_IS_OFFERED);
        for (Offer offer : offers[life.alias.index]) {
            if (offer != null
                    && offer.to == life.daemon.host
                    && (offer.endedAt == NOT || offer.endedAt >= world.now() - FRESH)) {
                return;
            }
        }
        throw new Broken(
                Invariant.TAKES_WHAT_IS_OFFERED,
                life.daemon.host + " takes " + life.alias + ", which nobody offers to it");
    }

    /** It may have changed who has it. */
    void check(SimAlias alias) {
        for (Offer offer : offers[alias.index]) {
            if (offer != null && !offer.over) {
                check(alias, offer);
            }
        }
        for (int one = 0; one < site.hosts.size(); one++) {
            for (int other = one + 1; other < site.hosts.size(); other++) {
                watch(alias, site.hosts.get(one), site.hosts.get(other));
            }
        }
    }

    private void check(SimAlias alias, Offer offer) {
        SimHost from = offer.daemon.host;
        if (from.daemon != offer.daemon || !offer.daemon.loop.alive()) {
            end(offer);
        }
        somebodyHas(alias, offer);
        boolean both = from.holds(alias.index) && offer.to.holds(alias.index);
        if (!both && offer.bothSince != NOT) {
            invariants.stats().handOver(world.now() - offer.bothSince, isCalm(alias, offer));
            offer.bothSince = NOT;
        } else if (both && offer.bothSince == NOT) {
            offer.bothSince = world.now();
            world.after(HAND_OVER, () -> mustBeOver(alias, offer));
        }
        if (offer.endedAt != NOT && (offer.takenAt == NOT || !from.holds(alias.index))) {
            offer.over = true;
            offer.overAt = world.now();
            offer.hasNotLetGo = from.holds(alias.index);
            if (offer.takenAt != NOT) {
                invariants.judge(Invariant.MOVE_LEAVES_NOBODY);
                world.after(AFTERWARDS, () -> somebodyHas(alias, offer));
            }
        }
    }

    private void mustBeOver(SimAlias alias, Offer offer) {
        boolean judged = isCalm(alias, offer) && calmSince(offer.begunAt);
        if (judged) {
            invariants.judge(Invariant.HAND_OVER_IS_SHORT);
        }
        if (judged && offer.bothSince != NOT && world.now() - offer.bothSince >= HAND_OVER) {
            throw new Broken(
                    Invariant.HAND_OVER_IS_SHORT,
                    offer.daemon.host + " and " + offer.to + " both have " + alias + ", which is being handed over");
        }
    }

    /**
     * Where a whole host leaves, rather two nodes have parts of a group for a moment than none has them; but the rest of it may
     * never be taken by that node, and then the worse-ranked one lets go of its part.
     */
    private boolean isApart(SimAlias alias, Offer offer) {
        return alias.group.isPresent()
                && site.aliases.stream()
                        .filter(other -> other.group.equals(alias.group))
                        .map(other -> offers[other.index][offer.daemon.host.port])
                        .anyMatch(other -> other != null && other.daemon == offer.daemon && other.to != offer.to);
    }

    /** It is let go of whenever the checks fail, also just after it was taken. */
    private static boolean follows(SimAlias alias) {
        return alias.policy.onFailure() == Policy.OnFailure.RELEASE;
    }

    private void somebodyHas(SimAlias alias, Offer offer) {
        // Who takes it and is told to end at the same time has nobody to give it back to: that one was told to let go,
        // too.
        boolean ends = offer.to.daemon == null || offer.to.daemon.stops();
        boolean judged =
                !follows(alias) && !ends && !isApart(alias, offer) && (offer.endedAt == NOT || offer.takenAt != NOT);
        if (judged && calmSince(offer.begunAt) && site.hosts.stream().noneMatch(host -> host.holds(alias.index))) {
            throw new Broken(
                    Invariant.MOVE_LEAVES_NOBODY,
                    "nobody has " + alias + ", which " + offer.daemon.host + " hands over to " + offer.to);
        }
    }

    /** A host claims what was silent in a burst. */
    void claims(AliasLife life, long begun) {
        SimHost host = life.daemon.host;
        if (host.daemon == null || !isSteady(host) || !site.net.calm() || !site.datagrams.calm()) {
            return;
        }
        for (SimHost other : site.hosts) {
            if (other != host
                    && other.daemon != null
                    && isSteady(other)
                    && invariants.disturbedAt() < begun
                    && site.datagrams.talkSince(host, other) < begun
                    && other.holds(life.alias.index)) {
                Optional<Long> well = other.daemon.link().wellSince(life.alias.address);
                if (well.filter(since -> since < begun).isPresent()) {
                    throw new Broken(
                            Invariant.WHO_TALKS_IS_HEEDED,
                            host + " claims " + life.alias + ", and " + other + " says over the link that it has it");
                }
            }
        }
    }

    private static boolean isSteady(SimHost host) {
        return host.lateness == 0 && host.daemon.loop.runs();
    }

    private void watch(SimAlias alias, SimHost one, SimHost other) {
        long[] since = bothSince[alias.index][one.port];
        boolean both = bothSay(alias, one, other);
        if (!both) {
            since[other.port] = NOT;
        } else if (since[other.port] == NOT) {
            long now = world.now();
            since[other.port] = now;
            invariants.judge(Invariant.WHO_TALKS_IS_HEEDED);
            judgeLater(alias, one, other, now);
        }
    }

    private void judgeLater(SimAlias alias, SimHost one, SimHost other, long begun) {
        long[] since = bothSince[alias.index][one.port];
        long bound = bounds.twoHolders() + 3_000 * MS;
        world.after(bound, () -> {
            if (since[other.port] != begun) {
                return;
            }
            if (world.now() - Math.max(begun, invariants.disturbedAt()) < bound) {
                judgeLater(alias, one, other, begun);
                return;
            }
            throw new Broken(
                    Invariant.WHO_TALKS_IS_HEEDED,
                    one + " and " + other + " can talk to each other, and both hold " + alias);
        });
    }

    /** Both have it, are well, and can talk. */
    private boolean bothSay(SimAlias alias, SimHost one, SimHost other) {
        return one.holds(alias.index)
                && other.holds(alias.index)
                && one.defended(alias.index)
                && other.defended(alias.index)
                && site.datagrams.talkSince(one, other) != Long.MAX_VALUE
                && (isWell(alias, one) && mustHeed(alias, other) || isWell(alias, other) && mustHeed(alias, one));
    }

    private static boolean isWell(SimAlias alias, SimHost host) {
        return holds(host.daemon.life(alias.index))
                && host.daemon.link().wellSince(alias.address).isPresent();
    }

    private static boolean mustHeed(SimAlias alias, SimHost host) {
        AliasLife life = host.daemon.life(alias.index);
        return isWell(alias, host) || holds(life) && life.state().doubt().isolated();
    }

    private static boolean holds(AliasLife life) {
        return life.begun() && life.state().phase() instanceof Phase.Holding;
    }
}
