package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * What was heard of one node or witness.
 *
 * @param last the newest outcome
 * @param at when that was
 * @param repliedAt when it last answered
 * @param answeringSince since when it has answered without two misses in a row
 * @param missedAt when it last missed a round
 * @param rtt the newest round-trip
 * @param mac who answers for its address on the link; this is how nodes are told from strangers
 * @param missesInRow rounds without an answer since the last one with; {@code Broken} rounds do not count
 * @param loss the share of rounds that were missed lately, 0 to 1
 */
public record HostEvidence(
        ProbeOutcome last,
        Duration at,
        Optional<Duration> repliedAt,
        Optional<Duration> answeringSince,
        Optional<Duration> missedAt,
        Optional<Duration> rtt,
        Optional<MacAddress> mac,
        int missesInRow,
        double loss) {

    /** One round weighs a thirty-second: fast enough to follow a cable going bad, slow enough to be an estimate. */
    private static final double LOSS_WEIGHT = 1.0 / 32;

    /** So many misses in a row may be lost frames; more are silence, which says nothing about the network. */
    private static final int MOST_LOST_IN_ROW = 3;

    public static final HostEvidence NOTHING = new HostEvidence(
            new ProbeOutcome.Broken("not asked yet"),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            0);

    /**
     * The same with one more outcome.
     *
     * @param round whether it ends a round: only those are counted for the loss, or what is overheard would hide it
     */
    HostEvidence and(ProbeOutcome outcome, Duration now, boolean round) {
        return outcome.fold(
                reply -> new HostEvidence(
                        reply,
                        now,
                        Optional.of(now),
                        answeringSince.or(() -> Optional.of(now)),
                        missedAt,
                        Optional.of(reply.rtt()),
                        reply.mac().or(() -> mac),
                        0,
                        round ? average(loss, 0) : loss),
                silence -> new HostEvidence(
                        silence,
                        now,
                        repliedAt,
                        missesInRow > 0 ? Optional.empty() : answeringSince,
                        Optional.of(now),
                        rtt,
                        mac,
                        missesInRow + 1,
                        round && missesInRow < MOST_LOST_IN_ROW ? average(loss, 1) : loss),
                broken -> new HostEvidence(
                        broken, now, repliedAt, Optional.empty(), missedAt, rtt, mac, missesInRow, loss));
    }

    /** Whether anything is known of it: it has answered, or it was asked and was silent. */
    boolean known() {
        return repliedAt.isPresent() || missesInRow > 0;
    }

    /** Whether the newest round was answered. */
    public boolean answers() {
        return last instanceof ProbeOutcome.Reply;
    }

    static double average(double loss, double sample) {
        return loss + LOSS_WEIGHT * (sample - loss);
    }
}
