package io.aliasdefender.web;

import io.aliasdefender.core.net.IpAddress;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One server-sent event, made once for all readers.
 *
 * @param alias which alias it is about; empty: all
 * @param bytes as it is sent
 * @param dataAt where in these its data begins
 */
record Frame(Type type, Optional<IpAddress> alias, Buffer bytes, int dataAt) {
    private static final String END = "\n\n";

    /** The names of events. */
    enum Type {
        STATUS(true),
        BEAT(true),
        UNAVAILABLE(false),
        EVENT(false),
        GAP(false),
        PROBE(true);

        private final boolean replaceable;

        Type(boolean replaceable) {
            this.replaceable = replaceable;
        }

        /** The next one of its kind says all that this one says. */
        boolean replaceable() {
            return replaceable;
        }

        /** As it is written in the stream. */
        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
    /** Browsers come again after this many milliseconds. */
    static final Buffer GREETING = Buffer.buffer(": alias-defender\nretry: 1000\n\n");

    static Frame of(Type type, JsonObject data) {
        return of(type, data.toBuffer());
    }

    /** @param data in JSON, which has no line breaks */
    static Frame of(Type type, Buffer data) {
        return of(type, Optional.empty(), "", data);
    }

    static Frame of(long id, Optional<IpAddress> alias, Buffer data) {
        return of(Type.EVENT, alias, "id: " + id + "\n", data);
    }

    private static Frame of(Type type, Optional<IpAddress> alias, String first, Buffer data) {
        String head = first + "event: " + type.label() + "\ndata: ";
        Buffer bytes = Buffer.buffer(head.length() + data.length() + END.length())
                .appendString(head)
                .appendBuffer(data)
                .appendString(END);
        return new Frame(type, alias, bytes, head.length());
    }

    /** What is said, in JSON; the same bytes, not others. */
    Buffer data() {
        return bytes.slice(dataAt, bytes.length() - END.length());
    }
}
