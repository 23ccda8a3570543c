package io.aliasdefender.sim;

import java.util.Locale;

/** What must always be true. */
enum Invariant {
    /** Among defended hosts that hear each other at most one holds an alias, but for a bounded time. */
    ONE_HOLDER,
    /** Within a bounded time after everything is mended exactly one host holds each alias, as it is configured. */
    SETTLES,
    /** Then the client and the router send to the holder, or would have to ask. */
    THIRD_HOSTS_KNOW,
    /** What is settled stays so, while nothing happens. */
    STAYS_SETTLED,
    /** Nobody claims who has not heard anybody since the start, the last link-up, the last pause. */
    PROOF_OF_HEARING,
    /** Nobody claims while somebody answered in the burst. */
    NO_CLAIM_AGAINST_AN_ANSWER,
    /** Nobody claims while a host has the alias that would have answered. */
    SILENCE_IS_REAL,
    /** A worse rank claims only when every better one is silent, or after the grace. */
    LEAVES_IT_TO_THE_BETTER,
    /** Two hosts that hear each other never claim at the same time. */
    NO_COLLISION,
    /** Nothing is given back to a host that has not been healthy for as long as configured. */
    GIVES_BACK_TO_THE_HEALTHY,
    /** Nothing is added or removed without a sentence that says why. */
    REASON,
    /** Nobody announces what its kernel does not have. */
    ANNOUNCES_WHAT_IT_HAS,
    /** After its start, and after a pause, nobody announces before it has asked who has the alias now. */
    ASKS_BEFORE_ANNOUNCING,
    /** No more announcements in a minute than a few takeovers need. */
    NO_STORM,
    /** The loss of frames alone, their lateness or their doubling never moves an alias. */
    LOSS_MOVES_NOTHING,
    /** Who has no carrier lets go, within a bounded time. */
    NOT_WITHOUT_A_CARRIER,
    /** What a daemon remembers, and what it has under way, does not grow. */
    BOUNDED_MEMORY,
    /** The aliases of a group are on one host or on none, but for a bounded time. */
    GROUP_TOGETHER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
