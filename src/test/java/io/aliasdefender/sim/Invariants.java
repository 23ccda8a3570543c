package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.payload.Announcement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Watches a site all the time. Times in nanoseconds. */
final class Invariants {
    private static final long NOT = -1;
    private static final Duration DEADLINE_SLACK = Duration.ofMillis(2);
    /** Timers that were set while a host was busy may still be late: the longest are those of the refreshes. */
    private static final long BUSY = 61_000_000_000L;

    private static final long AWAKE = 200_000_000;
    private static final int MOST_WAITING = 10_000;
    private static final long ISOLATION = 2_000_000_000L;
    private static final int MOST_WAITING_FOR_AN_ALIAS = 400;

    private final Site site;
    private final World world;
    private final Stats stats = new Stats();
    private final HolderRules holders;
    private final Vacancies vacancies;
    private final ClaimRules claimRules;
    private final YieldRule yields = new YieldRule(this);
    private final CutRule cuts;
    private final AnnouncementRules announcements;
    private final OrderRules orders;
    private final FailbackRule failback;
    private final GroupRule groups;
    private final NetworkRule network;
    private final LinkRules links;
    private final FitnessRules fitness;
    private final Settlement settlement;
    /** When somebody last was cut off, came back, froze or woke up. */
    private long disturbedAt = NOT;

    private long deletedAt = NOT;
    /** By host and link: since when it has been alone there. */
    private final long[][] aloneSince;

    /** Nothing is wrong but the network's quality: nothing may move. */
    private boolean mayMove = true;

    private boolean lossIsKnown = true;

    Invariants(Site site, Bounds bounds) {
        this.site = site;
        this.world = site.world;
        holders = new HolderRules(site, this, bounds);
        vacancies = new Vacancies(site, this);
        claimRules = new ClaimRules(site, this);
        cuts = new CutRule(site, this);
        announcements = new AnnouncementRules(site, this);
        orders = new OrderRules(site, this);
        failback = new FailbackRule(site, this);
        groups = new GroupRule(site, this);
        network = new NetworkRule(this);
        links = new LinkRules(site, this, bounds);
        fitness = new FitnessRules(site, this);
        settlement = new Settlement(site);
        aloneSince = new long[site.hosts.size()][site.net.links()];
        for (long[] host : aloneSince) {
            Arrays.fill(host, NOT);
        }
    }

    Stats stats() {
        return stats;
    }

    void judge(Invariant which) {
        stats.judged(which);
    }

    /** Somebody takes an alias off a host, which says nothing about anybody's connection. */
    void deleted() {
        deletedAt = world.now();
    }

    long deletedAt() {
        return deletedAt;
    }

    /** A host that could not know better has taken an alias because frames were lost. */
    void cannotKnowTheLoss() {
        lossIsKnown = false;
    }

    boolean lossIsKnown() {
        return lossIsKnown;
    }

    void mayMove(boolean may) {
        mayMove = may;
    }

    long disturbedAt() {
        return disturbedAt;
    }

    Vacancies vacancies() {
        return vacancies;
    }

    OrderRules orders() {
        return orders;
    }

    LinkRules links() {
        return links;
    }

    Settlement settlement() {
        return settlement;
    }

    /** A frame of ARP or neighbour discovery reaches a host. */
    void arrived(SimHost host, int link, MacAddress from) {
        if (site.leases != null) {
            return;
        }
        cuts.arrived(host, link, from);
    }

    /** Who hears whom, or who runs, is not as it was. */
    void disturbed() {
        disturbedAt = world.now();
        if (site.leases != null) {
            changed();
            return;
        }
        watchIsolation();
        cuts.check();
        changed();
    }

    /** Who could hear nobody for long enough to notice must ask when that is over. */
    private void watchIsolation() {
        for (SimHost host : site.hosts) {
            for (int link = 0; link < host.links(); link++) {
                long since = aloneSince[host.port][link];
                boolean alone = !host.linkUp(link) || site.net.isAlone(link, host.port);
                if (alone && since == NOT) {
                    aloneSince[host.port][link] = world.now();
                } else if (!alone && since != NOT) {
                    aloneSince[host.port][link] = NOT;
                    if (world.now() - since > noticed() && host.daemon != null) {
                        host.daemon.seen.doubts(link);
                    }
                }
            }
        }
    }

    /** What is shorter may go by between two rounds and their bursts. */
    private long noticed() {
        return 4 * site.aliases.get(0).interval() + ISOLATION;
    }

    /** Whether a host has heard nobody on a link for so long that it must have noticed. */
    boolean isIsolated(SimHost host, int link) {
        long since = aloneSince[host.port][link];
        return since != NOT && world.now() - since > noticed();
    }

    void changed() {
        if (site.leases != null) {
            site.aliases.forEach(site.leases::check);
            return;
        }
        for (SimAlias alias : site.aliases) {
            changed(alias);
        }
        if (site.aliases.get(0).group.isPresent()) {
            holders.lookAtGroup();
        }
    }

    /** The same where only one alias can be concerned. */
    void changedOnly(SimAlias alias) {
        if (site.leases != null) {
            site.leases.check(alias);
            return;
        }
        changed(alias);
        if (alias.group.isPresent()) {
            holders.lookAtGroup();
        }
    }

