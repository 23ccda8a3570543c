package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Sends and receives ARP on one interface. Our own frames are not received. One thread only. */
public final class ArpSocket implements AutoCloseable {
    static final int ETHERTYPE = 0x0806;
    private static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");
    private static final int BUFFER_BYTES = 256;
    /** Four instructions each, of the 4,096 that the kernel takes. */
    private static final int MOST_FILTERED = 1_000;
    /** What {@link ArpPacket#parse} takes, of others, for this host or for everybody; ends with a reply to this host. */
    private static final int[][] SOUND = {
        {Bpf.LOAD_WORD, 0, 0, Bpf.PACKET_TYPE},
        {Bpf.GREATER_OR_EQUAL, 8, 0, SocketAddresses.PACKET_OTHERHOST}, // our own ones, too, have higher types
        {Bpf.LOAD_WORD, 0, 0, 0}, // hardware and protocol
        {Bpf.EQUAL, 0, 6, ArpPacket.ETHERNET << 16 | ArpPacket.IPV4},
        {Bpf.LOAD_HALF, 0, 0, 4}, // their lengths
        {Bpf.EQUAL, 0, 4, 6 << 8 | 4},
        {Bpf.LOAD_WORD, 0, 0, ArpPacket.BYTES - Integer.BYTES}, // a load past the end drops the frame
        {Bpf.LOAD_HALF, 0, 0, 6},
        {Bpf.EQUAL, 2, 0, ArpPacket.REPLY},
        {Bpf.EQUAL, 2, 0, ArpPacket.REQUEST},
        {Bpf.RETURN, 0, 0, Bpf.DROP},
        {Bpf.RETURN, 0, 0, Bpf.ACCEPT},
    };

    private final NativeSocket socket;
    private final int linkIndex;
    private final MacAddress self;

    private ArpSocket(NativeSocket socket, int linkIndex, MacAddress self) {
        this.socket = socket;
        this.linkIndex = linkIndex;
        this.self = self;
    }

    /**
     * Opens one in the calling thread's network namespace.
     *
     * @param self the interface's own link-layer address
     * @throws IOException one sentence with the remedy
     */
    public static ArpSocket open(int linkIndex, MacAddress self) throws IOException {
        // Protocol 0: nothing from any other interface is queued before the bind.
        NativeSocket socket = NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
        if (!Bpf.attach(socket, filter(Optional.empty()))) {
            int errno = Errno.last();
            socket.close();
            throw Errno.exception("cannot filter for ARP", errno);
        }
        // Thousands of aliases are answered for at once.
        socket.growReceiveBuffer();
        SocketAddresses.putLink(socket.to, ETHERTYPE, linkIndex, self);
        socket.bind();
        return new ArpSocket(socket, linkIndex, self);
    }

