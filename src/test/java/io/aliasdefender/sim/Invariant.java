package io.aliasdefender.sim;

import java.util.Locale;

/** What must always be true. */
enum Invariant {
    /** Among defended hosts that hear each other at most one holds an alias, but for a bounded time. */
    ONE_HOLDER(300),
    /** Within a bounded time after everything is mended exactly one host holds each alias, as it is configured. */
    SETTLES(5_000),
    /** Then the client and the router send to the holder, or would have to ask. */
    THIRD_HOSTS_KNOW(2_500),
    /** What is settled stays so, while nothing happens. */
    STAYS_SETTLED(900),
    /** Nobody claims who has not heard anybody on the alias's link since the start, the last link-up, the last pause. */
    PROOF_OF_HEARING(4_000),
    /** Nobody claims who has heard nobody on the alias's link lately: another link proves nothing. */
    EVIDENCE_OF_THE_LINK(4_000),
    /** Nobody claims while somebody answered in the burst. */
    NO_CLAIM_AGAINST_AN_ANSWER(3_000),
    /** Nobody claims who has not just asked everybody on the link on which it claims. */
    ASKS_BEFORE_CLAIMING(4_000),
    /** A holder whose burst was answered by another host lets go, or knows of a conflict. */
    ANSWERS_ARE_HEEDED(500),
    /** Of two holders that hear each other not both let go. */
    ONE_STAYS(75),
    /** A better rank lets go to a worse one only when it was cut off, asleep, or has just started. */
    BETTER_RANK_KEEPS(85),
    /** Nobody claims on rounds of silence in which it and the router did not hear each other. */
    SILENCE_OUTLASTS_A_CUT(5),
    /** Nobody claims while a host has the alias that would have answered. */
    SILENCE_IS_REAL(800),
    /** A worse rank claims only when every better one is silent, or after the grace. */
    LEAVES_IT_TO_THE_BETTER(40),
    /** Two hosts that hear each other never claim at the same time. */
    NO_COLLISION(100),
    /** Nothing is given back to a host that has not been healthy for as long as configured. */
    GIVES_BACK_TO_THE_HEALTHY(100),
    /** What is due to be given back is given back within a bounded time. */
    GIVES_BACK_WHEN_DUE(20),
    /** What nobody has is taken within a bounded time by a host that is well and may take it. */
    TAKES_WHAT_IS_VACANT(1_000),
    /** Nobody says that the network is down who could not ask anybody who would tell. */
    NETWORK_DOWN_IS_KNOWN(4_000),
    /** An order is answered in time, and what it says was done is done. */
    OBEYS(320),
    /** What an operator took off a host, or out of service, is not added there. */
    KEPT_OFF(500),
    /** Nothing is added or removed without a sentence that says why. */
    REASON(5_000),
    /** Nobody announces what its kernel does not have. */
    ANNOUNCES_WHAT_IT_HAS(10_000),
    /** After its start, a pause, and being cut off nobody announces before it has asked who has the alias now. */
    ASKS_BEFORE_ANNOUNCING(10_000),
    /** No more announcements in a minute than a few takeovers need. */
    NO_STORM(10_000),
    /** A host sends no more frames of announcements within a second than is configured. */
    ANNOUNCEMENT_RATE(10_000),
    /** A deadline is met within two milliseconds on a host that is not busy. */
    DEADLINES_ARE_MET(10_000),
    /** The loss of frames alone, their lateness or their doubling never moves an alias. */
    LOSS_MOVES_NOTHING(120),
    /** Who has no carrier lets go, within a bounded time. */
    NOT_WITHOUT_A_CARRIER(25),
    /** What a daemon remembers, and what it has under way, does not grow. */
    BOUNDED_MEMORY(100_000),
    /** The aliases of a group are on one host or on none, but for a bounded time. */
    GROUP_TOGETHER(380),
    /** The aliases of a group are claimed in one decision. */
    GROUP_CLAIMED_AT_ONCE(300),
    /** What is taken on an offer is being offered, or was a quarter of a second ago. */
    TAKES_WHAT_IS_OFFERED(200),
    /** Who is believed to have taken what was offered to it has it. */
    TAKEN_IS_TRUE(200),
    /** While an alias is handed over, and afterwards, somebody has it at every moment. */
    MOVE_LEAVES_NOBODY(180),
    /** What another host has taken is gone within a bounded time. */
    HAND_OVER_IS_SHORT(40),
    /** What stays where nobody takes it is offered to one host at a time, the whole group. */
    GROUP_IS_OFFERED_TO_ONE(60),
    /** Nobody claims, or goes on holding, what another host says over the link that it has and holds well. */
    WHO_TALKS_IS_HEEDED(40),
    /** What a host whose checks fail is offered it does not take, and where that is known it is offered nothing. */
    NEVER_TO_AN_UNFIT_ONE(50),
    /** A host whose checks do not pass leaves what is silent to a fit one, and what follows its checks to everybody. */
    LEAVES_IT_TO_THE_FIT(10),
    /** What is where the checks fail moves within a bounded time to a linked host that is fit, or is let go of. */
    FIT_ONE_GETS_IT(20),
    /** A service that flaps moves its alias a few times at the most. */
    FLAPPING_IS_BOUNDED(20);

    /**
     * How often it must have judged in {@link Stats#SCHEDULES_OF_A_FLOOR} schedules, so that its silence means
     * something: about half of what it does from seed 1 on.
     */
    final long floor;

    Invariant(long floor) {
        this.floor = floor;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
