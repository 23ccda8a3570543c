package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import java.nio.ByteBuffer;

/** An IP packet with one UDP datagram, as the kernel would have made it. */
final class UdpPacket {
    static final int UDP = 17;
    /** The larger of the two IP headers, and UDP's. */
    static final int MOST_HEADER_BYTES = 48;

    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int V4_CHECKSUM = 10;
    private static final int UDP_CHECKSUM = 6;
    private static final int HOP_LIMIT = 64;
    /** Whole or not at all, so its identification may be 0 (RFC 6864, section 4.1). */
    private static final short DONT_FRAGMENT = 0x4000;

    private UdpPacket() {}

    /**
     * Writes one at the position, which must be 0.
     *
     * @param packet big-endian
     * @param from of the same family as {@code to}
     * @param port of both ends
     */
    static void put(ByteBuffer packet, IpAddress from, IpAddress to, int port, byte[] payload) {
        int udpBytes = UDP_HEADER + payload.length;
        int udp = from.v6() ? V6_HEADER : V4_HEADER;
        if (from.v6()) {
            packet.putInt(6 << 28).putShort((short) udpBytes).put((byte) UDP).put((byte) HOP_LIMIT);
            packet.put(from.toBytes()).put(to.toBytes());
        } else {
            packet.putShort((short) 0x4500).putShort((short) (V4_HEADER + udpBytes));
            packet.putShort((short) 0).putShort(DONT_FRAGMENT);
            packet.put((byte) HOP_LIMIT).put((byte) UDP).putShort((short) 0);
            packet.put(from.toBytes()).put(to.toBytes());
            packet.putShort(V4_CHECKSUM, Checksum.of(packet, 0, V4_HEADER));
        }
        packet.putShort((short) port).putShort((short) port).putShort((short) udpBytes);
        packet.putShort((short) 0).put(payload);
        packet.putShort(udp + UDP_CHECKSUM, Checksum.ofUdp(packet, udp, udp + udpBytes, from, to));
    }
}
