package io.aliasdefender.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.payload.BurstRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * One burst: when its rounds are due and what was found. Knows no clock; every time is a {@link System#nanoTime()}
 * that it is given.
 */
final class Burst {
    /**
     * A measured round-trip may slow a burst down to this spacing. One that is longer was most likely measured while
     * this process was late (the first ones of a cold JVM), and would make the burst last for seconds.
     */
    private static final long MOST_ROUND_TRIP_NANOS = 50_000_000;

    private final BurstRequest request;
    private final long spacingNanos;
    private final LongUnaryOperator timeoutNanos;
    private final Map<IpAddress, Count> counts = new LinkedHashMap<>();
    private long startNanos;
    private long lastRoundNanos;
    private long nextNanos;
    private long tailNanos;
    private int rounds;
    private boolean overheard;

    /**
     * @param roundTripNanos the alias's usual one, 0 when unknown: asking faster than it can answer proves nothing
     * @param timeoutNanos how long an answer of the alias is waited for after the last round, given how long the burst
     *     has lasted then; asked as late as that because the first burst of all begins before anybody has answered
     */
    Burst(BurstRequest request, long roundTripNanos, LongUnaryOperator timeoutNanos, long nowNanos) {
        this.request = request;
        spacingNanos = Math.max(request.spacing().toNanos(), Math.min(roundTripNanos, MOST_ROUND_TRIP_NANOS));
        this.timeoutNanos = timeoutNanos;
        restart(nowNanos);
    }

    private static final class Count {
        private int sent;
        private int broken;
        private int replies;
        private Optional<Duration> rtt = Optional.empty();
        private Optional<MacAddress> mac = Optional.empty();
        private long answeredNanos;
    }

    /** Forgets everything and begins anew, for instance after a pause that may have spoilt what was found. */
    void restart(long nowNanos) {
        counts.clear();
        counts.put(request.alias(), new Count());
        request.hosts().forEach(host -> counts.putIfAbsent(host, new Count()));
        rounds = 0;
        overheard = false;
        startNanos = nowNanos;
        nextNanos = nowNanos;
    }

    BurstRequest request() {
        return request;
    }

    long spacingNanos() {
        return spacingNanos;
    }

    /** When the next round is due or, after the last one, when listening ends. */
    long nextNanos() {
        return nextNanos;
    }

    /** Whether there is another round to be sent. */
    boolean moreRounds() {
        return rounds < request.probes();
    }

    /** Begins the next round; returns whom to ask. */
    List<IpAddress> nextRound(long nowNanos) {
        rounds++;
        lastRoundNanos = nowNanos;
        // Against the plan, so that lateness does not add up; but two rounds at one instant would be one.
        if (moreRounds()) {
            nextNanos = Math.max(startNanos + rounds * spacingNanos, nowNanos + spacingNanos / 2);
        } else {
            tailNanos = Math.max(timeoutNanos.applyAsLong(nowNanos - startNanos), 2 * spacingNanos);
            nextNanos = nowNanos + tailNanos;
        }
        List<IpAddress> unanswered = new ArrayList<>(counts.size());
        for (Map.Entry<IpAddress, Count> entry : counts.entrySet()) {
            if (entry.getValue().replies == 0) {
                unanswered.add(entry.getKey());
            }
        }
        return unanswered;
    }

    /** How asking one of them went in this round. */
    void asked(IpAddress address, boolean sent) {
        Count count = counts.get(address);
        count.sent += sent ? 1 : 0;
        count.broken += sent ? 0 : 1;
    }

    /** Listens for one more time-out: the end was noticed so late that answers may not have come up yet. */
    void extend(long nowNanos) {
        nextNanos = nowNanos + tailNanos;
    }

    /** How long is listened after the last round; known when that has left. */
    long tailNanos() {
        return tailNanos;
    }

    /**
     * Somebody answered.
     *
     * @param sentNanos when he was asked; empty when the answer does not say
     */
    void answered(IpAddress address, Optional<Long> sentNanos, Optional<MacAddress> mac, long nowNanos) {
        Count count = counts.get(address);
        if (count == null || rounds == 0) {
            return;
        }
        count.replies++;
        count.mac = count.mac.or(() -> mac);
        if (count.replies == 1) {
            count.answeredNanos = nowNanos;
            count.rtt = Optional.of(Duration.ofNanos(nowNanos - sentNanos.orElse(lastRoundNanos)));
        }
    }

    /** Half of the rounds have been sent and none of the hosts has answered: do we hear anybody at all? */
    boolean unheard() {
        return !request.hosts().isEmpty()
                && 2 * rounds >= request.probes()
                && request.hosts().stream().allMatch(host -> counts.get(host).replies == 0);
    }

    /** A frame of somebody else came in meanwhile. */
    void overheard() {
        overheard = true;
    }

    /** The alias answered: nothing is left to be asked. */
    boolean settled() {
        return counts.get(request.alias()).replies > 0;
    }

    BurstResult result(long nowNanos) {
        Map<IpAddress, Tally> hosts = new HashMap<>();
        request.hosts().forEach(host -> hosts.put(host, tally(counts.get(host), nowNanos)));
        return new BurstResult(
                request.id(),
                request.alias(),
                request.linkName(),
                tally(counts.get(request.alias()), nowNanos),
                hosts,
                overheard);
    }

    private Tally tally(Count count, long nowNanos) {
        long end = count.replies > 0 ? count.answeredNanos : nowNanos;
        return new Tally(
                count.sent, count.broken, count.replies, count.rtt, count.mac, Duration.ofNanos(end - startNanos));
    }
}
