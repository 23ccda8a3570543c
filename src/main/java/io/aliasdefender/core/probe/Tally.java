package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What a burst of rounds found out about one address.
 *
 * @param sent rounds of which at least one probe left this host
 * @param broken rounds of which none could be sent
 * @param replies answers; probing an address stops at the first
 * @param rtt round-trip of the first answer
 * @param mac who answered, when it is known
 * @param took from the first probe to the first answer, or to the end of listening
 */
public record Tally(
        int sent, int broken, int replies, Optional<Duration> rtt, Optional<MacAddress> mac, Duration took) {

    /** Answered at least once. */
    public boolean alive() {
        return replies > 0;
    }

    /** Asked, and never answered: the only thing that counts as silence. */
    public boolean silent() {
        return replies == 0 && sent > 0;
    }
}
