package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The C structures {@code sockaddr_in}, {@code sockaddr_in6}, {@code sockaddr_ll} and {@code sockaddr_nl}, in native-order buffers. */
final class SocketAddresses {
    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int ETHERTYPE_IPV6 = 0x86dd;
    /** Types of frames (packet(7)): lower ones are for this host or for many, higher ones are no frames of others. */
    static final byte PACKET_OTHERHOST = 3;

    static final byte PACKET_OUTGOING = 4;
    private static final int IN_BYTES = 16;
    private static final int IN6_BYTES = 28;
    private static final int LL_BYTES = 20;
    private static final int LL_PACKET_TYPE = 10;
    private static final int LL_ADDRESS_LENGTH = 11;
    private static final int LL_ADDRESS = 12;

    private SocketAddresses() {}

    /** Writes {@code sockaddr_nl} of the kernel (netlink(7)). The groups are a bit each, to listen to; 0 to ask. */
    static void putNetlink(ByteBuffer to, int groups) {
        to.putShort((short) Libc.AF_NETLINK).putShort((short) 0).putInt(0).putInt(groups);
    }

    /** Writes an address with port 0. The scope is the interface index, for link-local addresses; else 0. */
    static void putInet(ByteBuffer to, IpAddress address, int scope) {
        if (address.v6()) {
            to.putShort((short) Libc.AF_INET6)
                    .putShort((short) 0)
                    .putInt(0)
                    .put(address.toBytes())
                    .putInt(scope);
        } else {
            to.putShort((short) Libc.AF_INET)
                    .putShort((short) 0)
                    .put(address.toBytes())
                    .putLong(0);
        }
    }

    static Optional<IpAddress> getInet(ByteBuffer from) {
        if (from.limit() >= IN_BYTES && from.getShort(0) == Libc.AF_INET) {
            return Optional.of(IpAddress.of(bytes(from, 4, 4)));
        }
        if (from.limit() >= IN6_BYTES && from.getShort(0) == Libc.AF_INET6) {
            return Optional.of(IpAddress.of(bytes(from, 8, 16)));
        }
        return Optional.empty();
    }

    /** The interface of an IPv6 link-local address; 0 for all others. */
    static int getScope(ByteBuffer from) {
        return from.limit() >= IN6_BYTES && from.getShort(0) == Libc.AF_INET6 ? from.getInt(24) : 0;
    }

    /** Writes a link-layer address: an interface, an EtherType and a destination. */
    static void putLink(ByteBuffer to, int etherType, int linkIndex, MacAddress destination) {
        to.putShort((short) Libc.AF_PACKET);
        to.put((byte) (etherType >>> 8)).put((byte) etherType);
        to.putInt(linkIndex).putShort((short) 0).put((byte) 0).put((byte) 6);
        to.put(destination.toBytes()).putShort((short) 0);
    }

    /** Who sent a frame; empty when it was not for this host (or of a VLAN that is not ours), or was our own. */
    static Optional<MacAddress> getLinkSender(ByteBuffer from) {
        if (from.limit() < LL_ADDRESS + 6 || from.limit() > LL_BYTES || from.get(LL_ADDRESS_LENGTH) != 6) {
            return Optional.empty();
        }
        byte type = from.get(LL_PACKET_TYPE);
        return type == PACKET_OTHERHOST || type == PACKET_OUTGOING
                ? Optional.empty()
                : Optional.of(MacAddress.of(bytes(from, LL_ADDRESS, 6), 0));
    }

    private static byte[] bytes(ByteBuffer from, int offset, int length) {
        byte[] bytes = new byte[length];
        from.get(offset, bytes);
        return bytes;
    }
}
