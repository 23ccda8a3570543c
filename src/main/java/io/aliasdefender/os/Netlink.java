package io.aliasdefender.os;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads links, addresses and default routes from the kernel (rtnetlink(7)), and tells when any of them changed. A
 * change is only a hint: the whole view is read again, so that no lost or misread event can leave it wrong. One thread
 * only.
 */
public final class Netlink implements AutoCloseable {
    private static final int NETLINK_ROUTE = 0;
    static final int SOL_NETLINK = 270;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    /** RTMGRP_LINK, IPV4_IFADDR, IPV4_ROUTE, IPV6_IFADDR, IPV6_ROUTE. */
    private static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

    private static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_GETROUTE = 26;
    static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    static final int NLM_F_REQUEST = 1;
    private static final int NLM_F_DUMP = 0x300;
    private static final int NLM_F_DUMP_INTR = 0x10;
    static final int HEADER_BYTES = 16;
    private static final int LINK_BODY_BYTES = 16;
    private static final int ADDRESS_BODY_BYTES = 8;
    private static final int ROUTE_BODY_BYTES = 12;
    private static final byte RT_TABLE_MAIN = (byte) 254;
    /** The kernel fills up to 32 KiB at once when it is given the room. */
    private static final int DUMP_BUFFER_BYTES = 1 << 16;

    private static final int EVENT_BUFFER_BYTES = 1 << 14;
    /** Taken away at once; a flood must not keep the thread. */
    private static final int MAX_EVENTS = 1_024;
    /** A dump that the kernel marks as interrupted by a change is begun again, this many times at most. */
    private static final int MAX_ATTEMPTS = 5;

    private final NativeSocket dumps;
    private final NativeSocket events;
    private int sequence;

    private Netlink(NativeSocket dumps, NativeSocket events) {
        this.dumps = dumps;
        this.events = events;
    }

