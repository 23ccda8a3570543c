package io.aliasdefender.sim;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is seen from outside of how one daemon runs, and of what it has asked and heard. Times in nanoseconds. */
final class DaemonLife {
    private static final long STALL_PER_ALIAS = 200_000;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Site site;
    private final World world;
    private final List<AliasLife> lives = new ArrayList<>();
    private long ranSince;
    /** By link: when it last handled a frame that came in there. */
    private final long[] heardAt;
    /** By alias: what its checks say, and since when. */
    private final Known[] checked;

    private final long[] checkedAt;

    DaemonLife(SimDaemon daemon) {
        site = daemon.site;
        world = site.world;
        ranSince = world.now();
        heardAt = new long[daemon.host.links()];
        Arrays.fill(heardAt, NEVER);
        site.aliases.forEach(alias -> lives.add(new AliasLife(daemon, alias, ranSince)));
        checked = new Known[lives.size()];
        checkedAt = new long[lives.size()];
    }

    AliasLife life(int alias) {
        return lives.get(alias);
    }

    /** Its checks say something. */
    void checked(int alias, Known fit) {
        if (checked[alias] != fit) {
            checked[alias] = fit;
            checkedAt[alias] = world.now();
        }
    }

    /** What its checks say; null: nothing yet. */
    Known says(int alias) {
        return checked[alias];
    }

    /** For how long they have said it. */
    long checkedFor(int alias) {
        return world.now() - checkedAt[alias];
    }

    /** A pause of more than this is always noticed, when few addresses are looked after. */
    static long stall(long interval) {
        return PauseGuard.period(Duration.ofNanos(interval))
                .plus(PauseGuard.LIMIT)
                .toNanos();
    }

    /** It runs again after so long. */
    void resumed(long pausedFor) {
        if (pausedFor > stall(site.aliases.get(0).interval()) + STALL_PER_ALIAS * lives.size()) {
            ranSince = world.now();
            lives.forEach(life -> life.doubts(world.now()));
        }
    }

    /** What it knows of a link is worth nothing from now on. */
    void doubts(int link) {
        lives.stream().filter(life -> life.alias.link() == link).forEach(life -> life.doubts(world.now()));
    }

    /** Since when it has run without a pause that it must have noticed. */
    long ranSince() {
        return ranSince;
    }

    /** It handles a frame that came in on a link. */
    void heard(int link) {
        heardAt[link] = world.now();
        if (!site.plan.arp()) {
            // That somebody is heard is all the proof there can be.
            lives.forEach(life -> life.asked(link, world.now()));
        }
    }

    long heardAt(int link) {
        return heardAt[link];
    }

    /** A question to everybody on a link has left. */
    void asked(int link, IpAddress address) {
        SimAlias alias = site.traffic.alias(address);
        if (alias != null) {
            lives.get(alias.index).asked(link, world.now());
        }
    }
}
