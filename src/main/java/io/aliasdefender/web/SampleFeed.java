package io.aliasdefender.web;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.ProbeSamples;
import io.aliasdefender.payload.ProbeSamples.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Passes samples on as they come, or, where there are so many readers and addresses that this would be too much, less
 * often: what waits is put together, and nothing of it is lost but the moment.
 */
final class SampleFeed {
    private static final long BYTES_PER_SECOND = 8 << 20;
    /** One address in a frame. */
    private static final int SAMPLE_BYTES = 90;

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private Optional<ProbeSamples> waiting = Optional.empty();
    private Optional<Long> passedNanos = Optional.empty();

    /** What is to be sent now; empty: it waits. */
    Optional<ProbeSamples> pass(ProbeSamples next, int readers, long nowNanos) {
        ProbeSamples all = waiting.map(before -> together(before, next)).orElse(next);
        double bytes = (double) SAMPLE_BYTES * all.samples().size() * readers;
        double pauseNanos = bytes / BYTES_PER_SECOND * NANOS_PER_SECOND;
        if (passedNanos.filter(passed -> nowNanos - passed < pauseNanos).isPresent()) {
            waiting = Optional.of(all);
            return Optional.empty();
        }
        passedNanos = Optional.of(nowNanos);
        waiting = Optional.empty();
        return Optional.of(all);
    }

    private static ProbeSamples together(ProbeSamples before, ProbeSamples after) {
        Map<IpAddress, Sample> byAddress = new LinkedHashMap<>();
        Stream.concat(before.samples().stream(), after.samples().stream())
                .forEach(sample -> byAddress.merge(sample.address(), sample, SampleFeed::together));
        return new ProbeSamples(before.span().plus(after.span()), List.copyOf(byAddress.values()));
    }

    private static Sample together(Sample one, Sample other) {
        return new Sample(
                one.address(),
                one.rounds() + other.rounds(),
                one.lost() + other.lost(),
                one.broken() + other.broken(),
                Stream.of(one.longestRtt(), other.longestRtt())
                        .flatMap(Optional::stream)
                        .max(Duration::compareTo));
    }
}
