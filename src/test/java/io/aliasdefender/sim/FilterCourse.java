package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A site whose switch begins to drop the alias's frames of some hosts, or of all, and is mended later. What must be true of it
 * is asked every second. Such courses are apart from {@link Schedule}, because most of what is true of a network that
 * passes everything is not true of this one.
 */
final class FilterCourse {
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    /** The refresh, after which a holder asks again, two checks, and what loss does to them. */
    private static final long SAID_WITHIN = 75 * SECOND;

    private static final long BEGIN = 20 * SECOND;
    private static final long MENDED = 25 * MINUTE;
    private static final long END = 28 * MINUTE;
    /** By then an unfiltered host has it, where there is one. */
    private static final long ARRIVED = BEGIN + 4 * MINUTE;
    /** Each host leaves it to others so often at the most in this time, and takes back what nobody took. */
    private static final int MOVES_OF_A_HOST = 6;

    private final ScenarioRun run;
    private final Site site;
    private final SimAlias alias;
    private final List<SimHost> filtered = new ArrayList<>();
    private final long[] heldSince;
    private final boolean failback;
    private Optional<String> falseAlarm = Optional.empty();
    private long looks;
    private long looksAtTheRight;

    /** What must be true and is not. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what, null, false, false);
        }
    }

    private FilterCourse(long seed, Variant variant, boolean told) {
        SplittableRandom chance = new SplittableRandom(seed);
        Scenario scenario = new Scenario("course " + seed);
        int hosts = 2 + chance.nextInt(3);
        for (int host = 1; host <= hosts; host++) {
            scenario.hosts.add("web" + host);
        }
        scenario.aliases.put(IpAddress.of(chance.nextInt(3) == 0 ? "2001:db8::100" : "192.0.2.100"), List.of());
        scenario.interval = chance.nextBoolean() ? Duration.ofMillis(100) : Duration.ofSeconds(1);
        failback = chance.nextInt(3) == 0;
        scenario.failback = failback ? Optional.of(Duration.ofSeconds(2)) : Optional.empty();
        run = new ScenarioRun(scenario, seed, variant, told);
        site = run.site;
        alias = site.aliases.get(0);
        heldSince = new long[hosts];
        site.net.loss = chance.nextInt(3) == 0 ? 0.05 : 0;
        int all = 1 << hosts;
        int chosen = chance.nextInt(4) == 0 ? all - 1 : 1 + chance.nextInt(all - 1);
        boolean ipAlone = chance.nextBoolean();
        for (SimHost host : site.hosts) {
            if ((chosen & 1 << host.port) != 0) {
                filtered.add(host);
            }
        }
        site.reader = (host, reason) -> {
            if (reason.cause().toString().equals("filtered") && site.net.filter(host.port) == Network.Filter.NOTHING) {
                falseAlarm = Optional.of(host + " says that its frames are dropped, and they are not");
            }
        };
        site.hosts.forEach(run.trouble::start);
        run.at(BEGIN, false);
        filtered.forEach(host -> run.trouble.network.filter(host, ipAlone ? Network.Filter.IP : Network.Filter.ALL));
    }

    /** Lives through one; fails with {@link Wrong}. */
    static void live(long seed, Variant variant) {
        new FilterCourse(seed, variant, false).live();
    }

    /** Its story, whatever becomes of it. */
    static String tell(long seed, Variant variant) {
        FilterCourse course = new FilterCourse(seed, variant, true);
        try {
            course.live();
            return course.site.world.timeline();
        } catch (Wrong | Broken wrong) {
            return course.site.world.timeline() + wrong.getMessage() + "\n";
        }
    }

    private void live() {
        long before = site.moves();
        for (long at = BEGIN; at < MENDED; at += SECOND) {
            run.at(at, false);
            check(at);
        }
        // A move changes the address lists of two hosts.
        long moves = (site.moves() - before) / 2;
        if (moves > (long) MOVES_OF_A_HOST * site.hosts.size()) {
            throw new Wrong(alias + " moved " + moves + " times");
        }
        if (looks > 0 && looksAtTheRight < looks * 9 / 10) {
            throw new Wrong(alias + " was on a host whose frames pass in " + looksAtTheRight + " of " + looks
                    + " seconds; " + stand());
        }
        filtered.forEach(host -> run.trouble.network.filter(host, Network.Filter.NOTHING));
        run.at(END, false);
        if (site.holder(alias) == null) {
            throw new Wrong(alias + " has not exactly one holder after all was mended; " + stand());
        }
        if (saysDropped(site.holder(alias))) {
            throw new Wrong(site.holder(alias) + " does not notice that its frames pass again; " + stand());
        }
    }

    private void check(long at) {
        falseAlarm.ifPresent(words -> {
            throw new Wrong(words);
        });
        boolean right = false;
        for (SimHost host : site.hosts) {
            boolean holds = host.holds(alias.index);
            heldSince[host.port] = holds ? Math.max(heldSince[host.port], 1) : 0;
            if (holds && heldSince[host.port] == 1) {
                heldSince[host.port] = at;
            }
            if (holds && filtered.contains(host)) {
                if (at - Math.max(heldSince[host.port], BEGIN) > SAID_WITHIN && !saysDropped(host)) {
                    throw new Wrong(host + " does not say that its frames are dropped; " + stand());
                }
            }
            right |= holds && !filtered.contains(host);
        }
        if (at > ARRIVED && filtered.size() < site.hosts.size()) {
            looks++;
            looksAtTheRight += right ? 1 : 0;
            if (!right && !failback) {
                throw new Wrong("no host has " + alias + " whose frames pass; " + stand());
            }
        }
    }

    private boolean saysDropped(SimHost host) {
        return host.daemon != null
                && host.daemon.life(alias.index).begun()
                && host.daemon.life(alias.index).state().filtering().since().isPresent();
    }

    private String stand() {
        return new Settlement(site).stand(alias);
    }
}
