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
         * @param scope the index of the interface when that is an IPv6 link-local address, else 0
         * @param sentNanos the {@link System#nanoTime()} that was given with the request
         */
        void reply(IpAddress from, int scope, long sentNanos);
    }

    /**
     * Opens a ping socket, or a raw one where ping sockets are not permitted (net.ipv4.ping_group_range is empty by
     * default, even for root).
     *
     * @throws IOException one sentence with the remedy
     */
    public static IcmpSocket open(boolean v6) throws IOException {
        int family = v6 ? Libc.AF_INET6 : Libc.AF_INET;
        int protocol = v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        try {
            return set(new IcmpSocket(open(family, Libc.SOCK_DGRAM, protocol), v6, false));
        } catch (NativeSocket.OpenException notPermitted) {
            if (notPermitted.errno != Errno.EACCES && notPermitted.errno != Errno.EPERM) {
                throw notPermitted;
            }
        }
        try {
            return set(new IcmpSocket(open(family, Libc.SOCK_RAW, protocol), v6, true));
        } catch (NativeSocket.OpenException refused) {
            throw Errno.exception("cannot open an ICMP socket", refused.errno);
        }
    }

    private static NativeSocket open(int family, int type, int protocol) throws IOException {
        return NativeSocket.open(family, type, protocol, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
    }

    /** Lets the kernel drop all but echo replies (a set bit blocks) and asks for room for many of them. */
    private static IcmpSocket set(IcmpSocket icmp) throws IOException {
        if (icmp.raw && icmp.v6) {
            NativeBuffer filter = NativeBuffer.allocate(ICMPV6_FILTER_BYTES, ByteOrder.nativeOrder());
            for (int word = 0; word < ICMPV6_FILTER_BYTES / Integer.BYTES; word++) {
                filter.bytes().putInt(word == V6_ECHO_REPLY >> 5 ? ~(1 << (V6_ECHO_REPLY & 31)) : -1);
            }
            icmp.socket.option(IPPROTO_ICMPV6, ICMPV6_FILTER, filter, ICMPV6_FILTER_BYTES);
        } else if (icmp.raw) {
            icmp.socket.option(SOL_RAW, ICMP_FILTER, ~1);
        }
        if (!Bpf.attach(icmp.socket, NOT_OUR_OWN)) {
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
     * @param scope the interface index when the address is an IPv6 link-local one, else 0
     * @param nowNanos {@link System#nanoTime()}; comes back with the reply
     * @return empty when it left this host, else why not
     */
    public Optional<String> send(IpAddress to, int scope, long nowNanos) {
        socket.prepare();
        SocketAddresses.putInet(socket.to, to, scope);
        IcmpEcho.putRequest(socket.out, v6, identifier, sequence++, key.code(to, scope, nowNanos), nowNanos);
        return socket.send();
    }

    /**
     * Reads what is waiting.
     *
     * @param limit at most this many packets, so that a flood cannot keep the thread
     * @return how many were read, ours or not; less than the limit when nothing is left
     */
    public int receive(int limit, Receiver receiver) {
        return receive(limit, (from, scope, sentNanos) -> receiver.reply(from, sentNanos));
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
        int scope = SocketAddresses.getScope(socket.from);
        long sentNanos = IcmpEcho.sentNanos(socket.in, start);
        if (IcmpEcho.code(socket.in, start) == key.code(from, scope, sentNanos)) {
            receiver.reply(from, scope, sentNanos);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