    /**
     * Opens the sockets in the calling thread's network namespace. Needs no privilege.
     *
     * @throws IOException one sentence
     */
    public static Netlink open() throws IOException {
        NativeSocket dumps = socket(DUMP_BUFFER_BYTES);
        try {
            // Else the kernel ignores the table filter and lists every route of the host.
            dumps.option(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
            NativeSocket events = socket(EVENT_BUFFER_BYTES);
            events.growReceiveBuffer();
            SocketAddresses.putNetlink(events.to, GROUPS);
            events.bind();
            return new Netlink(dumps, events);
        } catch (IOException failure) {
            dumps.close();
            throw failure;
        }
    }

    /** In the calling thread's network namespace. */
    private static NativeSocket socket(int bufferBytes) throws IOException {
        return NativeSocket.open(Libc.AF_NETLINK, Libc.SOCK_RAW, NETLINK_ROUTE, bufferBytes, ByteOrder.nativeOrder());
    }

    /** The same for one who is going to close it at once and for good. */
    static NativeSocket socketBriefly(int bufferBytes) throws IOException {
        return NativeSocket.openBriefly(
                Libc.AF_NETLINK, Libc.SOCK_RAW, NETLINK_ROUTE, bufferBytes, ByteOrder.nativeOrder());
    }

    /** The view of now, for a caller that needs it once. */
    public static KernelView readOnce() throws IOException {
        try (Netlink netlink = open()) {
            return netlink.read();
        }
    }

    /** Becomes readable when something changed. */
    public int eventFd() {
        return events.fd();
    }

    /**
     * Takes the waiting events away, or many of them.
     *
     * @return whether there were any; lost ones (ENOBUFS) count
     */
    public boolean drainEvents() {
        boolean[] any = {false};
        for (int i = 0; i < MAX_EVENTS && events.receive(error -> any[0] = true); i++) {
            any[0] = true;
        }
        return any[0];
    }

    /**
     * Reads everything. The kernel answers within the call: 1,000 addresses take well under a millisecond.
     *
     * @throws IOException when the kernel refuses or answers with nonsense
     */
    public KernelView read() throws IOException {
        Map<Integer, Link> links = new HashMap<>();
        List<Carried> addresses = new ArrayList<>();
        List<DefaultRoute> routes = new ArrayList<>();
        List<Link> ordered = new ArrayList<>();
        dump(
                RTM_GETLINK,
                RTM_NEWLINK,
                LINK_BODY_BYTES,
                ordered,
                (body, into) -> NetlinkMessages.link(body).ifPresent(into::add));
        ordered.forEach(link -> links.put(link.index(), link));
        dump(
                RTM_GETADDR,
                RTM_NEWADDR,
                ADDRESS_BODY_BYTES,
                addresses,
                (body, into) -> NetlinkMessages.address(body).ifPresent(into::add));
        addresses.replaceAll(carried -> withoutPlainLabel(carried, links));
        dump(
                RTM_GETROUTE,
                RTM_NEWROUTE,
                ROUTE_BODY_BYTES,
                routes,
                (body, into) -> into.addAll(NetlinkMessages.defaultRoutes(body)));
        return new KernelView(ordered, addresses, routes);
    }

    private static Carried withoutPlainLabel(Carried carried, Map<Integer, Link> links) {
        Link link = links.get(carried.linkIndex());
        return new Carried(
                carried.linkIndex(),
                carried.address(),
                carried.label().filter(label -> link == null || !label.equals(link.name())),
                carried.tentative(),
                carried.duplicate(),
                carried.secondary());
    }

    private interface Reader<T> {
        void read(ByteBuffer body, List<T> into);
    }

    private <T> void dump(int request, int answer, int bodyBytes, List<T> into, Reader<T> reader) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            into.clear();
            if (dumpOnce(request, answer, bodyBytes, body -> reader.read(body, into))) {
                return;
            }
        }
        // Changing faster than it can be read: the last attempt is near the truth, and an event will follow.
    }

    /** Returns false when the kernel says that something changed in between. */
    private boolean dumpOnce(int request, int answer, int bodyBytes, Consumer<ByteBuffer> reader) throws IOException {
        while (dumps.receive()) {
            // The rest of a dump that was given up.
        }
        sequence++;
        dumps.prepare();
        dumps.out.putInt(HEADER_BYTES + bodyBytes).putShort((short) request);
        dumps.out
                .putShort((short) (NLM_F_REQUEST | NLM_F_DUMP))
                .putInt(sequence)
                .putInt(0);
        int body = dumps.out.position();
        dumps.out.put(new byte[bodyBytes]);
        if (request == RTM_GETROUTE) {
            dumps.out.put(body + 4, RT_TABLE_MAIN);
        }
        SocketAddresses.putNetlink(dumps.to, 0);
        if (dumps.send().isPresent()) {
            throw new IOException("cannot ask the kernel for its addresses: error " + Errno.last());
        }
        boolean consistent = true;
        while (dumps.receive()) {
            for (ByteBuffer in = dumps.in; in.remaining() >= HEADER_BYTES; ) {
                int start = in.position();
                int length = in.getInt(start);
                if (length < HEADER_BYTES || length > in.remaining()) {
                    throw new IOException("the kernel's netlink answer is cut short");
                }
                int type = in.getShort(start + 4);
                consistent &= (in.getShort(start + 6) & NLM_F_DUMP_INTR) == 0;
                if (in.getInt(start + 8) == sequence) {
                    if (type == NLMSG_DONE) {
                        return consistent;
                    }
                    if (type == NLMSG_ERROR) {
                        throw new IOException(
                                "the kernel refuses to list its addresses: error " + -in.getInt(start + HEADER_BYTES));
                    }
                    if (type == answer) {
                        reader.accept(in.duplicate()
                                .order(in.order())
                                .limit(start + length)
                                .position(start + HEADER_BYTES));
                    }
                }
                in.position(Math.min(start + (length + 3 & ~3), in.limit()));
            }
        }
        throw new IOException("the kernel's netlink answer has no end");
    }

    @Override
    public void close() {
        dumps.close();
        events.close();
    }
}
