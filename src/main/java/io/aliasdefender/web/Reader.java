package io.aliasdefender.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/** One reader of the stream, and how far it is behind. */
final class Reader {
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final StreamQuery query;
    private final Budget budget;
    private long pendingBytes;
    private boolean gone;
    /** When what waits began to wait; a reader that takes something begins anew. */
    private long waitingSinceNanos;

    /** What waits for all readers together. */
    static final class Budget {
        private long pendingBytes;

        long pendingBytes() {
            return pendingBytes;
        }
    }

    Reader(HttpConnection connection, HttpServerResponse response, StreamQuery query, Budget budget) {
        this.connection = connection;
        this.response = response;
        this.query = query;
        this.budget = budget;
    }

    StreamQuery query() {
        return query;
    }

    long pendingBytes() {
        return pendingBytes;
    }

    /** Passes on what this reader asked for; leaves out what is replaced by newer data while it is behind. */
    void send(Frame frame) {
        boolean behind = pendingBytes > Limits.READER_BEHIND_BYTES || response.writeQueueFull();
        if (query.wants(frame) && !(behind && frame.type().replaceable())) {
            write(frame.bytes());
        }
    }

    void write(Buffer bytes) {
        if (gone || response.ended()) {
            return;
        }
        int length = bytes.length();
        if (pendingBytes == 0) {
            waitingSinceNanos = System.nanoTime();
        }
        pendingBytes += length;
        budget.pendingBytes += length;
        response.write(bytes).onComplete(written -> {
            if (!gone) {
                pendingBytes -= length;
                budget.pendingBytes -= length;
                waitingSinceNanos = System.nanoTime();
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
        gone = true;
        budget.pendingBytes -= pendingBytes;
        pendingBytes = 0;
    }

    void cutOff() {
        forget();
        Admission.cut(connection);
    }

    void end() {
        response.end();
    }
}
