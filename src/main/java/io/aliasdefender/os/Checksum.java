package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071). */
final class Checksum {
    private static final int ICMP6 = 58;
    private static final int UDP = 17;

    private Checksum() {}

    /** Of the bytes from one absolute index up to another. The buffer must be big-endian. */
    static short of(ByteBuffer packet, int start, int end) {
        return fold(sum(packet, start, end));
    }

    /** Of an ICMPv6 message with its pseudo-header (RFC 8200, section 8.1). */
    static short ofIcmp6(ByteBuffer packet, int start, int end, IpAddress source, IpAddress destination) {
        return withPseudoHeader(packet, start, end, source, destination, ICMP6);
    }

    /**
     * Of a UDP datagram with its pseudo-header (RFC 768; RFC 8200, section 8.1), its checksum field being 0. Never 0,
     * which would say that there is none.
     */
    static short ofUdp(ByteBuffer packet, int start, int end, IpAddress source, IpAddress destination) {
        short sum = withPseudoHeader(packet, start, end, source, destination, UDP);
        return sum == 0 ? (short) 0xffff : sum;
    }

    private static short withPseudoHeader(
            ByteBuffer packet, int start, int end, IpAddress source, IpAddress destination, int protocol) {
        // IPv4's is shorter, but has the same numbers in it, and where they are makes no difference to the sum.
        ByteBuffer pseudo = ByteBuffer.allocate(40)
                .put(source.toBytes())
                .put(destination.toBytes())
                .putInt(end - start)
                .putInt(protocol);
        return fold(sum(pseudo, 0, pseudo.position()) + sum(packet, start, end));
    }

    private static long sum(ByteBuffer bytes, int start, int end) {
        long sum = 0;
        int i = start;
        for (; i + 1 < end; i += 2) {
            sum += bytes.getShort(i) & 0xffff;
        }
        return i < end ? sum + ((bytes.get(i) & 0xff) << 8) : sum;
    }

    private static short fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
