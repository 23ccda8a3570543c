package io.aliasdefender.web;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/** Everything here has a bound; docs/API.md states them. */
public final class Limits {
    /** At once, on both doors together, with the streams, the asking of peers and the listening sockets. */
    public static final int CONNECTIONS = 1_536;
    /** Streams at once. */
    static final int READERS = 1_024;
    /** More than this waiting for a reader: it misses what newer data replaces. */
    static final int READER_BEHIND_BYTES = 64 << 10;
    /** More than this waiting for a reader: it is cut off. The whole history is half of it. */
    static final int READER_CUT_OFF_BYTES = 1 << 20;
    /** Something waiting for a reader for this long: it is cut off. */
    static final Duration READER_PATIENCE = Duration.ofSeconds(5);
    /** Waiting for all readers together. */
    static final long ALL_READERS_BYTES = 8 << 20;

    /** A connection that is not in the middle of a request, or whose request does not come to an end. */
    static final Duration IDLE = Duration.ofSeconds(15);
    /** A request that is being answered; orders take five seconds at the most. */
    static final Duration BUSY = Duration.ofSeconds(30);

    static final int BODY_BYTES = 4 << 10;
    private static final int LINE_BYTES = 4_096;
    private static final int HEADER_BYTES = 16_384;
    private static final int SEND_BUFFER_BYTES = 32 << 10;

    private Limits() {}

    static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout((int) BUSY.toSeconds())
                // HTTP/1.1 only: a client that may still change the protocol would be nobody's connection for so long.
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxFormAttributeSize(BODY_BYTES)
                .setMaxFormFields(16)
                // Otherwise the kernel would let a reader that never reads have megabytes before we notice.
                .setSendBufferSize(SEND_BUFFER_BYTES);
    }
}
