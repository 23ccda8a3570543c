package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * An alias is on this host from now on, or not any more, as the kernel shows.
 *
 * @param group the group that it moves with; empty: it moves on its own
 * @param here whether the kernel has it
 * @param planned of one that is here: see {@link Tenure#planned()}
 * @param cause of the event that tells so, see {@link Event#cause()}
 * @param sentence why, with the evidence
 * @param unanswered of one that is here: see {@link Tenure#unanswered()}
 */
public record Presence(
        IpAddress alias,
        Optional<String> group,
        boolean here,
        boolean planned,
        String cause,
        String sentence,
        Optional<Duration> unanswered) {}
