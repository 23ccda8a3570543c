package io.aliasdefender.probe;

import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.BurstRequest;
import java.util.Optional;

/** How fast a burst may ask and how long it listens, as the steady rounds have taught. */
final class BurstTimes {
    /** A round-trip within one link that is not to be taken for silence, at whatever interval. */
    private static final long LONGEST_WAY_NANOS = 70_000_000;
    /** As long as nobody has answered. */
    private static final long UNKNOWN_TIMEOUT_NANOS = 200_000_000;

    private final SteadyProber steady;

    BurstTimes(SteadyProber steady) {
        this.steady = steady;
    }

    /**
     * How long to listen after the last round: as the alias itself needs or, where it never answered (it was here until
     * a moment ago, or nobody had it yet), the slowest of the hosts. At the start that may be one who has not answered
     * yet, and who has the alias: it is given the time of a long way.
     */
    long tailNanos(BurstRequest request, long lastedNanos) {
        long longWay = steady.hosts().allHeard() ? 0 : LONGEST_WAY_NANOS - lastedNanos;
        return measured(request)
                .map(SteadyTarget::tailNanos)
                .or(() -> steady.hosts().slowest().map(host -> Math.max(host.tailNanos(), longWay)))
                .orElse(UNKNOWN_TIMEOUT_NANOS);
    }

    long usualRttNanos(BurstRequest request) {
        return measured(request)
                .or(steady.hosts()::slowest)
                .map(SteadyTarget::usualRttNanos)
                .orElse(0L);
    }

    private Optional<SteadyTarget> measured(BurstRequest request) {
        return steady.target(Question.on(request.linkName(), request.alias())).filter(SteadyTarget::measured);
    }
}
