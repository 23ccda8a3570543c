package io.aliasdefender.payload;

import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;

/**
 * What one steady round found.
 *
 * @param question what was asked, and on which link
 * @param lateNanos how much later than planned the round began; {@link #TOLD} where that was said with an earlier result
 *     of the same round
 * @param endsRound whether this is the one result by which its round counts as answered, lost or broken; false for what
 *     was learnt besides, such as who answered by ARP after the echo had been answered
 */
public record ProbeResult(Question question, ProbeOutcome outcome, long lateNanos, boolean endsRound) {
    public static final long TOLD = -1;

    /** The end of a round that tells nothing about its lateness. */
    public ProbeResult(Question question, ProbeOutcome outcome) {
        this(question, outcome, TOLD, true);
    }
}
