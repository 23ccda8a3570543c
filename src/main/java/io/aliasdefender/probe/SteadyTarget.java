package io.aliasdefender.probe;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.payload.ProbeTarget;
import java.time.Duration;
import java.util.Optional;

/**
 * One steadily probed address: its current round and what is known from earlier ones. Knows no clock; every time is one
 * of {@link io.aliasdefender.clock.Timers#nanoTime()} that it is given.
 */
final class SteadyTarget {
    /** An answer that took longer than this says nothing about now. */
    static final long MAX_AGE_NANOS = 1_000_000_000;

    /** After silent rounds the next ones listen longer (RFC 6298, 5.5), doubling this many times at most. */
    private static final int MAX_DOUBLINGS = 3;

    /**
     * Where an interval is as long as so many time-outs, a target on the link is asked by ARP or neighbour discovery
     * first, and by echo too only if that is not answered: half the packets, and a silence is noticed one time-out, a
     * twentieth of the interval at the most, later.
     */
    private static final int TIMEOUTS_FOR_ONE_WAY_AT_A_TIME = 20;

    /** A node that has never answered on another link need not do so: it is asked there at an easy rate. */
    private static final long IDENTITY_LEAST_NANOS = 1_000_000_000;

    private static final long IDENTITY_MOST_NANOS = 30_000_000_000L;

    private final RttEstimator rtt = new RttEstimator();
    private final EchoProof proof = new EchoProof();
    private ProbeTarget target;
    private long startNanos;
    private long timeoutNanos;
    private long deadlineNanos;
    private boolean waiting;
    private boolean everAnswered;
    /** When it was last asked by echo; meaningless before {@link #echoes}. */
    private long echoNanos;

    private boolean echoes;
    private int silentRounds;
    private long supposedNanos = Long.MAX_VALUE;
    /** Who answered by ARP or neighbour discovery in this round. */
    private Optional<MacAddress> roundMac = Optional.empty();
    /** Who was published last. */
    private Optional<MacAddress> publishedMac = Optional.empty();

    SteadyTarget(ProbeTarget target) {
        this.target = target;
    }

    ProbeTarget target() {
        return target;
    }

    /** Whether answers on the link are those of a host that lives. */
    EchoProof proof() {
        return proof;
    }

    /** Takes a new definition; what was measured stays. */
    void redefine(ProbeTarget changed) {
        target = changed;
    }

    /** Time between two rounds. */
    long intervalNanos() {
        long wanted = target.interval().toNanos();
        // One that has answered proves from then on whether the link works, which must not be older than an interval.
        return identity() && !everAnswered
                ? Math.min(Math.max(wanted, IDENTITY_LEAST_NANOS), IDENTITY_MOST_NANOS)
                : wanted;
    }

    /** Whether only its link-layer address is wanted. */
    boolean identity() {
        return target.purpose() == ProbeTarget.Purpose.IDENTITY;
    }

    /** It was asked by echo at this time. */
    void echoAsked(long nowNanos) {
        echoNanos = nowNanos;
        echoes = true;
    }

    /** Begins a round: its probes were sent at this time. */
    void begin(long nowNanos) {
        startNanos = nowNanos;
        timeoutNanos = Math.min(replyTimeoutNanos() << Math.min(silentRounds, MAX_DOUBLINGS), ceilingNanos());
        deadlineNanos = nowNanos + timeoutNanos;
        waiting = true;
        roundMac = Optional.empty();
    }

    /** Goes on with a round: it was asked in another way at this time. */
    void goOn(long nowNanos) {
        deadlineNanos = nowNanos + timeoutNanos;
    }

    /** Who answered on the link in the newest round; empty when nobody did, or by echo alone. */
    Optional<MacAddress> answerer() {
        return roundMac;
    }

    /** How long an answer usually needs, with a margin. */
    long replyTimeoutNanos() {
        long own = rtt.timeoutNanos(target.minTimeout().toNanos(), ceilingNanos());
        return measured()
                ? own
                : Math.min(own, Math.max(supposedNanos, target.minTimeout().toNanos()));
    }

    /** Whether it is known, by its own answers or by those of others, how long to wait. */
    boolean supposed() {
        return measured() || supposedNanos != Long.MAX_VALUE;
    }

    /** How long others on the same way need, which counts as long as this one has never answered. */
    void suppose(long nanos) {
        supposedNanos = nanos;
    }

