package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What one round of probing (an ICMP echo request and, on the link, an ARP or neighbour probe side by side) found.
 * Three values, on purpose: a probe that could not be sent says nothing about its target.
 */
public sealed interface ProbeOutcome {
    /**
     * Either probe was answered.
     *
     * @param rtt send to receipt of the first answer
     * @param mac who answered, when the answer was an ARP reply or a neighbour advertisement
     */
    record Reply(Duration rtt, Optional<MacAddress> mac) implements ProbeOutcome {}

    /**
     * At least one probe was sent and none was answered.
     *
     * @param waited how long was listened
     */
    record Silence(Duration waited) implements ProbeOutcome {}

    /**
     * No probe left this host, or our own process was late in looking for the answer. Never counts as a loss.
     *
     * @param why in words, with the remedy where there is one
     */
    record Broken(String why) implements ProbeOutcome {}
}
