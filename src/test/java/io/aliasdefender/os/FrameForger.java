package io.aliasdefender.os;

import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.nio.ByteOrder;

/** Sends ARP and neighbour discovery in whole Ethernet frames, so that nothing in them need be true of their sender. */
public final class FrameForger implements AutoCloseable {
    /** To everybody by ARP. */
    public static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");
    /** To all nodes by IPv6 (RFC 2464, section 7). */
    public static final MacAddress ALL_NODES = MacAddress.of("33:33:00:00:00:01");

    private static final int BUFFER_BYTES = 256;

    private final NativeSocket socket;
    private final int linkIndex;

    private FrameForger(NativeSocket socket, int linkIndex) {
        this.socket = socket;
        this.linkIndex = linkIndex;
    }

    /** @param linkIndex of an interface in that namespace */
    public static FrameForger open(String namespace, int linkIndex) throws Exception {
        // A packet socket of protocol 0 that is not bound receives nothing.
        return NetNs.call(
                namespace,
                () -> new FrameForger(
                        NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_RAW, 0, BUFFER_BYTES, ByteOrder.BIG_ENDIAN),
                        linkIndex));
    }

    /** @param source what the frame says of its sender, whatever the packet says */
    public void send(MacAddress source, MacAddress destination, ArpPacket packet) throws IOException {
        begin(source, destination, ArpSocket.ETHERTYPE);
        packet.put(socket.out);
        leave();
    }

    /** The same. */
    public void send(MacAddress source, MacAddress destination, NeighbourPacket packet) throws IOException {
        begin(source, destination, SocketAddresses.ETHERTYPE_IPV6);
        packet.put(socket.out);
        leave();
    }

    private void begin(MacAddress source, MacAddress destination, int etherType) {
        socket.prepare();
        SocketAddresses.putLink(socket.to, etherType, linkIndex, destination);
        socket.out.put(destination.toBytes()).put(source.toBytes()).putShort((short) etherType);
    }

    private void leave() throws IOException {
        String why = socket.send().orElse("");
        if (!why.isEmpty()) {
            throw new IOException(why);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
