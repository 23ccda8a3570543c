package io.aliasdefender.sim;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.spec.AliasSpec;

/** What is seen from outside of how one daemon stands towards one alias. Times in nanoseconds. */
final class AliasLife {
    private static final long NEVER = Long.MIN_VALUE / 2;

    final SimDaemon daemon;
    final SimAlias alias;
    /** After the newest decision; null before the first. */
    private AliasState state;

    private AliasSpec spec;
    private long reconfiguredAt = NEVER;
    /** When everybody on its link was last asked who has it. */
    private long askedAt = NEVER;
    /** From when on it must have asked before it may announce. */
    private long doubtSince;

    AliasLife(SimDaemon daemon, SimAlias alias, long now) {
        this.daemon = daemon;
        this.alias = alias;
        doubtSince = now;
    }

    void decided(AliasState next, AliasSpec with, long now) {
        if (spec != null && !spec.equals(with)) {
            reconfiguredAt = now;
        }
        state = next;
        spec = with;
    }

    AliasState state() {
        return state;
    }

    AliasSpec spec() {
        return spec;
    }

    boolean begun() {
        return state != null;
    }

    boolean reconfiguredWithin(long span, long now) {
        return now - reconfiguredAt <= span;
    }

    void asked(long now) {
        askedAt = now;
    }

    /** What it knew is not worth anything from now on. */
    void doubts(long now) {
        doubtSince = now;
    }

    boolean hasNotAsked() {
        return askedAt < doubtSince;
    }
}
