package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The msghdr of one datagram that is to leave from a given address of this host over a given interface: the kernel takes
 * both from a control message (ip(7), IP_PKTINFO; RFC 3542, section 6.1, IPV6_PKTINFO), so that no socket needs to be bound for it.
 * For 64-bit Linux, as everything here.
 */
final class SourcedMessage {
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;
    private static final int MESSAGE_BYTES = 56;
    private static final int VECTOR = MESSAGE_BYTES;
    private static final int CONTROL = VECTOR + 16;
    private static final int CONTROL_HEADER_BYTES = 16;
    private static final int PKTINFO4_BYTES = 12;
    private static final int PKTINFO6_BYTES = 20;
    /** Each control message takes a multiple of eight bytes. */
    private static final int CONTROL_BYTES = CONTROL_HEADER_BYTES + 24;

    private final NativeBuffer buffer = NativeBuffer.allocate(CONTROL + CONTROL_BYTES, ByteOrder.nativeOrder());

    /** Writes it and returns where it is. */
    long put(long to, int toBytes, long payload, int payloadBytes, IpAddress source, int link) {
        ByteBuffer bytes = buffer.bytes();
        bytes.clear();
        bytes.putLong(to).putInt(toBytes).putInt(0);
        bytes.putLong(buffer.address() + VECTOR).putLong(1);
        int space = source.v6() ? CONTROL_BYTES : CONTROL_HEADER_BYTES + 16;
        bytes.putLong(buffer.address() + CONTROL).putLong(space);
        bytes.putInt(0).putInt(0);
        bytes.putLong(payload).putLong(payloadBytes);
        if (source.v6()) {
            bytes.putLong(CONTROL_HEADER_BYTES + PKTINFO6_BYTES)
                    .putInt(IPPROTO_IPV6)
                    .putInt(IPV6_PKTINFO);
            address(bytes, source);
            bytes.putInt(link);
        } else {
            bytes.putLong(CONTROL_HEADER_BYTES + PKTINFO4_BYTES)
                    .putInt(IPPROTO_IP)
                    .putInt(IP_PKTINFO);
            bytes.putInt(link);
            address(bytes, source);
            bytes.putInt(0);
        }
        return buffer.address();
    }

    private static void address(ByteBuffer bytes, IpAddress source) {
        bytes.order(ByteOrder.BIG_ENDIAN);
        if (source.v6()) {
            bytes.putLong(source.high()).putLong(source.low());
        } else {
            bytes.putInt((int) source.low());
        }
        bytes.order(ByteOrder.nativeOrder());
    }
}