    private long ceilingNanos() {
        return Math.min(intervalNanos(), MAX_AGE_NANOS);
    }

    /** How long to listen for an answer after the last round of a burst. */
    long tailNanos() {
        return rtt.tailNanos(target.minTimeout().toNanos(), ceilingNanos());
    }

    /** Whether the newest round that has ended was not answered. */
    boolean silent() {
        return silentRounds > 0;
    }

    /** Whether it may be asked in one way after the other. Who was silent is not: to hear him again is urgent. */
    boolean mayAskOneWayAtATime(long nowNanos) {
        return measured()
                && !(target.alias() && proof.doubtful(nowNanos, intervalNanos()))
                && !silent()
                && TIMEOUTS_FOR_ONE_WAY_AT_A_TIME * replyTimeoutNanos() <= intervalNanos();
    }

    /** Whether it has ever answered. */
    boolean measured() {
        return rtt.measured();
    }

    long usualRttNanos() {
        return rtt.usualNanos();
    }

    /** When the current round is over. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /** Whether the current round has neither an answer nor an end. */
    boolean waiting() {
        return waiting;
    }

    /** Whether an answer of this time can belong to the current round. */
    boolean listening(long nowNanos) {
        return waiting || nowNanos - deadlineNanos() <= 0;
    }

    /**
     * An echo reply came. One that was sent in an earlier round counts too while it is fresh: on a path longer than
     * the interval every answer is one of those.
     *
     * @param sentNanos when the request was sent
     */
    Heard echoed(long sentNanos, long nowNanos) {
        long took = nowNanos - sentNanos;
        if (took < 0 || took > MAX_AGE_NANOS) {
            return Heard.NOTHING;
        }
        proof.echoAnswered();
        if (!waiting) {
            return Heard.NOTHING;
        }
        // Somebody else's question, which may have gone another way: this one has not asked by echo at all.
        if (!echoes || nowNanos - echoNanos > MAX_AGE_NANOS) {
            return Heard.NOTHING;
        }
        // The kernel keeps requests until it knows the neighbour. When a dead address comes back, all of them are
        // answered at once, and how long they lay there says nothing about the path.
        if (silentRounds == 0 || sentNanos - startNanos >= 0) {
            rtt.sample(took);
        }
        return answered(took, Optional.empty());
    }

    /** An ARP reply or a neighbour advertisement came. */
    Heard spoken(MacAddress mac, long nowNanos) {
        long took = nowNanos - startNanos;
        if (waiting) {
            // After a silent round this may be its late answer, and the time measured too short (Karn's problem).
            if (silentRounds == 0) {
                rtt.sample(took);
            }
            roundMac = Optional.of(mac);
            return answered(took, roundMac);
        }
        if (roundMac.isEmpty() && listening(nowNanos)) {
            roundMac = Optional.of(mac);
            // The echo's answer was published without it: said only when it is news.
            return publishedMac.equals(roundMac) ? Heard.NOTHING : answered(took, roundMac);
        }
        boolean known = roundMac.isPresent() ? roundMac.get().equals(mac) : publishedMac.equals(Optional.of(mac));
        return known ? Heard.NOTHING : new Heard.AnotherHolder(mac);
    }

    private Heard answered(long tookNanos, Optional<MacAddress> mac) {
        boolean ends = waiting;
        everAnswered = true;
        waiting = false;
        silentRounds = 0;
        publishedMac = mac.isPresent() ? mac : publishedMac;
        return new Heard.News(new ProbeOutcome.Reply(Duration.ofNanos(tookNanos), mac), ends);
    }

    /** Nobody answered. */
    ProbeOutcome expire(long nowNanos) {
        waiting = false;
        silentRounds++;
        publishedMac = Optional.empty();
        if (identity() && !everAnswered) {
            // A host need not answer for an address of another link, so this says nothing about whether it lives.
            return new ProbeOutcome.Broken(target.question() + " has never answered there");
        }
        return new ProbeOutcome.Silence(Duration.ofNanos(nowNanos - startNanos));
    }

    /** Ends the round without a finding; what comes from now on is no answer. Returns false when it had ended before. */
    boolean cancel(long nowNanos) {
        boolean was = waiting;
        waiting = false;
        deadlineNanos = nowNanos - 1;
        return was;
    }
}
