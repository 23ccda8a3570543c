package io.aliasdefender.os;

import java.nio.ByteBuffer;

/**
 * The ICMP echo messages of both families (RFC 792, RFC 4443). The payload is the {@link EchoKey}'s code, the time of
 * sending, the link that was asked over and the mark of the request, so that an answer is known for one to our question (other programs' echoes reach a raw socket too, the kernel
 * rewrites the identifier of a ping socket, and anybody may send an answer that was never asked for) and its round-trip
 * needs no table.
 */
final class IcmpEcho {
    static final int BYTES = 32;
    /** No place in a packet. */
    static final int NONE = -1;

    private static final byte V4_REQUEST = 8;
    private static final byte V4_REPLY = 0;
    private static final byte V6_REQUEST = (byte) 128;
    private static final byte V6_REPLY = (byte) 129;
    private static final int IP_HEADER_BYTES = 20;
    private static final int CHECKSUM = 2;
    private static final int CODE = 8;
    private static final int SENT = 16;
    private static final int LINK = 24;
    private static final int MARK = 28;

    private IcmpEcho() {}

    /** Writes a request without a mark. The IPv6 checksum is left to the kernel. */
    static void putRequest(
            ByteBuffer out, boolean v6, short identifier, short sequence, long code, long sentNanos, int link) {
        putRequest(out, v6, identifier, sequence, code, sentNanos, link, 0);
    }

    /** Writes a request. The IPv6 checksum is left to the kernel. */
    static void putRequest(
            ByteBuffer out,
            boolean v6,
            short identifier,
            short sequence,
            long code,
            long sentNanos,
            int link,
            int mark) {
        int start = out.position();
        out.put(v6 ? V6_REQUEST : V4_REQUEST).put((byte) 0).putShort((short) 0);
        out.putShort(identifier)
                .putShort(sequence)
                .putLong(code)
                .putLong(sentNanos)
                .putInt(link)
                .putInt(mark);
        if (!v6) {
            out.putShort(start + CHECKSUM, Checksum.of(out, start, out.position()));
        }
    }

    /**
     * Where an echo reply of our size begins.
     *
     * @param withIpHeader as a raw IPv4 socket gives it
     * @return {@link #NONE} when this is anything else
     */
    static int reply(ByteBuffer in, boolean v6, boolean withIpHeader) {
        int start = 0;
        if (withIpHeader) {
            if (in.limit() < IP_HEADER_BYTES) {
                return NONE;
            }
            start = (in.get(0) & 0xf) * 4;
        }
        boolean reply =
                in.limit() >= start + BYTES && in.get(start) == (v6 ? V6_REPLY : V4_REPLY) && in.get(start + 1) == 0;
        return reply ? start : NONE;
    }

    /** The code that a reply brings back. */
    static long code(ByteBuffer in, int start) {
        return in.getLong(start + CODE);
    }

    /** Over which link the request was sent, by the word of the reply: true only where the code is right. */
    static int link(ByteBuffer in, int start) {
        return in.getInt(start + LINK);
    }

    /** The mark of the request, by the word of the reply: true only where the code is right. */
    static int mark(ByteBuffer in, int start) {
        return in.getInt(start + MARK);
    }

    /** When the request was sent, by the word of the reply: true only where the code is right. */
    static long sentNanos(ByteBuffer in, int start) {
        return in.getLong(start + SENT);
    }
}
