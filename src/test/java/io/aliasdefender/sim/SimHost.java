package io.aliasdefender.sim;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import java.util.Arrays;

/** A host with its kernel, which answers for its addresses whether or not a daemon runs. Times in nanoseconds. */
final class SimHost {
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
    final MacAddress mac;
    boolean powered = true;
    boolean linkUp = true;
    Commands commands = Commands.WORK;
    /** The whole machine does not run until then: neither its daemon nor its kernel. */
    long frozenUntil;
    /** Its timers fire late by up to so much. */
    long lateness;
    /** How fast its clock runs. */
    double clockRate = 1;
    /** When the last frame of somebody else came in. */
    long heardAt = -1;
    /** Its daemon's newest life; null while none runs. */
    SimDaemon daemon;

    private long healthySince;
    private long goneAt = -1;

    /** By alias: with which prefixes the kernel carries it, as bits of {@link SimAlias#prefixBit}. */
    private final int[] carried;
    /** By alias: since when it has been carried without a gap. */
    private final long[] carriedSince;

    private final long[] lostAt;
    private final long[] strayGoneAt;

    SimHost(int port, Node node, int aliases) {
        this.port = port;
        this.node = node;
        mac = new MacAddress(0x02ad_0000_0011L + port);
        carried = new int[aliases];
        carriedSince = new long[aliases];
        lostAt = new long[aliases];
        Arrays.fill(lostAt, Long.MIN_VALUE / 2);
        strayGoneAt = lostAt.clone();
    }

    boolean onNetwork(long now) {
        return powered && linkUp && frozenUntil <= now;
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

    long healthySince() {
        return healthySince;
    }

    boolean has(int alias) {
        return carried[alias] != 0;
    }

    boolean holds(int alias) {
        return powered && carried[alias] != 0;
    }

    boolean has(int alias, int prefixBit) {
        return (carried[alias] & prefixBit) != 0;
    }

    int prefixes(int alias) {
        return carried[alias];
    }

    long carriedSince(int alias) {
        return carriedSince[alias];
    }

    /** @return whether that was a change */
    boolean carry(int alias, int prefixBits, long now) {
        if (carried[alias] == prefixBits) {
            return false;
        }
        if (carried[alias] == 0) {
            carriedSince[alias] = now;
        }
        if (prefixBits == 0) {
            lostAt[alias] = now;
        }
        carried[alias] = prefixBits;
        return true;
    }

    /** It had the alias with a wrong prefix only, and has it no more. */
    void strayGone(int alias, long now) {
        strayGoneAt[alias] = now;
    }

    boolean hadStrayWithin(long span, int alias, long now) {
        return now - strayGoneAt[alias] <= span;
    }

    /** Whether it had it no longer ago than this, and does not have it any more. */
    boolean lostWithin(long span, int alias, long now) {
        return !has(alias) && now - lostAt[alias] <= span;
    }

    void loseAll() {
        Arrays.fill(carried, 0);
    }

    /** Whether somebody on this host can be expected to put things right with an alias. */
    boolean defended(int alias, long now) {
        return daemon != null && daemon.runs(now) && commands == Commands.WORK && !daemon.held(alias);
    }

    @Override
    public String toString() {
        return node.name();
    }
}
