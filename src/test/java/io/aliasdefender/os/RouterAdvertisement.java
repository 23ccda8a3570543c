package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Says to all hosts of a link that somebody is a router there (RFC 4861, section 4.2). Frames alone: no daemon does it. */
public final class RouterAdvertisement {
    private static final IpAddress ALL_NODES = IpAddress.of("ff02::1");
    private static final int TYPE = 134;
    private static final int LENGTH = 24;
    private static final short LIFETIME_SECONDS = 1_800;

    private RouterAdvertisement() {}

    /**
     * Sends one in the calling thread's network namespace.
     *
     * @param router its link-local address, and so that of the default route
     * @param mac of its interface
     * @return empty when it left, else why not
     */
    public static Optional<String> send(int linkIndex, IpAddress router, MacAddress mac) throws IOException {
        try (NativeSocket socket = NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, 128, ByteOrder.BIG_ENDIAN)) {
            socket.prepare();
            SocketAddresses.putLink(
                    socket.to, SocketAddresses.ETHERTYPE_IPV6, linkIndex, NeighbourPacket.multicastMac(ALL_NODES));
            ByteBuffer out = socket.out;
            out.putInt(0x60000000).putShort((short) LENGTH).put((byte) 58).put((byte) NeighbourPacket.HOP_LIMIT);
            out.put(router.toBytes()).put(ALL_NODES.toBytes());
            int start = out.position();
            // Hop limit of the hosts' packets; no flags; reachable and retransmission time are left to the hosts.
            out.put((byte) TYPE).put((byte) 0).putShort((short) 0);
            out.put((byte) 64)
                    .put((byte) 0)
                    .putShort(LIFETIME_SECONDS)
                    .putInt(0)
                    .putInt(0);
            out.put((byte) 1).put((byte) 1).put(mac.toBytes());
            out.putShort(start + 2, Checksum.ofIcmp6(out, start, out.position(), router, ALL_NODES));
            return socket.send();
        }
    }
}
