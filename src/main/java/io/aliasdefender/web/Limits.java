package io.aliasdefender.web;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/** Everything here has a bound; docs/API.md states them. */
final class Limits {
    /** At once, with the streams. */
    static final int TCP_CONNECTIONS = 1_536;
    /** Of these: a quarter, so that nobody alone keeps all others out. */
    static final int CONNECTIONS_PER_SOURCE = TCP_CONNECTIONS / 4;
    /** On the Unix socket, besides. */
    static final int UNIX_CONNECTIONS = 64;

    /**
     * What all connections together may make this process hold, by the estimates below: what is left of the heap of
     * scripts/alias-defender, with room for what lives shortly.
     */
    static final long HEAP_BYTES = 20 << 20;
    /** What a connection holds that does nothing: measured, and rounded up. */
    static final long PLAIN_HEAP_BYTES = 9 << 10;
    /** The same with TLS, with a part of what a record that does not come to its end takes of the other memory. */
    static final long TLS_HEAP_BYTES = 24 << 10;
    /** What a request holds besides its fields. */
    static final long REQUEST_HEAP_BYTES = 3 << 10;
    /** An entry, a name and a value, without their characters. */
    static final long FIELD_HEAP_BYTES = 160;
    /** What waits to be written, besides its bytes. */
    static final long WRITE_HEAP_BYTES = 256;

    /** Streams at once. */
    static final int READERS = 1_024;
    /** More than this waiting for a reader: it misses what newer data replaces, and gets events from the history. */
    static final int READER_BEHIND_BYTES = 64 << 10;
    /** More than this waiting for a reader: it is cut off. */
    static final int READER_CUT_OFF_BYTES = 1 << 20;
    /** Something waiting for a reader for this long: it is cut off. */
    static final Duration READER_PATIENCE = Duration.ofSeconds(5);
    /** Of an answer, or of what a reader missed: written when the piece before has left. */
    static final int PIECE_BYTES = 16 << 10;

    /** A connection that is not in the middle of a request, or whose request does not come to an end. */
    static final Duration IDLE = Duration.ofSeconds(15);
    /** A request that is being answered; orders take five seconds at the most. */
    static final Duration BUSY = Duration.ofSeconds(30);

    static final int BODY_BYTES = 4 << 10;
    /** Levels of a body's JSON. */
    static final int JSON_DEPTH = 32;
    /** Parameters of a query: sixty-four aliases and the rest. */
    static final int PARAMETERS = 80;

    static final int LINE_BYTES = 4 << 10;
    /** Header fields of a request, the trailer's included. */
    static final int FIELDS = 64;
    /** All of them together. */
    static final int FIELDS_BYTES = 4 << 10;
    /** So much is read of a connection at a time. */
    static final int READ_BYTES = 4 << 10;
    /** Sent before its turn; whoever sends more is not listened to any more. */
    static final int HELD_BACK_BYTES = 4 * READ_BYTES;

    /** Taken of whoever was refused, and thrown away. */
    static final int PASSED_OVER_BYTES = 64 << 10;

    private static final int RECEIVE_BUFFER_BYTES = 8 << 10;
    private static final int SEND_BUFFER_BYTES = 32 << 10;

    private Limits() {}

    /**
     * The same of a process with any options. What waits to be written is copied to memory beside the heap: where that has
     * an end, the JVM collects and waits for half a second before each piece that it has no room for is given up.
     *
     * @param direct the most that this process may have of it
     */
    static long heapBytes(long direct) {
        return Math.min(HEAP_BYTES, direct / 2);
    }

    static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout((int) BUSY.toSeconds())
                // HTTP/1.1 only: a client that may still change the protocol would be nobody's connection for so long.
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(FIELDS_BYTES)
                .setMaxFormAttributeSize(BODY_BYTES)
                .setMaxFormFields(16)
                // Otherwise the kernel would let a reader that never reads have megabytes before we notice.
                .setSendBufferSize(SEND_BUFFER_BYTES)
                // What comes before its turn waits there, and then with the sender.
                .setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    }
}
