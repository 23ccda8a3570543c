package io.aliasdefender.link.protocol;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a path does.
 *
 * @param since how long ago it began to be so
 * @param rtt smoothed; empty: no message has come back yet
 * @param loss the share of the other host's messages that did not arrive here lately, 0 to 1
 * @param lossThere the share of ours that did not arrive there, as the other host says
 * @param heard how long ago the other host's newest message arrived; empty: none ever did
 */
public record PathState(
        Way way,
        Duration since,
        Optional<Duration> rtt,
        OptionalDouble loss,
        OptionalDouble lossThere,
        Optional<Duration> heard) {

    /** In which directions messages arrive. */
    public enum Way {
        /** Both: each of the two proves that it hears the other. */
        BOTH,
        /** The other host is heard, but does not show that it hears this one. */
        ONE_WAY,
        /** Nothing is heard any more. */
        NONE,
        /** Nothing has been heard since this daemon started. */
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
