package io.aliasdefender.link;

import io.aliasdefender.link.protocol.AliasTeller;
import io.aliasdefender.link.protocol.PathState;
import io.aliasdefender.link.protocol.Session;
import io.aliasdefender.payload.LinkView.PathView;
import java.time.Duration;
import java.util.Optional;

/** One path with all that belongs to it. */
final class Line {
    /** Between two messages whatever there is to tell. */
    private static final long SOON_NANOS = Duration.ofMillis(100).toNanos();
    /** While thousands of aliases are being told to one who lacks them. */
    private static final long TELLING_NANOS = Duration.ofMillis(50).toNanos();
    /** Signatures that are looked at in a second: many times what one who means well sends. */
    private static final int SIGNATURES = 200;

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path path;
    private final Peer peer;
    private final Session session;
    private final AliasTeller.Listener listener;
    private final long digest;
    private final long digestBack;
    /** By which messages leave now; empty: by none. */
    private Optional<Hop> hop = Optional.empty();
    /** The name of the router by which they left last; empty: they go straight. */
    private Optional<String> via = Optional.empty();

    private boolean news;
    private long sentNanos;
    private long secondNanos;
    private int signatures;

    Line(Path path, Peer peer, Session session, AliasTeller.Listener listener, long nowNanos) {
        this.path = path;
        this.peer = peer;
        this.session = session;
        this.listener = listener;
        digest = path.digest();
        digestBack = path.digestBack();
        sentNanos = nowNanos - SOON_NANOS;
        secondNanos = nowNanos;
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

    /** Of a path by way of the router. */
    Optional<Hop> hop() {
        return hop;
    }

    void hop(Optional<Hop> next) {
        hop = next;
        via = next.map(known -> known.router().toString()).or(() -> via);
    }

    Optional<String> via() {
        return via;
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
        if (nowNanos - secondNanos >= SECOND_NANOS) {
            secondNanos = nowNanos;
            signatures = 0;
        }
        return signatures++ < SIGNATURES;
    }

    PathView view(long nowNanos) {
        PathState state = session.state(nowNanos);
        return new PathView(
                path.from().toString(),
                path.to().toString(),
                via,
                state.way().toString(),
                state.since(),
                state.rtt(),
                state.loss(),
                state.lossThere(),
                state.heard());
    }
}
