package io.aliasdefender.link.protocol;

import io.aliasdefender.link.protocol.Boots.Candidate;
import io.aliasdefender.link.protocol.PathState.Way;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of one path to one host, and what it is to be sent. Times are of one monotonic clock, in nanoseconds.
 *
 * <p>A message counts when it is newer than all before and its sender proves by it that it hears us now: it repeats the
 * counter of a message that we sent a moment ago, as the discriminators of RFC 5880 do. So nothing that was recorded or
 * held back counts, and each side knows of both directions.
 */
public final class Session {
    /** An echo is of a message of up to two spacings ago; two in a row may be lost. */
    private static final int MOST_MISSED = 4;

    private static final long SLACK_NANOS = Duration.ofMillis(500).toNanos();
    /** Between two answers that nobody waits for but one who has just started. */
    private static final long ANSWER_SPACING_NANOS = Duration.ofMillis(200).toNanos();
    /** What was sent that an echo can be of: while thousands of aliases are handed over that is a lot. */
    private static final int SENT = 1_024;

    private static final int MOST_PEER_SPACING_MILLIS = 2_000;
    private static final long MILLI_NANOS = 1_000_000;
    private static final double RTT_WEIGHT = 1 / 8.0;

    private final long ownBoot;
    private final long[] sentNanos = new long[SENT];
    private final Boots boots = new Boots();
    private long spacingNanos;
    private long counter;
    private long regularNanos;
    private long answeredNanos;
    /** Whether the present boot waits for a message, so that it knows that we hear it. */
    private boolean answerDue;

    private Optional<Present> present = Optional.empty();
    private Way way = Way.NEVER;
    private long wayNanos;
    private double rttNanos = -1;
    /** When that was sent which the newest message that counts repeats. */
    private long echoedNanos;
    /** Echoes of what was sent up to here prove nothing: this process was not run meanwhile. */
    private long voidCounter;

    /** The boot of the other host that proved itself last. */
    private static final class Present {
        private final long boot;
        private final LossWindow window;
        /** When its first message came, or the first one after a silence. */
        private long begunNanos;

        private long heardNanos;
        private long provedNanos;
        private long spacingNanos;
        private int lossThere = Header.UNKNOWN_LOSS;

        Present(long boot, long counter) {
            this.boot = boot;
            window = new LossWindow(counter);
        }
    }

    /** What came of a message. */
    public enum Heard {
        /** It counts: its sender hears us now. */
        PROVED,
        /** It is new, and of the boot that proved itself before, but it does not prove that it is of now. */
        UNPROVED,
        /** It is of a boot that did not prove itself yet, which is given the occasion. */
        CHALLENGED,
        /** It is not newer than what was heard before, or of a boot that is over. */
        OLD,
        /** It is our own. */
        REFLECTED
    }

    /** What a message to be sent says of this path. */
    public record Stamp(long counter, long echoBoot, long echoCounter, long echoDelayMicros, int lossPercent) {}

    /**
     * @param ownBoot random, not 0
     * @param spacing between two messages
     */
    public Session(long ownBoot, Duration spacing, long nowNanos) {
        this.ownBoot = ownBoot;
        spacingNanos = spacing.toNanos();
        regularNanos = nowNanos - spacingNanos;
        answeredNanos = nowNanos - ANSWER_SPACING_NANOS;
        wayNanos = nowNanos;
    }

    /**
     * Counts on from here: the other host may know a higher counter of this boot, of a time in which there was this path
     * already.
     */
    public void countFrom(long first) {
        counter = Math.max(counter, first);
        voidCounter = counter;
    }

    public void spacing(Duration spacing) {
        spacingNanos = spacing.toNanos();
    }

