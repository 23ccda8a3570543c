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
 * Reads links, addresses and default routes from the kernel (rtnetlink(7)), whole tables at a time. {@link NetlinkEvents}
 * tells of changes. One thread at a time.
 */
public final class Netlink implements AutoCloseable {
    static final int NETLINK_ROUTE = 0;
    static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_GET_STRICT_CHK = 12;

    static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_GETROUTE = 26;
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_REQUEST = 1;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int HEADER_BYTES = 16;
    private static final int LINK_BODY_BYTES = 16;
    private static final int ADDRESS_BODY_BYTES = 8;
    private static final int ROUTE_BODY_BYTES = 12;
    private static final int DESTINATION_LENGTH = 1;
    private static final int TABLE = 4;
    private static final int IFLA_EXT_MASK = 29;
    /** Counters are most of what the kernel says of a link. */
    private static final int RTEXT_FILTER_SKIP_STATS = 8;
    /** The kernel fills up to 32 KiB at once when it is given the room. */
    private static final int DUMP_BUFFER_BYTES = 1 << 16;

    /** A dump that the kernel marks as interrupted by a change is begun again, this many times at most. */
    private static final int MAX_ATTEMPTS = 5;

    private final NativeSocket dumps;
    private int sequence;

    private Netlink(NativeSocket dumps) {
        this.dumps = dumps;
    }

    /**
     * Opens the socket in the calling thread's network namespace. Needs no privilege.
     *
     * @throws IOException one sentence
     */
    public static Netlink open() throws IOException {
        NativeSocket dumps = socket(DUMP_BUFFER_BYTES);
        // Else the kernel ignores the table filter and lists every route of the host.
        dumps.option(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
        return new Netlink(dumps);
    }

    /** In the calling thread's network namespace. */
    static NativeSocket socket(int bufferBytes) throws IOException {
        return NativeSocket.open(Libc.AF_NETLINK, Libc.SOCK_RAW, NETLINK_ROUTE, bufferBytes, ByteOrder.nativeOrder());
    }

    /** The same for one who is going to close it at once and for good. */
    static NativeSocket socketBriefly(int bufferBytes) throws IOException {
        return NativeSocket.openBriefly(
                Libc.AF_NETLINK, Libc.SOCK_RAW, NETLINK_ROUTE, bufferBytes, ByteOrder.nativeOrder());
    }

    /** For changes of what the kernel has: acknowledged without a copy of what they acknowledge, an error in the kernel's words. */
    static NativeSocket socketForChanges(int bufferBytes) throws IOException {
        NativeSocket socket = socketBriefly(bufferBytes);
        // Since Linux 4.3 and 4.12; without them an acknowledgement is only longer, and an error a number.
        socket.option(SOL_NETLINK, NETLINK_CAP_ACK, 1);
        socket.option(SOL_NETLINK, NETLINK_EXT_ACK, 1);
        return socket;
    }

    /** The view of now, for a caller that needs it once. */
    public static KernelView readOnce() throws IOException {
        try (Netlink netlink = open()) {
            return netlink.read();
        }
    }

    /** The same without the routes, of which a host may have a million. */
    public static KernelView readAddressesOnce() throws IOException {
        try (Netlink netlink = open()) {
            return netlink.readAddresses();
        }
    }

    /**
     * Reads everything. Takes well under a millisecond for 1,000 addresses, and a sixth of a second for a million routes.
     *
     * @throws IOException when the kernel refuses or answers with nonsense
     */
    public KernelView read() throws IOException {
        List<Link> links = links();
        return new KernelView(links, withoutPlainLabels(addresses(), links), defaultRoutes());
    }

    /** The same without the routes. */
    public KernelView readAddresses() throws IOException {
        List<Link> links = links();
        return new KernelView(links, withoutPlainLabels(addresses(), links), List.of());
    }

    /** Every interface. */
    public List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        dump(
                RTM_GETLINK,
                RTM_NEWLINK,
                LINK_BODY_BYTES,
                links,
                (body, into) -> NetlinkMessages.link(body).ifPresent(into::add));
        return links;
    }

    /** Every address; an IPv4 label may be the interface's plain name. */
    public List<Carried> addresses() throws IOException {
        List<Carried> addresses = new ArrayList<>();
        dump(
                RTM_GETADDR,
                RTM_NEWADDR,
                ADDRESS_BODY_BYTES,
                addresses,
                (body, into) -> NetlinkMessages.address(body).ifPresent(into::add));
        return addresses;
    }

    /** The default routes of the main table. */
    public List<DefaultRoute> defaultRoutes() throws IOException {
        List<DefaultRoute> routes = new ArrayList<>();
        dump(
                RTM_GETROUTE,
                RTM_NEWROUTE,
                ROUTE_BODY_BYTES,
                routes,
                (body, into) -> into.addAll(NetlinkMessages.defaultRoutes(body)));
        return routes;
    }

    private static List<Carried> withoutPlainLabels(List<Carried> addresses, List<Link> ordered) {
        Map<Integer, Link> links = new HashMap<>();
        ordered.forEach(link -> links.put(link.index(), link));
        List<Carried> plain = new ArrayList<>(addresses);
        plain.replaceAll(carried -> {
            Link link = links.get(carried.linkIndex());
            return link == null ? carried : carried.withoutPlainLabel(link.name());
        });
        return plain;
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
        boolean ofLinks = request == RTM_GETLINK;
        int length = HEADER_BYTES + bodyBytes + (ofLinks ? 2 * Integer.BYTES : 0);
        dumps.out.putInt(length).putShort((short) request);
        dumps.out
                .putShort((short) (NLM_F_REQUEST | NLM_F_DUMP))
                .putInt(sequence)
                .putInt(0);
        int body = dumps.out.position();
        dumps.out.put(new byte[bodyBytes]);
        if (request == RTM_GETROUTE) {
            dumps.out.put(body + TABLE, NetlinkMessages.RT_TABLE_MAIN_BYTE);
        }
        if (ofLinks) {
            dumps.out.putShort((short) (2 * Integer.BYTES)).putShort((short) IFLA_EXT_MASK);
            dumps.out.putInt(RTEXT_FILTER_SKIP_STATS);
        }
        SocketAddresses.putNetlink(dumps.to, 0);
        if (dumps.send().isPresent()) {
            throw new IOException("cannot ask the kernel for its addresses: error " + Errno.last());
        }
        return NetlinkDump.read(
                dumps,
                sequence,
                "addresses",
                (type, start, size) -> type == answer && !isOtherRoute(dumps.in, start, size, type),
                reader);
    }

    /** Of a million routes a few are wanted; nothing is made for the others. */
    private static boolean isOtherRoute(ByteBuffer in, int start, int length, int type) {
        return type == RTM_NEWROUTE
                && length > HEADER_BYTES + DESTINATION_LENGTH
                && in.get(start + HEADER_BYTES + DESTINATION_LENGTH) != 0;
    }

    @Override
    public void close() {
        dumps.close();
    }
}
