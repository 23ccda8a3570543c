package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.protocol.AliasTeller;
import io.aliasdefender.link.protocol.PathState;
import io.aliasdefender.link.protocol.Session;
import io.aliasdefender.payload.LinkView.PathView;
import java.time.Duration;
import java.util.List;

/** One path with all that belongs to it. */
final class Line {
    /** Between two messages whatever there is to tell. */
    private static final long SOON_NANOS = Duration.ofMillis(100).toNanos();
    /** While thousands of aliases are being told to one who lacks them. */
    private static final long TELLING_NANOS = Duration.ofMillis(20).toNanos();
    /**
     * Signatures that are looked at in a second: several times what one sends who hands over thousands of aliases. Each
     * costs a few microseconds.
     */
    private static final int SIGNATURES = 2_000;
    /** Questions that are answered in a second; a burst at an interval of 10 ms asks less. */
    private static final int ANSWERS = 200;
    /** To one who is to say again, by a message of now, what it offers. */
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final Path path;
    private final Peer peer;
    private final Session session;
    private final AliasTeller.Listener listener;
    private final long digest;
    private final long digestBack;
    private boolean news;
    private long sentNanos;
    private final Quota signatures;
    private final Quota answers;
    /** A question is to be answered. */
    private boolean answer;
    /** A message of the other node's is wanted. */
    private boolean asking;

    private long askedNanos;

    Line(Path path, Peer peer, Session session, AliasTeller.Listener listener, long nowNanos) {
        this.path = path;
        this.peer = peer;
        this.session = session;
        this.listener = listener;
        digest = path.digest();
        digestBack = path.digestBack();
        sentNanos = nowNanos - SOON_NANOS;
        askedNanos = nowNanos - ASK_AGAIN_NANOS;
        signatures = new Quota(SIGNATURES, nowNanos);
        answers = new Quota(ANSWERS, nowNanos);
    }

    Path path() {
        return path;
    }

    Peer peer() {
        return peer;
    }

    Session session() {
        return session;
    }

    AliasTeller.Listener listener() {
        return listener;
    }

    /** Of a message to be sent. */
    long digest() {
        return digest;
    }

    /** Of a message that comes by it. */
    long digestBack() {
        return digestBack;
    }

    /** There is something to tell before its time. */
    void news() {
        news = true;
    }

    void sent(long nowNanos) {
        sentNanos = nowNanos;
        news = false;
    }

    /** When the next message is to leave. */
    long dueNanos() {
        boolean telling = listener.telling() && session.way() == PathState.Way.BOTH;
        long early = news ? SOON_NANOS : telling ? TELLING_NANOS : Long.MAX_VALUE / 4;
        return Math.min(session.dueNanos(), sentNanos + early);
    }

    /** Whether another signature may be looked at in this second. */
    boolean mayVerify(long nowNanos) {
        return signatures.take(nowNanos);
    }

    /** The other node asks about these, or for any message. */
    void asked(List<IpAddress> aliases, long nowNanos) {
        if (answers.take(nowNanos)) {
            answer = true;
            listener.asked(aliases);
        }
    }

    /** What came is too old to be acted on: a message is wanted that was made after now. */
    void wantsFresh(long nowNanos) {
        if (nowNanos - askedNanos >= ASK_AGAIN_NANOS) {
            askedNanos = nowNanos;
            asking = true;
        }
    }

    /** Whether a message is to leave at once. */
    boolean urgent() {
        return answer || asking;
    }

    /** Whether the next message asks for an answer. */
    boolean asking() {
        return asking;
    }

    /** A message has left that was not waited for. */
    void saidAtOnce() {
        asking = false;
        answer = listener.answering();
    }

    PathView view(long nowNanos) {
        PathState state = session.state(nowNanos);
        return new PathView(
                path.from().toString(),
                path.to().toString(),
                state.way().toString(),
                state.since(),
                state.rtt(),
                state.loss(),
                state.lossThere(),
                state.heard());
    }
}