    /** For whoever would not verify the signature of what cannot count anyway; empty: it may count. */
    public Optional<Refusal> refusal(Header header) {
        if (header.boot() == ownBoot) {
            return Optional.of(Refusal.REFLECTED);
        }
        boolean old = present.filter(now -> now.boot == header.boot()).isPresent()
                ? header.counter() <= present.get().window.newest()
                : boots.isOld(header.boot(), header.counter());
        return old ? Optional.of(Refusal.OLD) : Optional.empty();
    }

    /** Takes the header of a message whose signature is right. */
    public Heard heard(Header header, long nowNanos) {
        Optional<Refusal> refusal = refusal(header);
        if (refusal.isPresent()) {
            return refusal.get() == Refusal.REFLECTED ? Heard.REFLECTED : Heard.OLD;
        }
        boolean proved = proves(header, nowNanos);
        if (present.filter(now -> now.boot == header.boot()).isPresent()) {
            present.get().window.heard(header.counter());
        } else if (proved) {
            adopt(header);
        } else {
            boots.add(header.boot(), header.counter(), nowNanos);
            return Heard.CHALLENGED;
        }
        Present now = present.get();
        now.begunNanos = now.heardNanos == 0 || silent(nowNanos) ? nowNanos : now.begunNanos;
        now.heardNanos = nowNanos;
        now.spacingNanos = Math.min(header.spacingMillis(), MOST_PEER_SPACING_MILLIS) * MILLI_NANOS;
        if (!proved) {
            answerDue = true;
            return Heard.UNPROVED;
        }
        // It heard us then; what has become of our way since is not known.
        long sent = sentNanos[(int) (header.echoCounter() % SENT)];
        echoedNanos = sent;
        now.provedNanos = now.begunNanos == nowNanos ? sent : Math.max(now.provedNanos, sent);
        now.lossThere = header.lossPercent();
        measure(header, nowNanos);
        return Heard.PROVED;
    }

    /** The newest message that counts was made after this moment: it repeats what was sent then. */
    public long echoedNanos() {
        return echoedNanos;
    }

    /** By the echo of something that we sent within the bound. */
    private boolean proves(Header header, long nowNanos) {
        long echo = header.echoCounter();
        return header.echoBoot() == ownBoot
                && echo > Math.max(voidCounter, counter - SENT)
                && echo <= counter
                && nowNanos - sentNanos[(int) (echo % SENT)] <= freshNanos(header.spacingMillis() * MILLI_NANOS);
    }

    private void adopt(Header header) {
        present.ifPresent(before -> boots.retire(before.boot));
        boots.adopted(header.boot());
        present = Optional.of(new Present(header.boot(), header.counter()));
        rttNanos = -1;
        // It does not know yet that we hear it.
        answerDue = true;
    }

    private void measure(Header header, long nowNanos) {
        long there = header.echoDelayMicros() * 1_000;
        long rtt = Math.max(0, nowNanos - sentNanos[(int) (header.echoCounter() % SENT)] - there);
        rttNanos = rttNanos < 0 ? rtt : rttNanos + (rtt - rttNanos) * RTT_WEIGHT;
    }

    /** For how long a proof is one, when the other host sends so often. */
    private long freshNanos(long peerSpacingNanos) {
        long peer = Math.min(peerSpacingNanos, MOST_PEER_SPACING_MILLIS * MILLI_NANOS);
        return MOST_MISSED * Math.max(spacingNanos, peer) + SLACK_NANOS;
    }

    /** When the next message is due; in the past: now. */
    public long dueNanos() {
        long regular = regularNanos + spacingNanos;
        return answerDue || boots.due() ? Math.min(regular, answeredNanos + ANSWER_SPACING_NANOS) : regular;
    }

    /** The part of a message that does not wait for its time; to be called when there is something to tell at once. */
    public Stamp urgent(long nowNanos) {
        if (silent(nowNanos)) {
            return stamp(boots.next(), nowNanos);
        }
        answerDue = false;
        return stamp(Optional.empty(), nowNanos);
    }

    /** The next message's part; to be called when one is due, or when there is something to tell. */
    public Stamp next(long nowNanos) {
        return stamp(turn(nowNanos), nowNanos);
    }