    /**
     * Opens one that only sends: nothing is ever queued that nobody would read.
     *
     * @throws IOException one sentence with the remedy
     */
    public static ArpSocket openToSend(int linkIndex, MacAddress self) throws IOException {
        // A packet socket of protocol 0 that is not bound receives nothing; where to send is said with each frame.
        NativeSocket socket = NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, BUFFER_BYTES, ByteOrder.BIG_ENDIAN);
        return new ArpSocket(socket, linkIndex, self);
    }

    /** Fails with one sentence that has the remedy when this process may not use ARP at all. */
    public static void requirePermission() throws IOException {
        try {
            NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, BUFFER_BYTES, ByteOrder.BIG_ENDIAN)
                    .close();
        } catch (NativeSocket.OpenException refused) {
            throw Errno.exception("cannot open an ARP socket", refused.errno);
        }
    }

    public int fd() {
        return socket.fd();
    }

    /**
     * Lets the kernel drop the requests of others that are neither about these addresses nor sent from them: on a big
     * link nearly all that would wake this process. Every reply is received as before. Of very many addresses nothing is
     * dropped.
     *
     * @return empty when it does, else why not
     */
    public Optional<String> hearAbout(Set<IpAddress> addresses) {
        return Bpf.attach(socket, filter(Optional.of(addresses)))
                ? Optional.empty()
                : Optional.of("the kernel refuses the packet filter: " + Errno.openingFailed(Errno.last()));
    }

    /** @param concerned the addresses of which requests are wanted; empty: of all */
    private static int[][] filter(Optional<Set<IpAddress>> concerned) {
        List<int[]> code = new ArrayList<>(List.of(SOUND));
        if (concerned.isEmpty() || concerned.get().size() > MOST_FILTERED) {
            code.add(new int[] {Bpf.RETURN, 0, 0, Bpf.ACCEPT});
            return code.toArray(int[][]::new);
        }
        for (int offset : new int[] {ArpPacket.SENDER_IP, ArpPacket.TARGET_IP}) {
            code.add(new int[] {Bpf.LOAD_WORD, 0, 0, offset});
            for (IpAddress address : concerned.get()) {
                // A jump reaches no further than 255 instructions, so each comparison has an end of its own.
                code.add(new int[] {Bpf.EQUAL, 0, 1, (int) address.low()});
                code.add(new int[] {Bpf.RETURN, 0, 0, Bpf.ACCEPT});
            }
        }
        code.add(new int[] {Bpf.RETURN, 0, 0, Bpf.DROP});
        return code.toArray(int[][]::new);
    }

    /** Sends "who has it?" of RFC 5227; empty when it left, else why not. */
    public Optional<String> probe(IpAddress target) {
        return send(ArpPacket.probe(self, target));
    }

    /** The same with the mark of a defender that would take the target. */
    public Optional<String> watchFromNowhere(IpAddress target) {
        return send(ArpPacket.watchFromNowhere(self, target));
    }

    /** Sends "who has it?" from an address of this host to everybody; empty when it left, else why not. */
    public Optional<String> request(IpAddress own, IpAddress target) {
        return request(own, target, BROADCAST);
    }

    /**
     * Sends "who has it?" to one host alone, which saves all others an interrupt (the unicast poll of RFC 1122, section
     * 2.3.2.1); empty when it left, else why not.
     */
    public Optional<String> request(IpAddress own, IpAddress target, MacAddress to) {
        return send(ArpPacket.request(self, own, target), to);
    }

    /**
     * Tells defenders that this host has let go of the target; empty when it left, else why not.
     *
     * @param own an address of this host; empty: it has none here
     */
    public Optional<String> farewell(Optional<IpAddress> own, IpAddress target) {
        return send(ArpPacket.farewell(self, own, target));
    }

    /** Says "I have it" to everybody as a request (RFC 5227, section 2.3); empty when it left, else why not. */
    public Optional<String> announceAsRequest(IpAddress address) {
        return send(ArpPacket.announcement(self, address));
    }

    /**
     * The same with the mark of a defender that would take the target.
     *
     * @param to who is to be asked; empty: everybody
     */
    public Optional<String> watch(IpAddress own, IpAddress target, Optional<MacAddress> to) {
        return send(ArpPacket.watch(self, own, target), to.isPresent() ? to.get() : BROADCAST);
    }

    /** Says "I have it" to everybody in both forms; empty when both left, else why one did not. */
    public Optional<String> announce(IpAddress address) {
        Optional<String> asRequest = announceAsRequest(address);
        Optional<String> asReply = send(ArpPacket.announcementAsReply(self, address));
        return asRequest.or(() -> asReply);
    }

    private Optional<String> send(ArpPacket packet) {
        return send(packet, BROADCAST);
    }

    private Optional<String> send(ArpPacket packet, MacAddress to) {
        socket.prepare();
        SocketAddresses.putLink(socket.to, ETHERTYPE, linkIndex, to);
        packet.put(socket.out);
        return socket.send();
    }

    /**
     * Reads what is waiting.
     *
     * @param limit at most this many frames, so that a storm cannot keep the thread
     * @return how many were read, sound or not; less than the limit when nothing is left
     */
    public int receive(int limit, Consumer<ArpPacket> receiver) {
        int count = 0;
        while (count < limit && socket.receive()) {
            count++;
            // A packet that names another sender than its frame (proxy ARP aside) is still what caches will learn.
            if (SocketAddresses.getLinkSender(socket.from).isPresent()) {
                ArpPacket.parse(socket.in).ifPresent(receiver);
            }
        }
        return count;
    }

    @Override
    public void close() {
        socket.close();
    }
}
