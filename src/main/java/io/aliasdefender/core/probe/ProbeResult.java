package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.IpAddress;

/**
 * What one steady round found about one address.
 *
 * @param lateNanos how much later than planned the round began; {@link #TOLD} where that was said with an earlier result
 *     of the same round
 */
public record ProbeResult(IpAddress address, ProbeOutcome outcome, long lateNanos) {
    public static final long TOLD = -1;

    /** A result that tells nothing about its round. */
    public ProbeResult(IpAddress address, ProbeOutcome outcome) {
        this(address, outcome, TOLD);
    }
}
