package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells what changes among the kernel's links, addresses and default routes (rtnetlink(7)). The kernel itself drops what it
 * would tell of all other routes: a router with a full table has fifty changes and more of them a second. One thread only.
 */
public final class NetlinkEvents implements AutoCloseable {
    /** RTMGRP_LINK, IPV4_IFADDR, IPV4_ROUTE, IPV6_IFADDR, IPV6_ROUTE. */
    private static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

    private static final int RTM_DELLINK = 17;
    private static final int RTM_DELADDR = 21;
    private static final int RTM_DELROUTE = 25;
    private static final int BUFFER_BYTES = 1 << 16;
    /** Taken away at once; a flood must not keep the thread. */
    private static final int MAX_PACKETS = 256;
    /** Of a message: where its type is, with the lower byte, and a route's length of the destination and its table. */
    private static final int TYPE = 4;

    private static final int DESTINATION_LENGTH = Netlink.HEADER_BYTES + 1;
    private static final int TABLE = Netlink.HEADER_BYTES + 4;

    private final NativeSocket socket;

    private NetlinkEvents(NativeSocket socket) {
        this.socket = socket;
    }

    /**
     * Listens in the calling thread's network namespace from now on. Needs no privilege.
     *
     * @throws IOException one sentence
     */
    public static NetlinkEvents open() throws IOException {
        NativeSocket socket = Netlink.socket(BUFFER_BYTES);
        socket.growReceiveBuffer();
        // Where the kernel refuses it, other routes are thrown away here.
        Bpf.attach(socket, filter(ByteOrder.nativeOrder()));
        SocketAddresses.putNetlink(socket.to, GROUPS);
        socket.bind();
        return new NetlinkEvents(socket);
    }

    /**
     * Drops routes that are no default routes of the main table. Filters load bytes, and words in network order, while a
     * message's numbers are in the machine's own: types are below 256, so that one byte of them says all.
     */
    static int[][] filter(ByteOrder order) {
        int type = order == ByteOrder.LITTLE_ENDIAN ? TYPE : TYPE + 1;
        return new int[][] {
            {Bpf.LOAD_BYTE, 0, 0, type},
            {Bpf.EQUAL, 1, 0, Netlink.RTM_NEWROUTE},
            {Bpf.EQUAL, 0, 4, RTM_DELROUTE},
            {Bpf.LOAD_BYTE, 0, 0, DESTINATION_LENGTH},
            {Bpf.EQUAL, 0, 3, 0},
            {Bpf.LOAD_BYTE, 0, 0, TABLE},
            {Bpf.EQUAL, 0, 1, NetlinkMessages.RT_TABLE_MAIN_BYTE & 0xff},
            {Bpf.RETURN, 0, 0, Bpf.ACCEPT},
            {Bpf.RETURN, 0, 0, Bpf.DROP}
        };
    }

    /** Becomes readable when something changed. */
    public int fd() {
        return socket.fd();
    }

    /**
     * Takes the waiting events away, or many of them.
     *
     * @return whether nothing is left
     */
    public boolean drain(Consumer<KernelChange> changes) {
        for (int packets = 0; packets < MAX_PACKETS; packets++) {
            if (!socket.receive(error -> changes.accept(new KernelChange.Lost()))) {
                return true;
            }
            read(socket.in, changes);
        }
        return false;
    }

    /** What is cut short is left out. */
    static void read(ByteBuffer in, Consumer<KernelChange> changes) {
        int start = in.position();
        while (in.limit() - start >= Netlink.HEADER_BYTES) {
            int length = in.getInt(start);
            if (length < Netlink.HEADER_BYTES || length > in.limit() - start) {
                return;
            }
            ByteBuffer body =
                    in.duplicate().order(in.order()).limit(start + length).position(start + Netlink.HEADER_BYTES);
            change(in.getShort(start + TYPE), body).ifPresent(changes);
            start += length + 3 & ~3;
        }
    }

    private static Optional<KernelChange> change(int type, ByteBuffer body) {
        return switch (type) {
            case Netlink.RTM_NEWLINK -> NetlinkMessages.link(body).map(KernelChange.LinkIs::new);
            case RTM_DELLINK -> NetlinkMessages.goneLink(body).map(KernelChange.LinkGone::new);
            case Netlink.RTM_NEWADDR -> NetlinkMessages.address(body).map(KernelChange.AddressIs::new);
            case RTM_DELADDR -> NetlinkMessages.address(body).map(KernelChange.AddressGone::new);
            case Netlink.RTM_NEWROUTE, RTM_DELROUTE ->
                NetlinkMessages.isDefaultRoute(body) ? Optional.of(new KernelChange.DefaultRoutes()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
