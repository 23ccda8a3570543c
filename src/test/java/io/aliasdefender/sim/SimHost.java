package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A host with its kernel, which answers for its addresses whether or not a daemon runs. Times in nanoseconds. */
final class SimHost {
    private static final long MACS = 0x02ad_0000_0011L;
    private static final long MACS_OF_A_LINK = 0x100;

    /** How commands that change addresses go. */
    enum Commands {
        WORK,
        FAIL,
        /** They need most of a second. */
        SLOW,
        /** They do nothing until they are ended. */
        HANG
    }

    final int port;
    final Node node;
    final MachineClock clock;
    final SimKernel kernel;
    boolean powered = true;
    /** An operator took it out of service. */
    boolean inMaintenance;

    Commands commands = Commands.WORK;
    /** The whole machine does not run until then: neither its daemon nor its kernel. */
    long frozenUntil;
    /** Its timers fire late by up to so much. */
    long lateness;
    /** When its timers were late for the last time. */
    long busyUntil = Long.MIN_VALUE / 2;
    /** Its daemon's newest life; null while none runs. */
    SimDaemon daemon;

    private final MacAddress[] macs;
    private final boolean[] linkUp;
    /** What it has let go of on purpose, and has not wanted since. */
    private final Set<IpAddress> farewells = new HashSet<>();
    /** By link: since when it has been up. */
    private final long[] linkUpAt;

    private long healthySince;
    private long goneAt = -1;

    /**
     * @param links how many network interfaces it has
     * @param arp whether those have link-layer addresses
     */
    SimHost(World world, int port, Node node, int links, int aliases, boolean arp) {
        this.port = port;
        this.node = node;
        clock = new MachineClock(world, (port + 1) * 1_000_000_000_000L);
        macs = new MacAddress[links];
        for (int link = 0; link < links; link++) {
            macs[link] = new MacAddress(MACS + link * MACS_OF_A_LINK + port);
        }
        linkUp = new boolean[links];
        linkUpAt = new long[links];
        Arrays.fill(linkUpAt, -1);
        Arrays.fill(linkUp, true);
        kernel = new SimKernel(this, links, aliases, arp);
    }

    static String linkName(int link) {
        return link == 0 ? "eth0" : "eth1";
    }

    static int linkNumber(String name) {
        return name.equals("eth1") ? 1 : 0;
    }

    int links() {
        return macs.length;
    }

    MacAddress mac(int link) {
        return macs[link];
    }

    boolean linkUp(int link) {
        return linkUp[link];
    }

    long linkUpAt(int link) {
        return linkUpAt[link];
    }

    void linkUp(int link, boolean up, long now) {
        linkUp[link] = up;
        linkUpAt[link] = up ? now : linkUpAt[link];
        kernel.changed();
    }

    boolean onNetwork(int link, long now) {
        return powered && linkUp[link] && frozenUntil <= now;
    }

    /** It lost its power, its link or its daemon, or stands still. */
    void gone(long now) {
        goneAt = goneAt < 0 ? now : goneAt;
    }

    /** It is back; whether it was ever away, who asks once in an interval cannot know. */
    void back(long now, long unnoticed) {
        if (goneAt >= 0 && now - goneAt > unnoticed) {
            healthySince = now;
        }
        goneAt = -1;
    }

    /** Whether it went away no longer ago than this, and is not back. */
    boolean wentWithin(long span, long now) {
        return goneAt >= 0 && now - goneAt <= span;
    }

    /** Its defender tells others that it has let go. */
    void saidFarewell(IpAddress alias) {
        farewells.add(alias);
    }

    /** Its defender is seen to want it. */
    void wants(IpAddress alias) {
        farewells.remove(alias);
    }

    /** Whether the others need not leave it to this host. */
    boolean hasLeft(IpAddress alias) {
        return farewells.contains(alias);
    }

    long healthySince() {
        return healthySince;
    }

    boolean holds(int alias) {
        return powered && kernel.has(alias);
    }

    /** Whether somebody on this host can be expected to put things right with an alias. */
    boolean defended(int alias) {
        return daemon != null && daemon.loop.runs() && commands == Commands.WORK && !daemon.held(alias);
    }

    @Override
    public String toString() {
        return node.name();
    }
}
