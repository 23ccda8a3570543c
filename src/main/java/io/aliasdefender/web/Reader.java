package io.aliasdefender.web;

import io.aliasdefender.payload.Event;
import io.aliasdefender.web.Frame.Type;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One reader of the stream, and how far it is behind. Events that it is not ready for do not wait for it in memory: it
 * gets them from the history, a piece at a time, as it takes them.
 */
final class Reader {
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final StreamQuery query;
    private final History history;
    private final Pending all;
    private final Budget.Account account;
    private long pendingBytes;
    private boolean gone;
    /** When what waits began to wait; a reader that takes something begins anew. */
    private long waitingSinceNanos;
    /** The event that was last passed on, or left out because it was not asked for. */
    private long passed;

    private boolean catchingUp;
    private boolean pumping;

    /** What waits for all readers together. */
    static final class Pending {
        private long bytes;

        long bytes() {
            return bytes;
        }
    }

    Reader(HttpConnection connection, HttpServerResponse response, StreamQuery query, History history, Pending all) {
        this.connection = connection;
        this.response = response;
        this.query = query;
        this.history = history;
        this.all = all;
        account = Admission.account(connection);
    }

    StreamQuery query() {
        return query;
    }

    /** What was on its way when it ended reaches nobody. */
    private boolean isOver() {
        return gone || response.ended();
    }

    private boolean isBehind() {
        return pendingBytes > Limits.READER_BEHIND_BYTES || response.writeQueueFull();
    }

    /** Passes on what this reader asked for; leaves out what is replaced by newer data while it is behind. */
    void send(Frame frame) {
        if (isOver()) {
            return;
        }
        boolean later = (isBehind() || catchingUp) && frame.type().replaceable();
        if (query.wants(frame) && !later) {
            write(frame.bytes());
        }
    }

    /** @param frame the event's */
    void send(Event event, Frame frame) {
        if (isOver() || catchingUp || event.id() <= passed) {
            return;
        }
        if (isBehind()) {
            catchingUp = true;
            return;
        }
        passed = event.id();
        send(frame);
    }

    /** What the history has after this event comes first, and then what happens. */
    void goOnAfter(long id) {
        passed = id;
        catchingUp = true;
        catchUp();
    }

    private void catchUp() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!gone && catchingUp && pendingBytes < Limits.PIECE_BYTES) {
                tellGap();
                Buffer piece = piece();
                if (piece.length() > 0) {
                    write(piece);
                }
            }
        } finally {
            pumping = false;
        }
    }

    /** When the history moved on beyond what this one has. */
    private void tellGap() {
        long first = history.first();
        if (passed != 0 && first != 0 && passed < first - 1) {
            send(Frame.of(Type.GAP, new JsonObject().put("since", passed).put("first", first)));
            passed = first - 1;
        }
    }

    private Buffer piece() {
        List<Buffer> frames = new ArrayList<>();
        int bytes = 0;
        Iterator<Event> behind = history.after(passed).iterator();
        while (bytes < Limits.PIECE_BYTES && behind.hasNext()) {
            Event event = behind.next();
            passed = event.id();
            Frame frame = history.frame(event);
            if (query.wants(frame)) {
                frames.add(frame.bytes());
                bytes += frame.bytes().length();
            }
        }
        catchingUp = bytes >= Limits.PIECE_BYTES;
        Buffer piece = Buffer.buffer(bytes);
        frames.forEach(piece::appendBuffer);
        return piece;
    }

    void write(Buffer bytes) {
        if (isOver()) {
            return;
        }
        int length = bytes.length();
        if (pendingBytes == 0) {
            waitingSinceNanos = System.nanoTime();
        }
        pendingBytes += length;
        all.bytes += length;
        account.hold(length + Limits.WRITE_HEAP_BYTES);
        response.write(bytes).onComplete(written -> {
            if (!gone) {
                pendingBytes -= length;
                all.bytes -= length;
                account.release(length + Limits.WRITE_HEAP_BYTES);
                waitingSinceNanos = System.nanoTime();
                catchUp();
            }
        });
    }

    /** Whether it is too far behind to be waited for. */
    boolean isStalled(long now) {
        return pendingBytes > Limits.READER_CUT_OFF_BYTES
                || pendingBytes > 0 && now - waitingSinceNanos > Limits.READER_PATIENCE.toNanos();
    }

    /** What waited for it waits for nobody any more. */
    void forget() {
        if (!gone) {
            gone = true;
            all.bytes -= pendingBytes;
            pendingBytes = 0;
        }
    }

    void cutOff() {
        forget();
        Admission.cut(connection);
    }

    void end() {
        response.end();
    }
}
