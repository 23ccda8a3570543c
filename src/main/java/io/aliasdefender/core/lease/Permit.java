package io.aliasdefender.core.lease;

import io.aliasdefender.core.told.Known;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this host may have an alias, as far as leases say. One lease is for one alias, or for one group of aliases.
 *
 * @param granted {@link Known#YES}: this host has the lease; {@link Known#NO}: another host has it; {@link Known#UNKNOWN}:
 *     it has not been asked for, or the store does not answer
 * @param until of a granted one: by then the alias must be off every kernel of this host, on the clock of the decisions,
 *     counted from before the grant or the renewal was asked for, less {@link #margin}
 * @param wasLastHere not granted any more, and the store has never said that another host has it
 * @param reached whether the store answered the last time
 * @param offered it was handed on, by its holder or by this host, and another host may have the alias for now: what is here may
 *     stay, what that holder offers may be taken, and nothing else may be added
 * @param pendingSince since when this daemon waits for the store to say for the first time whose it is, on the clock of the
 *     decisions; empty: it has said
 * @param why for a sentence where it is not granted, such as {@code "web1 has the lease"}
 */
public record Permit(
        Known granted,
        Duration until,
        boolean wasLastHere,
        boolean reached,
        boolean offered,
        Optional<Duration> pendingSince,
        String why) {
    /** Where nothing needs a lease: nothing is permitted or forbidden. */
    public static final Permit NOT_NEEDED =
            new Permit(Known.UNKNOWN, Duration.ZERO, false, true, false, Optional.empty(), "no lease is configured");

    /** Clocks of two hosts may differ in rate by so much: a twentieth, a hundred times what the worst quartz does. */
    private static final int MARGIN_DIVISOR = 20;

    /** Before the store was asked. */
    public static Permit notAsked(Optional<Duration> pendingSince) {
        return new Permit(
                Known.UNKNOWN, Duration.ZERO, false, true, false, pendingSince, "the lease has not been asked for yet");
    }

    /** This host has the lease. */
    public static Permit until(Duration end) {
        return new Permit(Known.YES, end, true, true, false, Optional.empty(), "");
    }

    /** The same, handed on a moment ago. */
    public Permit asOffered() {
        return new Permit(granted, until, wasLastHere, reached, true, pendingSince, why);
    }

    /** The same where the node to which it was handed on has taken it: it only ends. */
    public Permit asTaken() {
        return new Permit(granted, until, false, reached, offered, pendingSince, why);
    }

    /** By so much the permit ends before the lease itself, by the clock of this host. */
    public static Duration margin(Duration ttl) {
        return ttl.dividedBy(MARGIN_DIVISOR);
    }

    /** The same on a clock that shows so much more. */
    public Permit shifted(Duration ahead) {
        return new Permit(
                granted,
                until.plus(ahead),
                wasLastHere,
                reached,
                offered,
                pendingSince.map(since -> since.plus(ahead)),
                why);
    }

    /** Whether the store has never said to this daemon whose it is: an earlier permit may still stand. */
    public boolean pending() {
        return granted == Known.UNKNOWN && pendingSince.isPresent();
    }

    /** Whether it is granted at that moment. */
    public boolean stands(Duration now) {
        return granted == Known.YES && now.compareTo(until) < 0;
    }
}
