package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Sends and receives neighbour discovery on one interface. A packet socket, because a solicitation for duplicate
 * address detection has no source address, and only the frame tells who sent it. Our own frames are not received.
 * One thread only.
 */
public final class NdSocket implements AutoCloseable {
    private static final int ETHERTYPE = SocketAddresses.ETHERTYPE_IPV6;
    private static final int BUFFER_BYTES = 2048;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_LEAVE_GROUP = 21;
    private static final int MEMBERSHIP_BYTES = 20;
    /** Without it, every IPv6 packet of the interface would wake this process. */
    private static final int[][] ONLY_NEIGHBOUR_DISCOVERY = {
        {Bpf.LOAD_BYTE, 0, 0, 6}, // next header
        {Bpf.EQUAL, 0, 6, 58}, // ICMPv6
        {Bpf.LOAD_BYTE, 0, 0, 7}, // hop limit
        {Bpf.EQUAL, 0, 4, NeighbourPacket.HOP_LIMIT},
        {Bpf.LOAD_BYTE, 0, 0, 40}, // ICMPv6 type
        {Bpf.GREATER_OR_EQUAL, 0, 2, NeighbourPacket.SOLICITATION_TYPE},
        {Bpf.GREATER, 1, 0, NeighbourPacket.ADVERTISEMENT_TYPE},
        {Bpf.RETURN, 0, 0, Bpf.ACCEPT},
        {Bpf.RETURN, 0, 0, Bpf.DROP},
    };

    private final NativeSocket socket;
    /** Joins groups, for the network card's filter and for switches that watch MLD; receives nothing. */
    private final NativeSocket memberships;

    private final Set<IpAddress> joined = new HashSet<>();
    private final int linkIndex;
    private final MacAddress self;

    private NdSocket(NativeSocket socket, NativeSocket memberships, int linkIndex, MacAddress self) {
        this.socket = socket;
        this.memberships = memberships;
        this.linkIndex = linkIndex;
        this.self = self;
    }

    /** Takes one packet. */
    @FunctionalInterface
    public interface Receiver {
        /** @param frameSender the link-layer address that the frame came from */
        void packet(NeighbourPacket packet, MacAddress frameSender);
    }

    /**
     * Opens one in the calling thread's network namespace.
     *
     * @param self the interface's own link-layer address
     * @throws IOException one sentence with the remedy
     */
    public static NdSocket open(int linkIndex, MacAddress self) throws IOException {
        NativeSocket memberships =
                NativeSocket.open(Libc.AF_INET6, Libc.SOCK_DGRAM, 0, Long.BYTES, ByteOrder.nativeOrder());
        try {
            NativeSocket socket =
                    NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
            if (!Bpf.attach(socket, ONLY_NEIGHBOUR_DISCOVERY)) {
                int errno = Errno.last();
                socket.close();
                throw Errno.exception("cannot filter for neighbour discovery", errno);
            }
            socket.growReceiveBuffer();
            SocketAddresses.putLink(socket.to, ETHERTYPE, linkIndex, self);
            socket.bind();
            return new NdSocket(socket, memberships, linkIndex, self);
        } catch (IOException failure) {
            memberships.close();
            throw failure;
        }
    }

    /**
     * Opens one that only sends: nothing is ever queued that nobody would read.
     *
     * @throws IOException one sentence with the remedy
     */
    public static NdSocket openToSend(int linkIndex, MacAddress self) throws IOException {
        NativeSocket memberships =
                NativeSocket.open(Libc.AF_INET6, Libc.SOCK_DGRAM, 0, Long.BYTES, ByteOrder.nativeOrder());
        try {
            // A packet socket of protocol 0 that is not bound receives nothing; where to send is said with each packet.
            NativeSocket socket =
                    NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
            return new NdSocket(socket, memberships, linkIndex, self);
        } catch (IOException failure) {
            memberships.close();
            throw failure;
        }
    }

    public int fd() {
        return socket.fd();
    }

    /**
     * Hears exactly what others ask about these addresses from now on, by joining their solicited-node groups.
     * Advertisements to all nodes are heard anyway.
     */
    public void listenFor(Set<IpAddress> addresses) {
        Set<IpAddress> wanted = new HashSet<>();
        addresses.forEach(address -> wanted.add(NeighbourPacket.solicitedNode(address)));
        joined.removeIf(group -> !wanted.contains(group) && membership(IPV6_LEAVE_GROUP, group));
        wanted.forEach(group -> {
            if (!joined.contains(group) && membership(IPV6_JOIN_GROUP, group)) {
                joined.add(group);
            }
        });
    }

    private boolean membership(int option, IpAddress group) {
        NativeBuffer request = NativeBuffer.allocate(MEMBERSHIP_BYTES, ByteOrder.nativeOrder());
        request.bytes().put(group.toBytes()).putInt(linkIndex);
        return memberships.option(IPPROTO_IPV6, option, request, MEMBERSHIP_BYTES);
    }

    /** Sends "who has it?" of duplicate address detection; empty when it left, else why not. */
    public Optional<String> probe(IpAddress target) {
        return send(NeighbourPacket.probe(target));
    }

    /** The same with the mark of a defender that would take the target. */
    public Optional<String> watchFromNowhere(IpAddress target) {
        return send(NeighbourPacket.watchFromNowhere(target));
    }

    /** Sends "who has it?" from an address of this host; empty when it left, else why not. */
    public Optional<String> request(IpAddress own, IpAddress target) {
        return send(NeighbourPacket.request(self, own, target));
    }

    /** The same with the mark of a defender that would take the target. */
    public Optional<String> watch(IpAddress own, IpAddress target) {
        return send(NeighbourPacket.watch(self, own, target));
    }

    /**
     * Tells defenders that this host has let go of the target; empty when it left, else why not.
     *
     * @param own an address of this host; empty: it has none here
     */
    public Optional<String> farewell(Optional<IpAddress> own, IpAddress target) {
        return send(NeighbourPacket.farewell(self, own, target));
    }

    /** Says "I have it" to everybody, as a host that forwards nothing; empty when it left, else why not. */
    public Optional<String> announce(IpAddress address) {
        return announce(address, false);
    }

    /**
     * Says "I have it" to everybody; empty when it left, else why not.
     *
     * @param router whether this host forwards IPv6 on the interface: without that said, hosts would drop it as their
     *     default router (RFC 4861, section 7.2.5)
     */
    public Optional<String> announce(IpAddress address, boolean router) {
        return send(NeighbourPacket.announcement(self, address), router);
    }

    private Optional<String> send(NeighbourPacket packet) {
        return send(packet, false);
    }

    private Optional<String> send(NeighbourPacket packet, boolean router) {
        socket.prepare();
        SocketAddresses.putLink(socket.to, ETHERTYPE, linkIndex, NeighbourPacket.multicastMac(packet.destination()));
        packet.put(socket.out, router);
        return socket.send();
    }

    /**
     * Reads what is waiting.
     *
     * @param limit at most this many packets, so that a storm cannot keep the thread
     * @return how many were read, sound or not; less than the limit when nothing is left
     */
    public int receive(int limit, Receiver receiver) {
        int count = 0;
        while (count < limit && socket.receive()) {
            count++;
            SocketAddresses.getLinkSender(socket.from)
                    .ifPresent(sender ->
                            NeighbourPacket.parse(socket.in).ifPresent(packet -> receiver.packet(packet, sender)));
        }
        return count;
    }

    @Override
    public void close() {
        socket.close();
        memberships.close();
    }
}
