package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Sends UDP datagrams to hosts of a link by way of a router of that link: in frames to the router's link-layer address,
 * which forwards them onto the link that they came from (RFC 1812, section 5.2.7.2, has it send a redirect besides, and
 * forward). The kernel would send them straight. Receives nothing. One thread only.
 */
public final class RouterSocket implements AutoCloseable {
    private final NativeSocket socket;

    private RouterSocket(NativeSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens one for all interfaces of the calling thread's network namespace.
     *
     * @param mostBytes that a datagram may have
     * @throws IOException one sentence with the remedy
     */
    public static RouterSocket open(int mostBytes) throws IOException {
        try {
            // A packet socket of protocol 0 that is not bound receives nothing; where to send is said with each frame.
            return new RouterSocket(NativeSocket.open(
                    Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, UdpPacket.MOST_HEADER_BYTES + mostBytes, ByteOrder.BIG_ENDIAN));
        } catch (NativeSocket.OpenException refused) {
            throw Errno.exception("cannot open a socket for packets by way of the router", refused.errno);
        }
    }

    /**
     * Sends a datagram; empty when it left, else why not.
     *
     * @param linkIndex the interface
     * @param router its link-layer address there
     * @param from an address of this host
     * @param to of the same family, and not link-local: a router forwards no such packet
     * @param port of both ends
     */
    public Optional<String> send(
            int linkIndex, MacAddress router, IpAddress from, IpAddress to, int port, byte[] datagram) {
        socket.prepare();
        int etherType = from.v6() ? SocketAddresses.ETHERTYPE_IPV6 : SocketAddresses.ETHERTYPE_IPV4;
        SocketAddresses.putLink(socket.to, etherType, linkIndex, router);
        UdpPacket.put(socket.out, from, to, port, datagram);
        return socket.send();
    }

    @Override
    public void close() {
        socket.close();
    }
}
