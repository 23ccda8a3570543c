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
 * One burst: when its rounds are due and what was found. Knows no clock; every time is one of
 * {@link io.aliasdefender.clock.Timers#nanoTime()} that it is given.
 */
final class Burst {
    /**
     * A measured round-trip may slow a burst down to this spacing. One that is longer was most likely measured while
     * this process was late (the first ones of a cold JVM), and would make the burst last for seconds.
     */
    private static final long MOST_ROUND_TRIP_NANOS = 50_000_000;

    /** So many rounds, at least, are asked of everybody at the end. */
    private static final int LEAST_CLOSING = 3;

    private final BurstRequest request;
    private final int closingRounds;
    /** In an order that does not change from one process to the next. */
    private final List<IpAddress> hosts;

    private final long spacingNanos;
    private final LongUnaryOperator timeoutNanos;
    private final Map<IpAddress, Count> counts = new LinkedHashMap<>();
    private long startNanos;
    /** The first round would have begun then, had all begun at their pace. */
    private long planNanos;

    private long lastRoundNanos;
    private long nextNanos;
    private long tailNanos;
    private int rounds;
    /** How many there will be: more than were wanted where somebody was not heard from the first one on. */
    private int wanted;
    /** When each of them began. */
    private long[] beganNanos;

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
        closingRounds = Math.max((request.probes() + 2) / 3, LEAST_CLOSING);
        hosts = new ArrayList<>(request.hosts());
        hosts.sort(null);
        restart(nowNanos);
    }

    private static final class Count {
        private int sent;
        /** When it was first asked for this burst. */
        private long firstNanos;

        private int broken;
        private int replies;
        private int closing;
        private int overLink;
        /** In which round, from 1, it was first heard over the link; 0: it was not. */
        private int heardIn;
        /** Whether it was asked in a closing round, and when first. */
        private boolean askedClosing;

        private long closingNanos;
        private Optional<Duration> rtt = Optional.empty();
        private Optional<MacAddress> mac = Optional.empty();
        private long answeredNanos;
    }

    /** Forgets everything and begins anew, for instance after a pause that may have spoilt what was found. */
    void restart(long nowNanos) {
        counts.clear();
        counts.put(request.alias(), new Count());
        hosts.forEach(host -> counts.putIfAbsent(host, new Count()));
        rounds = 0;
        wanted = request.probes();
        beganNanos = new long[2 * wanted];
        overheard = false;
        startNanos = nowNanos;
        planNanos = nowNanos;
        tailNanos = 0;
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
        return rounds < wanted;
    }

    /**
     * Begins the next round; returns whom to ask: who has not answered yet and, in the closing rounds, everybody, for
     * what answered at the beginning of a long burst may have died since.
     */
    List<IpAddress> nextRound(long nowNanos) {
        if (tailNanos > 0) {
            // It was to have ended with the last one, and goes on at its pace after the listening.
            planNanos = nowNanos - rounds * spacingNanos;
            tailNanos = 0;
        }
        beganNanos[rounds] = nowNanos;
        rounds++;
        lastRoundNanos = nowNanos;
        // Against the plan, so that lateness does not add up; but two rounds at one instant would be one.
        if (moreRounds()) {
            nextNanos = Math.max(planNanos + rounds * spacingNanos, nowNanos + spacingNanos / 2);
        } else {
            tailNanos = Math.max(timeoutNanos.applyAsLong(nowNanos - startNanos), 2 * spacingNanos);
            nextNanos = nowNanos + tailNanos;
        }
        List<IpAddress> asked = new ArrayList<>(counts.size());
        for (Map.Entry<IpAddress, Count> entry : counts.entrySet()) {
            if (entry.getValue().replies == 0 || closing()) {
                asked.add(entry.getKey());
            }
        }
        return asked;
    }

    /** The newest round is one of the last. */
    private boolean closing() {
        return rounds > wanted - closingRounds;
    }

    /**
     * One of them was asked in this round.
     *
     * @param atNanos when; a little earlier than the round where another burst had asked the same
     */
    void asked(IpAddress address, long atNanos) {
        Count count = counts.get(address);
        count.firstNanos = count.sent == 0 ? atNanos : count.firstNanos;
        count.sent++;
        if (closing() && !count.askedClosing) {
            count.askedClosing = true;
            count.closingNanos = atNanos;
        }
    }

    /** One of them could not be asked in this round. */
    void notAsked(IpAddress address) {
        counts.get(address).broken++;
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
     * Somebody answered an echo request.
     *
     * @param sentNanos when he was asked
     * @param overLink whether request and answer went over the burst's link
     */
    void echoed(IpAddress address, long sentNanos, boolean overLink, long nowNanos) {
        Count count = counts.get(address);
        if (count != null && rounds > 0) {
            boolean closing = count.askedClosing && sentNanos - count.closingNanos >= 0 && !later(sentNanos);
            boolean here = overLink && !later(sentNanos) && !earlier(count, sentNanos);
            answered(count, sentNanos, here, closing, nowNanos);
            heard(count, here, roundOf(sentNanos));
        }
    }

    /**
     * Somebody answered on the burst's link, which does not say when it was asked.
     *
     * @param askedNanos when it was last asked there, by whichever burst or steady round
     */
    void spoken(IpAddress address, MacAddress mac, long askedNanos, long nowNanos) {
        Count count = counts.get(address);
        if (count != null && rounds > 0) {
            count.mac = count.mac.isPresent() ? count.mac : Optional.of(mac);
            boolean here = !later(askedNanos) && !earlier(count, askedNanos);
            answered(count, lastRoundNanos, here, count.askedClosing && here, nowNanos);
            // To which question it answers it does not say.
            heard(count, here, rounds);
        }
    }

    /** The round in which a question was asked; the first one for what was asked before. */
    private int roundOf(long sentNanos) {
        int round = rounds;
        while (round > 1 && beganNanos[round - 1] - sentNanos > 0) {
            round--;
        }
        return round;
    }

    /**
     * One of them is heard over the link. In the rounds before, the network may have been down, and the alias silent for
     * that: they are made up for, so that it is silent in as many as were wanted while somebody is heard. Twice as many are
     * the most.
     */
    private void heard(Count count, boolean overLink, int round) {
        boolean first = overLink && (count.heardIn == 0 || round < count.heardIn);
        if (!first) {
            return;
        }
        count.heardIn = round;
        int more = Math.min(request.probes() + round - 1, beganNanos.length);
        if (more > wanted && count != counts.get(request.alias())) {
            wanted = more;
            // What was asked as one of the last is not that any more.
            counts.values().forEach(each -> {
                each.askedClosing = false;
                each.closing = 0;
            });
        }
    }

    /**
     * Whether somebody else's question was asked after the last of this burst. An answer to that one says that the host
     * lives, and nothing about the link in the time in which the alias was asked: it may have failed all the while.
     */
    private boolean later(long askedNanos) {
        return !moreRounds() && askedNanos - lastRoundNanos > 0;
    }

    /** Whether it was asked so before this burst asked it: since then the link may have failed. */
    private static boolean earlier(Count count, long askedNanos) {
        return count.sent == 0 || askedNanos - count.firstNanos < 0;
    }

    private static void answered(Count count, long sentNanos, boolean overLink, boolean closing, long nowNanos) {
        count.replies++;
        count.overLink += overLink ? 1 : 0;
        count.closing += closing ? 1 : 0;
        if (count.replies == 1) {
            count.answeredNanos = nowNanos;
            count.rtt = Optional.of(Duration.ofNanos(nowNanos - sentNanos));
        }
    }

    /** Half of the rounds have been sent and none of the hosts has answered: do we hear anybody at all? */
    boolean unheard() {
        if (hosts.isEmpty() || 2 * rounds < request.probes()) {
            return false;
        }
        for (IpAddress host : hosts) {
            if (counts.get(host).replies > 0) {
                return false;
            }
        }
        return true;
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
        Map<IpAddress, Tally> tallies = new HashMap<>();
        hosts.forEach(host -> tallies.put(host, tally(counts.get(host), nowNanos)));
        return new BurstResult(
                request.id(),
                request.alias(),
                request.linkName(),
                tally(counts.get(request.alias()), nowNanos),
                tallies,
                overheard);
    }

    private Tally tally(Count count, long nowNanos) {
        long end = count.replies > 0 ? count.answeredNanos : nowNanos;
        return new Tally(
                count.sent,
                count.broken,
                count.replies,
                count.closing,
                count.overLink,
                count.heardIn == 0 ? 0 : Math.max(request.probes() - (rounds - count.heardIn + 1), 0),
                count.rtt,
                count.mac,
                Duration.ofNanos(end - startNanos));
    }
}
