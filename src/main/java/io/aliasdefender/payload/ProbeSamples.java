package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the steady rounds of a short while found, gathered for those who draw it.
 *
 * @param span the while
 * @param samples one for each address that was asked in it
 */
public record ProbeSamples(Duration span, List<Sample> samples) {
    public ProbeSamples {
        samples = List.copyOf(samples);
    }

    /**
     * One address.
     *
     * @param rounds that ended in the span
     * @param lost of these, without an answer
     * @param broken of these, that could not be sent or judged
     * @param longestRtt of the answers; empty: there was none
     */
    public record Sample(IpAddress address, int rounds, int lost, int broken, Optional<Duration> longestRtt) {}
}