    private void changed(SimAlias alias) {
        vacancies.check(alias);
        holders.check(alias);
        failback.check(alias);
        if (site.datagrams != null) {
            links.check(alias);
        }
        if (site.services != null) {
            fitness.check(alias);
        }
        for (SimHost host : site.hosts) {
            if (host.holds(alias.index)) {
                elsewhere(alias, host);
            }
        }
        if (site.strangerHas(alias.index)) {
            elsewhere(alias, null);
        }
    }

    private void elsewhere(SimAlias alias, SimHost holder) {
        for (SimHost other : site.hosts) {
            if (other != holder && other.daemon != null) {
                other.daemon.life(alias.index).elsewhere();
            }
        }
    }

    /** What must be true of every single decision. */
    void decided(AliasLife life, Decided decided) {
        stats.decisions++;
        if (site.leases != null) {
            // The others take for granted that nothing but evidence keeps an alias from a host.
            stats.takeovers += decided.decision().actions().stream()
                    .filter(Action.Add.class::isInstance)
                    .count();
            site.leases.decided(life, decided);
            return;
        }
        meetsItsDeadline(life, decided);
        life.takes(decided.before().phase(), decided.input(), world.now());
        network.decided(life, decided);
        yields.decided(life, decided);
        if (site.datagrams != null) {
            links.decided(life, decided);
        }
        if (site.services != null) {
            fitness.decided(life, decided);
        }
        Decision decision = decided.decision();
        for (Action action : decision.actions()) {
            if (action instanceof Action.Add) {
                adds(life, decided);
            } else if (action instanceof Action.Remove) {
                acts(life, decided);
            }
        }
        for (Reason reason : decision.said()) {
            if (reason.cause() == Cause.FAILING_BACK) {
                life.givesBack(world.now());
            }
            if (reason.cause() == Cause.FAILING_BACK && life.begun()) {
                claimRules.givesBack(life);
            }
        }
        judge(Invariant.BOUNDED_MEMORY);
        if (decision.next().told().size() > Cause.values().length
                || world.waiting() > MOST_WAITING + MOST_WAITING_FOR_AN_ALIAS * site.aliases.size()) {
            throw new Broken(Invariant.BOUNDED_MEMORY, "of " + life.daemon.host);
        }
    }

    private void meetsItsDeadline(AliasLife life, Decided decided) {
        Duration now = decided.now();
        SimHost host = life.daemon.host;
        boolean free = host.busyUntil < world.now()
                && life.daemon.loop.pausedUntil() < world.now() - AWAKE
                && host.frozenUntil < world.now() - AWAKE;
        if (free && life.wakeAt() != null && decided.input() instanceof Input.Tick) {
            judge(Invariant.DEADLINES_ARE_MET);
        }
        boolean wasBusy = host.busyUntil > world.now() - BUSY;
        Duration slack = wasBusy ? DEADLINE_SLACK.plusNanos(Schedule.MOST_LATENESS) : DEADLINE_SLACK;
        if (free && life.wakeAt() != null && now.compareTo(life.wakeAt().plus(slack)) > 0) {
            throw new Broken(
                    Invariant.DEADLINES_ARE_MET,
                    host + " wanted to look at " + life.alias + " "
                            + now.minus(life.wakeAt()).toMillis() + " ms ago");
        }
        // What is past already is met at once.
        life.wakeAt(decided.decision().wakeAt().map(at -> at.compareTo(now) < 0 ? now : at));
    }

    private void acts(AliasLife life, Decided decided) {
        judge(Invariant.REASON);
        if (decided.decision().next().why().sentence().isBlank()) {
            throw new Broken(Invariant.REASON, life.daemon.host + " on " + decided.input());
        }
    }

    private void adds(AliasLife life, Decided decided) {
        acts(life, decided);
        judge(Invariant.KEPT_OFF);
        orders.adds(life);
        // Where the host has it already, only its prefix is put right: nothing changes for anybody else.
        if (!life.daemon.host.kernel.has(life.alias.index)) {
            stats.takeovers++;
            if (life.begun()) {
                claimRules.check(life, decided, mayMove);
                cuts.claims(life, decided);
            }
            groups.adds(life, decided);
        }
    }

    /** A burst has ended and was handled. */
    void answered(AliasLife life, BurstResult result) {
        if (site.leases != null) {
            return;
        }
        Optional<MacAddress> mac = result.alias().mac();
        if (mac.isEmpty()
                || !life.begun()
                || !isOnItsLink(life, result)
                || site.datagrams != null && links.handedOver(life.alias, life.daemon.host, mac.get())) {
            return;
        }
        judge(Invariant.ANSWERS_ARE_HEEDED);
        // One that is still being added is judged when it is there.
        if (life.state().phase() instanceof Phase.Holding holding
                && !holding.conflicts().any()) {
            throw new Broken(
                    Invariant.ANSWERS_ARE_HEEDED,
                    life.daemon.host + " holds on to " + life.alias + ", and " + mac.get() + " has answered");
        }
    }

    private static boolean isOnItsLink(AliasLife life, BurstResult result) {
        return life.spec().placement().interfaceName().equals(result.linkName());
    }

    int announcements(SimHost host, SimAlias alias) {
        return announcements.announcements(host, alias);
    }

    void wantsToAnnounce(AliasLife life, Announcement announcement) {
        if (site.leases != null) {
            return;
        }
        announcements.wanted(life, announcement);
    }

    void announced(SimHost host, SimAlias alias, boolean both) {
        if (site.leases != null) {
            return;
        }
        announcements.sent(host, alias, both);
    }
}