    private Stamp stamp(Optional<Candidate> candidate, long nowNanos) {
        counter++;
        sentNanos[(int) (counter % SENT)] = nowNanos;
        int loss = present.map(now -> percent(now.window.loss())).orElse(Header.UNKNOWN_LOSS);
        if (candidate.isPresent()) {
            Candidate to = candidate.get();
            return new Stamp(counter, to.boot(), to.counter(), micros(nowNanos - to.heardNanos()), loss);
        }
        return present.map(now ->
                        new Stamp(counter, now.boot, now.window.newest(), micros(nowNanos - now.heardNanos), loss))
                .orElseGet(() -> new Stamp(counter, 0, 0, 0, loss));
    }

    /**
     * Empty: it is the present boot's turn. One who is not known yet is answered besides, so that it never takes the
     * place of what the present one waits for.
     */
    private Optional<Candidate> turn(long nowNanos) {
        boolean regular = nowNanos - regularNanos >= spacingNanos;
        if (regular) {
            regularNanos = nowNanos;
        } else {
            answeredNanos = nowNanos;
        }
        boolean ofPresent = !silent(nowNanos) && (regular || answerDue || !boots.due());
        answerDue = answerDue && !ofPresent;
        return ofPresent ? Optional.empty() : boots.next();
    }

    private boolean silent(long nowNanos) {
        return present.filter(now -> nowNanos - now.heardNanos <= freshNanos(now.spacingNanos))
                .isEmpty();
    }

    private static long micros(long nanos) {
        return Math.min(0xffff_ffffL, Math.max(0, nanos / 1_000));
    }

    private static int percent(OptionalDouble loss) {
        return loss.isPresent() ? (int) Math.round(loss.getAsDouble() * 100) : Header.UNKNOWN_LOSS;
    }

    /** This process was not run for a while: what was known is void, and what lies in the sockets proves nothing. */
    public void paused() {
        voidCounter = counter;
    }

    /** Looks at the clock; to be called often enough. Returns whether the way has changed. */
    public boolean updateWay(long nowNanos) {
        Way seen = seen(nowNanos);
        boolean changed = seen != way;
        if (changed) {
            way = seen;
            wayNanos = nowNanos;
        }
        return changed;
    }

    private Way seen(long nowNanos) {
        if (silent(nowNanos)) {
            boolean unproved = boots.anyUnproved(nowNanos, freshNanos(0));
            return unproved ? Way.ONE_WAY : way == Way.NEVER && present.isEmpty() ? Way.NEVER : Way.NONE;
        }
        Present now = present.get();
        long fresh = freshNanos(now.spacingNanos);
        if (nowNanos - now.provedNanos <= fresh) {
            return Way.BOTH;
        }
        // One who is heard again is no one-way path before it had the time to answer.
        boolean hadTime = nowNanos - Math.max(now.provedNanos, now.begunNanos) > fresh;
        return hadTime ? Way.ONE_WAY : way == Way.BOTH ? Way.NONE : way;
    }

    /** As {@link #updateWay} saw it last. */
    public Way way() {
        return way;
    }

    /** The same with all that is measured. */
    public PathState state(long nowNanos) {
        return new PathState(
                way,
                Duration.ofNanos(nowNanos - wayNanos),
                rttNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos((long) rttNanos)),
                present.map(now -> now.window.loss()).orElse(OptionalDouble.empty()),
                present.filter(now -> now.lossThere != Header.UNKNOWN_LOSS)
                        .map(now -> OptionalDouble.of(now.lossThere / 100.0))
                        .orElse(OptionalDouble.empty()),
                present.map(now -> now.heardNanos).or(boots::heardNanos).map(at -> Duration.ofNanos(nowNanos - at)));
    }

    /** The boot of the other host that proved itself last. */
    public Optional<Long> peerBoot() {
        return present.map(now -> now.boot);
    }
}
