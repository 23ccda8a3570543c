package io.aliasdefender.os;

import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Hears that somebody else speaks on an interface's link, whatever he says: any IP or ARP frame counts, and nothing of it
 * is read but who sent it. What switches say among themselves (BPDUs, LLDP) does not count: a host that hears nothing
 * else is cut off from every host. One thread only.
 */
public final class OverhearSocket implements AutoCloseable {
    private static final int ETH_P_ALL = 3;
    /** One byte of a frame is let through, for the kernel does not let through none. */
    private static final int ONE_BYTE = 1;

    private static final int BUFFER_BYTES = Long.BYTES;
    private static final int[][] FRAMES_OF_OTHERS = {
        {Bpf.LOAD_WORD, 0, 0, Bpf.PACKET_TYPE},
        {Bpf.GREATER_OR_EQUAL, 6, 0, SocketAddresses.PACKET_OTHERHOST}, // our own ones, too, have higher types
        {Bpf.LOAD_WORD, 0, 0, Bpf.VLAN_TAG_PRESENT},
        {Bpf.EQUAL, 0, 4, 0}, // another VLAN may be well while ours is not
        {Bpf.LOAD_WORD, 0, 0, Bpf.PROTOCOL},
        {Bpf.EQUAL, 3, 0, SocketAddresses.ETHERTYPE_IPV4},
        {Bpf.EQUAL, 2, 0, SocketAddresses.ETHERTYPE_IPV6},
        {Bpf.EQUAL, 1, 0, ArpSocket.ETHERTYPE},
        {Bpf.RETURN, 0, 0, Bpf.DROP},
        {Bpf.RETURN, 0, 0, ONE_BYTE},
    };

    private final NativeSocket socket;

    private OverhearSocket(NativeSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens one in the calling thread's network namespace.
     *
     * @throws IOException one sentence with the remedy
     */
    public static OverhearSocket open(int linkIndex) throws IOException {
        NativeSocket socket = NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
        if (!Bpf.attach(socket, FRAMES_OF_OTHERS)) {
            int errno = Errno.last();
            socket.close();
            throw Errno.exception("cannot filter what is overheard", errno);
        }
        SocketAddresses.putLink(socket.to, ETH_P_ALL, linkIndex, new MacAddress(0));
        socket.bind();
        return new OverhearSocket(socket);
    }

    public int fd() {
        return socket.fd();
    }

    /**
     * Reads what is waiting.
     *
     * @param limit at most this many frames
     * @param senders takes the sender of each
     * @return how many were read; less than the limit when nothing is left
     */
    public int receive(int limit, Consumer<MacAddress> senders) {
        int count = 0;
        while (count < limit && socket.receive()) {
            count++;
            SocketAddresses.getLinkSender(socket.from).ifPresent(senders);
        }
        return count;
    }

    /** Waits until the kernel has let go of it, about 10 ms: not for an event loop in a hurry. */
    @Override
    public void close() {
        socket.close();
    }
}
