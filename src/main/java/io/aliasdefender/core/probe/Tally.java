package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What a burst of rounds found out about one address.
 *
 * @param sent rounds of which at least one probe left this host
 * @param broken rounds of which none could be sent
 * @param replies answers; asking stops at the first, but for the closing rounds
 * @param closing answers to questions of the closing rounds (the last third of the burst, at least three of them): what
 *     answered at the beginning of a long burst may have died since
 * @param overLink answers that came over the link of the burst itself, and not by way of another interface
 * @param unheard of the rounds in which the alias was to be silent, so many came before this host was first heard over the
 *     link, and were not made up for: the network may have been down in them
 * @param rtt round-trip of the first answer
 * @param mac who answered, when it is known
 * @param took from the first probe to the first answer, or to the end of listening
 */
public record Tally(
        int sent,
        int broken,
        int replies,
        int closing,
        int overLink,
        int unheard,
        Optional<Duration> rtt,
        Optional<MacAddress> mac,
        Duration took) {

    /** Every answer came over the link, and in the closing rounds; the first one in the first round. */
    public Tally(int sent, int broken, int replies, Optional<Duration> rtt, Optional<MacAddress> mac, Duration took) {
        this(sent, broken, replies, replies, replies, 0, rtt, mac, took);
    }

    /** Answered at least once. */
    public boolean alive() {
        return replies > 0;
    }

    /** Answered at least once over the link of the burst: the proof that this link works. */
    public boolean heardOverLink() {
        return overLink > 0;
    }

    /** Heard over the link for as many rounds as the burst was to have: what was silent in them was no victim of a cut. */
    public boolean heardThroughout() {
        return heardOverLink() && unheard == 0;
    }

    /** Asked, and never answered: the only thing that counts as silence. */
    public boolean silent() {
        return replies == 0 && sent > 0;
    }

    /** Not a single question left this host: nothing is known. */
    public boolean unasked() {
        return replies == 0 && sent == 0;
    }
}
