package io.aliasdefender.sim;

import io.aliasdefender.payload.Announcement;
import java.util.Arrays;

/** What must be true whenever a host announces. Times in nanoseconds. */
final class AnnouncementRules {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final int MOST_A_MINUTE = 100;

    private final Site site;
    private final World world;
    private final Invariants invariants;
    /** By host and alias: the times of the newest announcements, as a ring; null before the first. */
    private final long[][][] announcedAt;

    private final int[][] announcements;
    /** By host: the times of as many frames as may leave within a second, as a ring. */
    private final long[][] framesAt;

    private final int[] frames;
    private final SimDaemon[] paced;

    AnnouncementRules(Site site, Invariants invariants) {
        this.site = site;
        this.world = site.world;
        this.invariants = invariants;
        int hosts = site.hosts.size();
        announcedAt = new long[hosts][site.aliases.size()][];
        announcements = new int[hosts][site.aliases.size()];
        framesAt = new long[hosts][];
        frames = new int[hosts];
        paced = new SimDaemon[hosts];
    }

    int announcements(SimHost host, SimAlias alias) {
        return announcements[host.port][alias.index];
    }

    /** It has decided to. */
    void wanted(AliasLife life, Announcement announcement) {
        SimHost host = life.daemon.host;
        invariants.judge(Invariant.ASKS_BEFORE_ANNOUNCING);
        int link = SimHost.linkNumber(announcement.placement().interfaceName());
        // Who offered it keeps it as long as the offer stands, however long this host stood still.
        boolean offered = life.state()
                .taking()
                .filter(taking -> taking.outcome().isEmpty())
                .isPresent();
        if (life.hasNotAsked(link) && !offered || invariants.isIsolated(host, link)) {
            throw new Broken(Invariant.ASKS_BEFORE_ANNOUNCING, host + " announces " + life.alias);
        }
    }

    /** It sends. */
    void sent(SimHost host, SimAlias alias, boolean both) {
        invariants.judge(Invariant.ANNOUNCES_WHAT_IT_HAS);
        if (!host.kernel.has(alias.index)) {
            throw new Broken(Invariant.ANNOUNCES_WHAT_IT_HAS, host + " announces " + alias);
        }
        if (host.daemon.life(alias.index).state().doubt().isolated()) {
            throw new Broken(
                    Invariant.ASKS_BEFORE_ANNOUNCING,
                    host + " announces " + alias + " although it hears nobody; that was wanted before");
        }
        storm(host, alias);
        invariants.judge(Invariant.ANNOUNCEMENT_RATE);
        int count = both && !alias.address.v6() ? 2 : 1;
        for (int frame = 0; frame < count; frame++) {
            frame(host);
        }
    }

    private void storm(SimHost host, SimAlias alias) {
        invariants.judge(Invariant.NO_STORM);
        long[] ring = announcedAt[host.port][alias.index];
        if (ring == null) {
            ring = new long[MOST_A_MINUTE];
            Arrays.fill(ring, -MINUTE);
            announcedAt[host.port][alias.index] = ring;
        }
        int number = announcements[host.port][alias.index]++;
        long sameSlot = ring[number % ring.length];
        ring[number % ring.length] = world.now();
        if (world.now() - sameSlot < MINUTE) {
            throw new Broken(
                    Invariant.NO_STORM,
                    host + " announced " + alias + " more than " + ring.length + " times in a minute");
        }
        if (number % ring.length == 0) {
            return;
        }
        int recent = 0;
        for (long at : ring) {
            recent += world.now() - at < MINUTE ? 1 : 0;
        }
        invariants.stats().announcementsAMinute(recent);
    }

    private void frame(SimHost host) {
        long[] ring = framesAt[host.port];
        if (ring == null || paced[host.port] != host.daemon) {
            // A new daemon cannot know what the one before has sent.
            paced[host.port] = host.daemon;
            ring = new long[site.announceRate];
            Arrays.fill(ring, -SECOND);
            framesAt[host.port] = ring;
        }
        int number = frames[host.port]++;
        long sameSlot = ring[number % ring.length];
        ring[number % ring.length] = world.now();
        // A timer of a fast clock is early by the world's.
        if (world.now() - sameSlot < SECOND * 98 / 100) {
            throw new Broken(
                    Invariant.ANNOUNCEMENT_RATE,
                    host + " sends more than " + ring.length + " frames of announcements in a second");
        }
    }
}
