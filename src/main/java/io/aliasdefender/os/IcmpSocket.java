package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Sends echo requests to any number of addresses of one family and receives the replies of other hosts. One thread
 * only.
 */
public final class IcmpSocket implements AutoCloseable {
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_RAW = 255;
    private static final int ICMP_FILTER = 1;
    private static final int ICMPV6_FILTER = 1;
    private static final int ICMPV6_FILTER_BYTES = 32;
    private static final int V6_ECHO_REPLY = 129;
    private static final int LOOPBACK_INDEX = 1;
    private static final int IPPROTO_IP = 0;
    private static final int IP_UNICAST_IF = 50;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_UNICAST_IF = 76;
    /**
     * An address of this host's own is answered over loopback, by this host. That would pass for somebody else's
     * answer in the moment between our taking an address and our hearing of it.
     */
    private static final int[][] NOT_OUR_OWN = {
        {Bpf.LOAD_WORD, 0, 0, Bpf.INTERFACE_INDEX},
        {Bpf.EQUAL, 1, 0, LOOPBACK_INDEX},
        {Bpf.RETURN, 0, 0, Bpf.ACCEPT},
        {Bpf.RETURN, 0, 0, Bpf.DROP},
    };

    private static final int BUFFER_BYTES = 2048;

    private final NativeSocket socket;
    private final boolean v6;
    private final boolean raw;
    private final SourcedMessage sourced = new SourcedMessage();
    private final EchoKey key = EchoKey.random();
    /** As ping has it, for people who look at the packets. It proves nothing. */
    private final short identifier = (short) ProcessHandle.current().pid();

    private short sequence;

    private IcmpSocket(NativeSocket socket, boolean v6, boolean raw) {
        this.socket = socket;
        this.v6 = v6;
        this.raw = raw;
    }

