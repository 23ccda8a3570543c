package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.FitnessHistory;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Arrays;

/** What must be true of hosts whose checks pass, fail, or have no result yet. Times in nanoseconds. */
final class FitnessRules {
    private static final long NOT = -1;
    private static final long MS = 1_000_000;
    /** What a host said is known to the others within this time, where their messages arrive. */
    private static final long KNOWN = 1_500 * MS;

    private static final double SLACK = 0.95;

    private final Site site;
    private final World world;
    private final Invariants invariants;
    /** By alias: since when it should move from a host whose checks fail. */
    private final long[] dueSince;
    /** By alias: how often it moved because of checks. */
    private final int[] moves;
    /** By alias: which offer was counted last. */
    private final HandingOver[] counted;

    FitnessRules(Site site, Invariants invariants) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
        dueSince = new long[site.aliases.size()];
        moves = new int[site.aliases.size()];
        counted = new HandingOver[site.aliases.size()];
        Arrays.fill(dueSince, NOT);
    }

    void decided(AliasLife life, Decided decided) {
        boolean adds = decided.decision().actions().stream().anyMatch(action -> action instanceof Action.Add);
        if (adds && !life.daemon.host.kernel.has(life.alias.index)) {
            if (decided.input() instanceof Input.Linked) {
                takes(life, decided);
            } else {
                claims(life, decided);
            }
        }
        if (decided.decision().next().phase() instanceof HandingOver handing) {
            offers(life, decided, handing);
        }
    }

    /** It takes what is offered. */
    private void takes(AliasLife life, Decided decided) {
        invariants.judge(Invariant.NEVER_TO_AN_UNFIT_ONE);
        if (decided.evidence().fitness().fit() == Known.NO) {
            throw new Broken(
                    Invariant.NEVER_TO_AN_UNFIT_ONE,
                    life.daemon.host + " takes " + life.alias + ", which is offered to it, and its checks fail");
        }
    }

    private void offers(AliasLife life, Decided decided, HandingOver handing) {
        boolean begins = !(decided.before().phase() instanceof HandingOver before) || before.offer() != handing.offer();
        if (begins) {
            invariants.judge(Invariant.NEVER_TO_AN_UNFIT_ONE);
            SimHost to = host(handing.to());
            boolean known = site.datagrams.calm() && isKnown(life, to, Known.NO) && talkedFor(life, to, KNOWN);
            if (known) {
                throw new Broken(
                        Invariant.NEVER_TO_AN_UNFIT_ONE,
                        life.daemon.host + " offers " + life.alias + " to " + to + ", whose checks fail");
            }
        }
        if (handing.takenAt().isPresent() && handing.plan().unfit()) {
            moved(life.alias, handing);
        }
    }

    private SimHost host(Node node) {
        return site.hosts.stream()
                .filter(each -> each.node.equals(node))
                .findFirst()
                .orElseThrow();
    }

    private void moved(SimAlias alias, HandingOver handing) {
        HandingOver last = counted[alias.index];
        if (last != null && last.offer() == handing.offer() && last.to().equals(handing.to())) {
            return;
        }
        counted[alias.index] = handing;
        moves[alias.index]++;
        invariants.judge(Invariant.FLAPPING_IS_BOUNDED);
        if (moves[alias.index] > 3 * site.hosts.size()) {
            throw new Broken(
                    Invariant.FLAPPING_IS_BOUNDED,
                    alias + " has moved " + moves[alias.index] + " times because of checks within " + world.now() / MS
                            + " ms");
        }
    }

    /** It claims what was silent. */
    private void claims(AliasLife life, Decided decided) {
        boolean restores = decided.decision().next().phase() instanceof Phase.Claiming claiming && claiming.restoring();
        boolean ordered = decided.before().phase() instanceof Phase.Confirming confirming && confirming.ordered()
                || decided.before().phase() instanceof Phase.Ready ready && ready.ordered();
        Known own = decided.evidence().fitness().fit();
        if (restores || ordered || own == Known.YES || !life.begun()) {
            return;
        }
        SimHost host = life.daemon.host;
        invariants.judge(Invariant.LEAVES_IT_TO_THE_FIT);
        if (decided.spec().policy().onFailure() == OnFailure.RELEASE) {
            throw new Broken(
                    Invariant.LEAVES_IT_TO_THE_FIT,
                    host + " takes " + life.alias + ", and its checks say " + own + " (on-failure: release)");
        }
        boolean group = decided.evidence().group().filter(view -> view.here()).isPresent();
        long wait = life.spec()
                .policy()
                .grace()
                .map(Duration::toNanos)
                .map(grace ->
                        (long) (grace * (site.hosts.size() - 1L + life.spec().rank()) * SLACK))
                .orElse(0L);
        long vacant = life.state()
                .vacancy()
                .map(vacancy -> decided.now().minus(vacancy.since()).toNanos())
                .orElse(0L);
        if (group || vacant >= wait || site.datagrams == null || !site.datagrams.calm() || !site.net.calm()) {
            return;
        }
        for (SimHost other : site.hosts) {
            if (other != host
                    && isKnown(life, other, Known.YES)
                    && talkedFor(life, other, KNOWN)
                    && isAble(life.alias, other)) {
                throw new Broken(
                        Invariant.LEAVES_IT_TO_THE_FIT,
                        host + " takes " + life.alias + " with checks that say " + own + ", and " + other + " is fit");
            }
        }
    }

    /** Whether the checks of another host have said so for long enough that this one has been told. */
    private boolean isKnown(AliasLife life, SimHost other, Known what) {
        if (other.daemon == null
                || !other.daemon.loop.runs()
                || !other.daemon.life(life.alias.index).begun()) {
            return false;
        }
        return other.daemon.life(life.alias.index).state().fitness().own() == what
                && other.daemon.seen.says(life.alias.index) == what
                && other.daemon.seen.checkedFor(life.alias.index) >= KNOWN;
    }

    private boolean talkedFor(AliasLife life, SimHost other, long span) {
        long talk = Math.max(
                site.datagrams.talkSince(life.daemon.host, other), site.datagrams.talkSince(other, life.daemon.host));
        return talk != Long.MAX_VALUE
                && talk < world.now() - span
                && invariants.disturbedAt() < world.now() - span
                && life.daemon.host.lateness == 0
                && other.lateness == 0;
    }

    private boolean isAble(SimAlias alias, SimHost host) {
        int link = alias.link();
        AliasLife life = host.daemon.life(alias.index);
        Phase phase = life.state().phase();
        boolean stands =
                phase instanceof Phase.Watching || phase instanceof Phase.Confirming || phase instanceof Phase.Vacant;
        return stands
                && host.defended(alias.index)
                && host.lateness == 0
                && host.onNetwork(link, world.now())
                && site.net.isWhole(link, host.port)
                && site.routers[link].up
                && host.kernel.hasRoute(link)
                && life.spec().policy().equals(alias.policy)
                && life.spec().ranking().equals(alias.ranking)
                && !life.state().filtering().aside();
    }

    /** It may have changed who has it, or what the checks say. */
    void check(SimAlias alias) {
        boolean due = isDue(alias);
        if (!due) {
            dueSince[alias.index] = NOT;
        } else if (dueSince[alias.index] == NOT) {
            dueSince[alias.index] = world.now();
            watch(alias, world.now());
        }
    }

    private void watch(SimAlias alias, long begun) {
        long bound = 3 * alias.interval() + 800 * MS;
        world.after(bound, () -> {
            if (dueSince[alias.index] != begun) {
                return;
            }
            if (!isDue(alias)) {
                dueSince[alias.index] = NOT;
                return;
            }
            if (world.now() - Math.max(begun, invariants.disturbedAt()) < bound) {
                watch(alias, begun);
                return;
            }
            throw new Broken(
                    Invariant.FIT_ONE_GETS_IT,
                    alias + " stays where the checks fail; "
                            + invariants.settlement().stand(alias));
        });
        invariants.judge(Invariant.FIT_ONE_GETS_IT);
    }

    /** A host has it whose checks fail, and should let go: it follows its checks, or a linked host is fit for it. */
    private boolean isDue(SimAlias alias) {
        SimHost holder = site.holder(alias);
        if (holder == null
                || !holder.defended(alias.index)
                || holder.lateness > 0
                || !holder.daemon.life(alias.index).begun()) {
            return false;
        }
        AliasLife life = holder.daemon.life(alias.index);
        FitnessHistory history = life.state().fitness();
        OnFailure policy = life.spec().policy().onFailure();
        if (holder.daemon.seen.says(alias.index) != Known.NO
                || history.ordered()
                || policy == OnFailure.HOLD
                || !life.spec().policy().equals(alias.policy)) {
            return false;
        }
        if (policy == OnFailure.RELEASE) {
            return true;
        }
        if (site.datagrams == null
                || !site.datagrams.calm()
                || !site.net.calm()
                || site.strangerHas(alias.index)
                || alias.group.isPresent()
                || site.announceRate < 100
                || !site.net.isWhole(alias.link(), holder.port)
                || !life.state().doubt().none()
                || history.notBefore().isPresent()) {
            return false;
        }
        return site.hosts.stream()
                .anyMatch(other -> other != holder
                        && isKnown(life, other, Known.YES)
                        && talkedFor(life, other, 0)
                        && isAble(alias, other)
                        && other.daemon.life(alias.index).state().phase() instanceof Phase.Watching
                        && history.mayMoveTo(other.node, holder.daemon.now()));
    }
}
