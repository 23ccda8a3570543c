package io.aliasdefender.core;

import java.time.Duration;

/**
 * Whether this host can be sure that nobody else has the alias. It belongs to the alias and not to a phase, so that no
 * phase between two others can lose it: a doubt ends only when somebody was heard on the alias's link and, in the same
 * burst, nobody but this host answered for the alias.
 *
 * @param kind what is doubtful
 * @param since since when; without meaning where nothing is
 */
public record Doubt(Kind kind, Duration since) {
    /** What is doubtful. */
    public enum Kind {
        /** Nothing: it was asked, and nobody else has the alias. */
        NONE,
        /** Nobody was asked since the start, the last pause, or the last stay on another link. */
        UNPROVEN,
        /** This host heard nobody on the link: another one may have taken the alias meanwhile. */
        CUT_OFF
    }

    /** Nothing is doubtful. */
    static final Doubt NONE = new Doubt(Kind.NONE, Duration.ZERO);

    static Doubt unproven(Duration now) {
        return new Doubt(Kind.UNPROVEN, now);
    }

    static Doubt cutOff(Duration now) {
        return new Doubt(Kind.CUT_OFF, now);
    }

    public boolean none() {
        return kind == Kind.NONE;
    }

    public boolean isolated() {
        return kind == Kind.CUT_OFF;
    }

    /** One more reason to doubt; the older and the graver one stays. */
    Doubt and(Doubt other) {
        return other.kind.compareTo(kind) > 0 ? other : this;
    }
}