    /** Takes one reply. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * @param from who answered
         * @param sentNanos the {@link System#nanoTime()} that was given with the request
         */
        void reply(IpAddress from, long sentNanos);
    }

    /** Takes one reply with the link on which it came. */
    @FunctionalInterface
    public interface ScopedReceiver {
        /**
         * @param from who answered
         * @param scope the index of the interface that was named with the request, else 0
         * @param mark that was given with the request, else 0
         * @param sentNanos the {@link System#nanoTime()} that was given with the request
         */
        void reply(IpAddress from, int scope, int mark, long sentNanos);
    }

    /**
     * Opens a ping socket, or a raw one where ping sockets are not permitted (net.ipv4.ping_group_range is empty by
     * default, even for root).
     *
     * @throws IOException one sentence with the remedy
     */
    public static IcmpSocket open(boolean v6) throws IOException {
        return open(v6, NOT_OUR_OWN);
    }

    /**
     * The same, by whom an address of this host's own may answer, too: for somebody who wants to know whether an address is
     * answered, and not by whom.
     *
     * @throws IOException one sentence with the remedy
     */
    public static IcmpSocket openForAny(boolean v6) throws IOException {
        return open(v6, new int[0][]);
    }

    private static IcmpSocket open(boolean v6, int[][] filter) throws IOException {
        int family = v6 ? Libc.AF_INET6 : Libc.AF_INET;
        int protocol = v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        try {
            return set(new IcmpSocket(open(family, Libc.SOCK_DGRAM, protocol), v6, false), filter);
        } catch (NativeSocket.OpenException notPermitted) {
            if (notPermitted.errno != Errno.EACCES && notPermitted.errno != Errno.EPERM) {
                throw notPermitted;
            }
        }
        try {
            return set(new IcmpSocket(open(family, Libc.SOCK_RAW, protocol), v6, true), filter);
        } catch (NativeSocket.OpenException refused) {
            throw Errno.exception("cannot open an ICMP socket", refused.errno);
        }
    }

    private static NativeSocket open(int family, int type, int protocol) throws IOException {
        return NativeSocket.open(family, type, protocol, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
    }

    /** Lets the kernel drop all but echo replies (a set bit blocks) and asks for room for many of them. */
    private static IcmpSocket set(IcmpSocket icmp, int[][] program) throws IOException {
        if (icmp.raw && icmp.v6) {
            NativeBuffer filter = NativeBuffer.allocate(ICMPV6_FILTER_BYTES, ByteOrder.nativeOrder());
            for (int word = 0; word < ICMPV6_FILTER_BYTES / Integer.BYTES; word++) {
                filter.bytes().putInt(word == V6_ECHO_REPLY >> 5 ? ~(1 << (V6_ECHO_REPLY & 31)) : -1);
            }
            icmp.socket.option(IPPROTO_ICMPV6, ICMPV6_FILTER, filter, ICMPV6_FILTER_BYTES);
        } else if (icmp.raw) {
            icmp.socket.option(SOL_RAW, ICMP_FILTER, ~1);
        }
        if (program.length > 0 && !Bpf.attach(icmp.socket, program)) {
            int errno = Errno.last();
            icmp.close();
            throw Errno.exception("cannot filter an ICMP socket", errno);
        }
        icmp.socket.growReceiveBuffer();
        return icmp;
    }

    public int fd() {
        return socket.fd();
    }

    /**
     * Sends one echo request.
     *
     * @param scope the index of the interface over which it is to leave; 0: whichever the kernel's routes say. An IPv6
     *     link-local address needs one
     * @param nowNanos {@link System#nanoTime()}; comes back with the reply
     * @return empty when it left this host, else why not
     */
    public Optional<String> send(IpAddress to, int scope, long nowNanos) {
        socket.prepare();
        SocketAddresses.putInet(socket.to, to, to.isLinkLocal() ? scope : 0);
        IcmpEcho.putRequest(socket.out, v6, identifier, sequence++, key.code(to, scope, nowNanos), nowNanos, scope);
        return scope == 0 || to.isLinkLocal() ? socket.send() : sendOver(scope);
    }

    /**
     * Sends one echo request from an address of this host's choice. The answer comes to that address, and the mark with
     * it, so that an answer to one address is never taken for one to another.
     *
     * @param source one that this host carries
     * @param link the index of the interface over which it is to leave
     * @param mark comes back with the reply; more than 0
     */
    public Optional<String> sendFrom(IpAddress source, IpAddress to, int link, int mark, long nowNanos) {
        socket.prepare();
        SocketAddresses.putInet(socket.to, to, to.isLinkLocal() ? link : 0);
        long code = key.code(to, link, mark, nowNanos);
        IcmpEcho.putRequest(socket.out, v6, identifier, sequence++, code, nowNanos, link, mark);
        return socket.sendFrom(source, link, sourced);
    }

    /** Of the routes only those over this interface count, and where there is none the address is a neighbour on it. */
    private Optional<String> sendOver(int link) {
        if (!leavesOver(link)) {
            return Optional.of("this kernel does not let a program choose the interface of an echo request");
        }
        Optional<String> problem = socket.send();
        leavesOver(0);
        return problem;
    }

    private boolean leavesOver(int link) {
        // In network byte order.
        int number = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(link) : link;
        return v6
                ? socket.option(IPPROTO_IPV6, IPV6_UNICAST_IF, number)
                : socket.option(IPPROTO_IP, IP_UNICAST_IF, number);
    }

    /**
     * Reads what is waiting.
     *
     * @param limit at most this many packets, so that a flood cannot keep the thread
     * @return how many were read, ours or not; less than the limit when nothing is left
     */
    public int receive(int limit, Receiver receiver) {
        return receive(limit, (from, scope, mark, sentNanos) -> receiver.reply(from, sentNanos));
    }

    /** The same with the link of each reply. */
    public int receive(int limit, ScopedReceiver receiver) {
        int count = 0;
        while (count < limit && socket.receive()) {
            count++;
            int start = IcmpEcho.reply(socket.in, v6, raw && !v6);
            if (start != IcmpEcho.NONE) {
                SocketAddresses.getInet(socket.from).ifPresent(from -> tellIfAsked(from, start, receiver));
            }
        }
        return count;
    }

    /**
     * Whoever names himself as the sender brings back a code, and the code says whom we have asked. It is compared as one
     * number, in the same time wherever they differ.
     */
    private void tellIfAsked(IpAddress from, int start, ScopedReceiver receiver) {
        int scope = IcmpEcho.link(socket.in, start);
        if (from.isLinkLocal() && scope != SocketAddresses.getScope(socket.from)) {
            return;
        }
        long sentNanos = IcmpEcho.sentNanos(socket.in, start);
        int mark = IcmpEcho.mark(socket.in, start);
        if (IcmpEcho.code(socket.in, start) == key.code(from, scope, mark, sentNanos)) {
            receiver.reply(from, scope, mark, sentNanos);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
