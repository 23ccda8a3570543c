package io.aliasdefender.os;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The ICMP echo messages of both families (RFC 792, RFC 4443). The payload is a cookie and the time of sending, so
 * that an answer is known for ours (other programs' echoes reach a raw socket too, and the kernel rewrites the
 * identifier of a ping socket) and its round-trip needs no table.
 */
final class IcmpEcho {
    static final int BYTES = 24;
    private static final byte V4_REQUEST = 8;
    private static final byte V4_REPLY = 0;
    private static final byte V6_REQUEST = (byte) 128;
    private static final byte V6_REPLY = (byte) 129;
    private static final int CHECKSUM = 2;

    private IcmpEcho() {}

    /** Writes a request. The IPv6 checksum is left to the kernel. */
    static void putRequest(ByteBuffer out, boolean v6, int sequence, long cookie, long sentNanos) {
        int start = out.position();
        out.put(v6 ? V6_REQUEST : V4_REQUEST).put((byte) 0).putShort((short) 0);
        out.putShort((short) (cookie >>> 48))
                .putShort((short) sequence)
                .putLong(cookie)
                .putLong(sentNanos);
        if (!v6) {
            out.putShort(start + CHECKSUM, Checksum.of(out, start, out.position()));
        }
    }

    /**
     * Reads a reply to one of our requests.
     *
     * @param withIpHeader as a raw IPv4 socket gives it
     * @return when the request was sent; empty when this is anything else
     */
    static OptionalLong sentNanosOfReply(ByteBuffer in, boolean v6, boolean withIpHeader, long cookie) {
        int start = 0;
        if (withIpHeader) {
            if (in.limit() < 20) {
                return OptionalLong.empty();
            }
            start = (in.get(0) & 0xf) * 4;
        }
        boolean ours = in.limit() >= start + BYTES
                && in.get(start) == (v6 ? V6_REPLY : V4_REPLY)
                && in.get(start + 1) == 0
                && in.getLong(start + 8) == cookie;
        return ours ? OptionalLong.of(in.getLong(start + 16)) : OptionalLong.empty();
    }
}
