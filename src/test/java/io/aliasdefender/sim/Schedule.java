package io.aliasdefender.sim;

import io.aliasdefender.core.ProgramError;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * A life of some hosts with trouble, drawn from one seed: some faults, then everything is mended, then a quiet time.
 * Times in nanoseconds.
 */
final class Schedule {
    /** How late the timers of a busy host are at the most; more would be a stall. */
    static final long MOST_LATENESS = 90_000_000;

    private static final long MS = 1_000_000;
    private static final List<Duration> INTERVALS =
            List.of(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1));
    private static final List<Double> LOSSES = List.of(0.02, 0.1, 0.25, 0.3);
    private static final Policy.Announce OFTEN = new Policy.Announce(3, Duration.ofMillis(100), Duration.ofSeconds(2));
    /** RFC 5227, section 1.1, and how long a holder waits at the most before it asks who has its alias. */
    private static final long DEFEND_INTERVAL = 10_000 * MS;

    private static final long MOST_CHECK_WAIT = 2_500 * MS;
    /** Where frames are lost, with the time in which it is listened after the last round. */
    private static final long LONGEST_BURST = 650 * MS;

    private static final int MOST_FAULTS = 7;
    private static final int MOST_ALIASES = 200;
    /** With this probability, at the most, so many refreshes in a row are lost on their way. */
    private static final double NEVER_HEARD = 1e-8;
    /** Of one announcement. */
    private static final int MOST_FRAMES = 2;

    final Site site;
    final World world;
    final Trouble trouble;
    private final long interval;
    private final long settling;
    /** Every so often a life without any trouble but a bad network. */
    private final boolean quiet;

    private final Speciality speciality;
    private boolean onlyRefreshHelps;

    private Schedule(long seed, Variant variant, boolean linked, boolean told) {
        this(seed, variant, linked, told, false);
    }

    private Schedule(long seed, Variant variant, boolean linked, boolean told, boolean leased) {
        speciality = leased ? Speciality.NONE : Speciality.of(seed);
        boolean arp = speciality != Speciality.LINK_WITHOUT_ARP;
        world = new World(seed, told);
        Duration every = world.oneOf(INTERVALS);
        interval = every.toNanos();
        // Small sites most of the time: large ones take as long as hundreds of them.
        boolean large = world.below(500) == 0;
        int hosts = large ? 2 + world.below(7) : world.below(4) == 0 ? 3 + world.below(3) : 2;
        int aliases =
                large && hosts < 5 ? 10 + world.below(MOST_ALIASES - 9) : world.below(10) < 7 ? 1 : 2 + world.below(2);
        boolean v6 = world.below(4) == 0;
        boolean grouped = aliases > 3 || aliases > 1 && world.below(2) == 0;
        int links = arp && world.below(3) == 0 ? 2 : 1;
        Policy policy = policy(every, arp);
        quiet = arp && world.below(10) == 0 && !leased;
        double loss = quiet || arp && world.below(2) == 0 ? world.oneOf(LOSSES) : 0;
        // Seen within an interval, another interval of patience, and the time of a burst, a command and a check.
        int tries = loss > 0 ? 6 : 1;
        long twoHolders = tries * (2 * interval + 400 * MS) + 4 * MOST_LATENESS;
        settling = interval * (3L * hosts + 12) + 6_000 * MS + 20L * MS * aliases;
        long splitGroup = twoHolders + 3 * interval;
        site = new Site(
                world,
                plan(hosts, aliases, v6, grouped, links, arp),
                policy,
                new Bounds(twoHolders, settling, splitGroup),
                variant);
        if (world.below(8) == 0) {
            site.announceRate = 10 + world.below(40);
        }
        trouble = new Trouble(site);
        site.net.loss = loss;
        if (loss > 0) {
            site.net.late = world.oneOf(List.of(0.0, 0.01, 0.05));
            site.net.mostLate = world.between(2 * MS, 50 * MS);
            site.net.twice = world.oneOf(List.of(0.0, 0.05));
            // Long enough to lose some frames in a row, short enough not to look like a dead host.
            site.net.burst = world.below(3) == 0 ? world.between(MS, 5 * MS) : 0;
        }
        if (world.below(4) == 0) {
            site.hosts.forEach(host -> host.clock.rate(1 + world.between(-10, 10) / 1000.0));
        }
        if (linked) {
            LinkTrait.equip(site);
        }
        if (leased) {
            SimLeases.equip(site, seed);
        } else if (Services.isOf(seed) && !quiet) {
            Services.equip(site, seed);
        }
        world.note(() -> "seed " + seed + ": " + hosts + " hosts with " + links + " links, " + aliases
                + (v6 ? " IPv6" : "") + (grouped ? " grouped" : "") + " aliases on "
                + SimHost.linkName(site.plan.home()) + ", interval "
                + Trouble.millis(interval) + ", loss " + Math.round(loss * 100) + " %, late " + site.net.late + " by "
                + Trouble.millis(site.net.mostLate) + ", bursts of " + Trouble.millis(site.net.burst) + ", twice "
                + site.net.twice + ", " + policy);
    }

    private Site.Plan plan(int hosts, int aliases, boolean v6, boolean grouped, int links, boolean arp) {
        int first = aliases > 100 ? 50 : 100;
        return new Site.Plan(
                IntStream.rangeClosed(1, hosts)
                        .mapToObj(number -> "web" + number)
                        .toList(),
                IntStream.range(first, first + aliases)
                        .mapToObj(number -> IpAddress.of((v6 ? "2001:db8::" : "192.0.2.") + number))
                        .toList(),
                !grouped,
                grouped,
                links,
                world.below(links),
                v6 && world.below(2) == 0,
                arp);
    }

    /** @param failback whether some have one */
    private Policy policy(Duration every, boolean failback) {
        return new Policy(
                every,
                Policy.DEFAULT_CONFIRM_PROBES,
                Policy.autoSpacing(every),
                Optional.of(Policy.autoGrace(every)),
                failback && world.below(5) == 0
                        ? Optional.of(every.multipliedBy(world.below(2) == 0 ? 5 : 12))
                        : Optional.empty(),
                world.below(4) == 0 ? Policy.OnStop.KEEP : Policy.OnStop.RELEASE,
                world.below(4) == 0 ? Policy.OnIsolation.RELEASE : Policy.OnIsolation.HOLD,
                world.below(4) == 0 ? OFTEN : Policy.Announce.DEFAULT);
    }

    /** Lives through the schedule of a seed. */
    static Stats live(long seed, Variant variant) {
        return live(seed, variant, LinkTrait.isOf(seed));
    }

    /** The same with a link or without one, whatever the seed says. */
    static Stats live(long seed, Variant variant, boolean linked) {
        return live(seed, variant, linked, (life, decided) -> {});
    }

    /** @param decisions reads what is decided */
    static Stats live(long seed, Variant variant, boolean linked, BiConsumer<AliasLife, Decided> decisions) {
        Schedule schedule = new Schedule(seed, variant, linked, false);
        schedule.site.decisions = decisions;
        schedule.live();
        return schedule.site.invariants.stats();
    }

    /** Lives through the schedule of a seed in a site in which every node needs a lease. */
    static Stats liveLeased(long seed, Variant variant) {
        Schedule schedule = new Schedule(seed, variant, LinkTrait.isOf(seed), false, true);
        schedule.live();
        return schedule.site.invariants.stats();
    }

    /** The same, and its story. */
    static String tellLeased(long seed, Variant variant) {
        return tell(new Schedule(seed, variant, LinkTrait.isOf(seed), true, true));
    }

    /** Lives through it and tells the story; with the broken invariant at its end, if one breaks. */
    static String tell(long seed, Variant variant) {
        return tell(new Schedule(seed, variant, LinkTrait.isOf(seed), true));
    }

    private static String tell(Schedule schedule) {
        try {
            schedule.live();
        } catch (Broken broken) {
            schedule.world.note(() -> "BROKEN " + broken.getMessage());
        } catch (RuntimeException error) {
            schedule.world.note(() -> "BROKEN " + ProgramError.describe(error));
        }
        return schedule.world.timeline();
    }

    private void live() {
        for (SimHost host : site.hosts) {
            world.after(world.between(0, interval), () -> trouble.start(host));
        }
        // Where nothing is asked by itself, only announcements tell who has an alias.
        if (site.plan.arp() && world.below(2) == 0) {
            new Chatter(site).begin();
        }
        if (quiet) {
            liveQuietly();
        } else {
            liveInTrouble();
        }
        Stats stats = site.invariants.stats();
        stats.schedules = 1;
        stats.events = world.events();
        stats.lived = world.now();
    }

    /** Frames are lost, late and doubled, and nothing else happens: so nothing may move. */
    private void liveQuietly() {
        settle(settling);
        // What is given back moves twice.
        boolean moves = site.aliases.get(0).policy.failback().isPresent();
        site.invariants.mayMove(moves);
        if (!moves) {
            site.invariants.judge(Invariant.LOSS_MOVES_NOTHING);
        }
        world.run(world.now() + 60 * interval + 1_000 * MS);
    }

    private void liveInTrouble() {
        long end = interval * 20 + 1_200 * MS;
        int faults = speciality.begin(this, end) ? world.below(MOST_FAULTS) : 0;
        for (int i = 0; i < faults; i++) {
            world.after(world.between(interval * 4, end), this::strike);
        }
        if (site.services != null) {
            site.services.trouble(this, end);
        }
        long lasts = site.leases == null ? end : site.leases.trouble(this, end);
        world.run(lasts);
        // Pauses end by themselves.
        long awake = lasts;
        for (SimHost host : site.hosts) {
            awake = Math.max(
                    awake, Math.max(host.frozenUntil, host.daemon == null ? 0 : host.daemon.loop.pausedUntil()));
        }
        world.run(awake);
        trouble.mend();
        settle(settling
                + (site.services == null ? 0 : site.services.mostWait())
                + (site.leases == null ? 0 : site.leases.mostWait()));
        stay();
    }

    private void settle(long within) {
        long mended = world.now();
        // A burst that nobody heard may end only now: who was cut off a moment ago is not settled yet.
        world.run(mended + interval + LONGEST_BURST + (site.leases == null ? 0 : site.leases.mostEcho()));
        long look = Math.max(interval / 2, 20 * MS);
        while (world.now() < mended + within && !site.invariants.settlement().settled()) {
            world.run(world.now() + look);
        }
        site.invariants.settlement().mustHaveOneHolderEach();
        boolean lossy = site.net.loss > 0;
        // A refresh may be lost, too.
        int refreshes = lossy ? (int) Math.ceil(Math.log(NEVER_HEARD) / Math.log(site.net.loss)) : 1;
        long patience = onlyRefreshHelps || lossy ? refreshes * untilRefreshed() + interval + 200 * MS : 0;
        if (trouble.strangersCame()) {
            patience = Math.max(patience, DEFEND_INTERVAL + MOST_CHECK_WAIT + interval);
        }
        while (world.now() < mended + within + patience
                && !site.invariants.settlement().settled()) {
            world.run(world.now() + look);
        }
        site.invariants.settlement().mustBeSettled();
        site.invariants.stats().settling(world.now() - mended);
    }

    /** The refreshes of several aliases are spread over half of their interval, and no faster than they may leave. */
    private long untilRefreshed() {
        long refresh = site.aliases.get(0).policy.announce().refresh().toNanos();
        int aliases = site.aliases.size();
        long sent = 1_000 * MS * MOST_FRAMES * aliases / site.announceRate;
        return refresh + (aliases == 1 ? 0 : Math.max(refresh / 2, sent));
    }

    /** What is settled stays so; only a failback may still move something. */
    private void stay() {
        boolean moves = site.aliases.get(0).policy.failback().isPresent();
        List<SimHost> holders = holders();
        world.run(world.now() + (moves ? 25 * interval + 5_000 * MS : 5 * interval + 300 * MS));
        moves |= !site.invariants.lossIsKnown();
        if (!moves) {
            site.invariants.judge(Invariant.STAYS_SETTLED);
        }
        if (!moves && !holders.equals(holders())) {
            throw new Broken(Invariant.STAYS_SETTLED, "the holders were " + holders);
        }
    }

    private List<SimHost> holders() {
        return site.aliases.stream().map(site::holder).toList();
    }

    private void strike() {
        if (site.datagrams != null && world.below(2) == 0) {
            LinkFault fault = world.oneOf(LinkFault.ALL);
            site.invariants.stats().fault(fault);
            fault.strike(this, anyHost(), world.between(interval, interval * 8 + 500 * MS));
            return;
        }
        Fault fault = world.oneOf(site.leases == null ? speciality.faults() : SimLeases.FAULTS);
        site.invariants.stats().fault(fault);
        fault.strike(this, anyHost(), world.between(interval, interval * 8 + 500 * MS));
    }

    long interval() {
        return interval;
    }

    SimHost anyHost() {
        return world.oneOf(site.hosts);
    }

    SimAlias anyAlias() {
        return world.oneOf(site.aliases);
    }

    /** Most faults are interesting where the alias is. */
    SimHost anyHolderOr(SimHost other) {
        SimHost holder = site.holder(anyAlias());
        return holder == null ? other : holder;
    }

    /**
     * A pause may be too short to be noticed, but long enough for another host to take the alias, to announce it, and to
     * lose its own connection: then only the next refresh tells clients.
     */
    long anyLength(long length) {
        if (world.below(3) != 0) {
            return length;
        }
        onlyRefreshHelps = true;
        return world.between(MS, DaemonLife.STALL);
    }

    /** Somebody may have been cut off whom no node asks: only the next refresh reaches him for sure. */
    void partitioned() {
        onlyRefreshHelps = true;
    }

    /** Unless everything has been mended by then. */
    void later(long delay, Runnable trouble) {
        world.after(delay, () -> {
            if (!this.trouble.mended()) {
                trouble.run();
            }
        });
    }

    int anyLink() {
        return world.below(site.net.links());
    }

    void cut(int link, int from, int to, long length) {
        trouble.network.cut(link, from, to, true);
        world.after(length, () -> trouble.network.cut(link, from, to, false));
    }

    void commands(SimHost host, SimHost.Commands how, long length) {
        trouble.commands(host, how);
        world.after(length, () -> trouble.commands(host, SimHost.Commands.WORK));
    }
}
