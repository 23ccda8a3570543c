package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A neighbour solicitation or advertisement (RFC 4861, sections 4.3 and 4.4) in its IPv6 packet.
 *
 * @param advertisement else it is a solicitation
 * @param source of the IPv6 packet; unspecified in a solicitation for duplicate address detection
 * @param mac the source (solicitation) or target (advertisement) link-layer address option
 * @param mark what a defender has written into its solicitation
 */
public record NeighbourPacket(
        boolean advertisement,
        IpAddress source,
        IpAddress destination,
        IpAddress target,
        Optional<MacAddress> mac,
        Mark mark) {
    static final int HOP_LIMIT = 255;
    static final int SOLICITATION_TYPE = 135;
    static final int ADVERTISEMENT_TYPE = 136;
    private static final int NEXT_HEADER_ICMP6 = 58;
    private static final int IP_BYTES = 40;
    private static final int BODY_BYTES = 24;
    private static final int OPTION_BYTES = 8;
    private static final int ROUTER = 0x80000000;
    private static final int OVERRIDE = 0x20000000;
    private static final byte SOURCE_LINK_LAYER = 1;
    private static final byte TARGET_LINK_LAYER = 2;
    /** RFC 3971, section 5.3.2; receivers ignore options that they do not know (RFC 4861, section 4.6). */
    private static final byte NONCE = 14;

    private static final IpAddress UNSPECIFIED = IpAddress.of("::");
    private static final IpAddress ALL_NODES = IpAddress.of("ff02::1");
    private static final long SOLICITED_NODE_HIGH = 0xff02L << 48;
    private static final long SOLICITED_NODE_LOW = 0x1_ff00_0000L;

    /** Without the mark of a watching defender. */
    public NeighbourPacket(
            boolean advertisement,
            IpAddress source,
            IpAddress destination,
            IpAddress target,
            Optional<MacAddress> mac) {
        this(advertisement, source, destination, target, mac, Mark.NONE);
    }

    /** "Who has it?", as duplicate address detection asks: nobody's cache learns (RFC 4862, section 5.4.2). */
    public static NeighbourPacket probe(IpAddress target) {
        return new NeighbourPacket(false, UNSPECIFIED, solicitedNode(target), target, Optional.empty());
    }

    /** "Who has it? Tell this address of mine." The everyday question; a host in the middle of DAD ignores it. */
    public static NeighbourPacket request(MacAddress self, IpAddress own, IpAddress target) {
        return new NeighbourPacket(false, own, solicitedNode(target), target, Optional.of(self));
    }

    /** The same with the mark of a defender that would take the target when it falls silent. */
    public static NeighbourPacket watch(MacAddress self, IpAddress own, IpAddress target) {
        return new NeighbourPacket(false, own, solicitedNode(target), target, Optional.of(self), Mark.WATCH);
    }

    /** The same from no address. A kernel's own duplicate address detection has another nonce (RFC 7527). */
    public static NeighbourPacket watchFromNowhere(IpAddress target) {
        return new NeighbourPacket(false, UNSPECIFIED, solicitedNode(target), target, Optional.empty(), Mark.WATCH);
    }

    /**
     * "I have let go of it; who has it now?" of a defender.
     *
     * @param own an address of the sender; empty: it has none
     */
    public static NeighbourPacket farewell(MacAddress self, Optional<IpAddress> own, IpAddress target) {
        return new NeighbourPacket(
                false,
                own.orElse(UNSPECIFIED),
                solicitedNode(target),
                target,
                own.isPresent() ? Optional.of(self) : Optional.empty(),
                Mark.FAREWELL);
    }

    /** "I have it", to everybody, and to override what caches have (RFC 4861, section 7.2.6). */
    public static NeighbourPacket announcement(MacAddress self, IpAddress address) {
        return new NeighbourPacket(true, address, ALL_NODES, address, Optional.of(self));
    }

    /** The multicast group in which a holder of the address listens (RFC 4291, section 2.7.1). */
    public static IpAddress solicitedNode(IpAddress address) {
        return new IpAddress(SOLICITED_NODE_HIGH, SOLICITED_NODE_LOW | address.low() & 0xffffff, true);
    }

    /** The Ethernet address of an IPv6 multicast group (RFC 2464, section 7). */
    static MacAddress multicastMac(IpAddress group) {
        return new MacAddress(0x3333L << 32 | group.low() & 0xffffffffL);
    }

    /** A solicitation that names no sender: somebody thinks of taking the target address. */
    public boolean isProbe() {
        return !advertisement && source.isUnspecified() && mark == Mark.NONE;
    }

    /** Writes the whole IPv6 packet at the start of a big-endian buffer. */
    void put(ByteBuffer out) {
        put(out, false);
    }

    /**
     * The same.
     *
     * @param router an advertisement's R flag (RFC 4861, section 4.4): its sender forwards
     */
    void put(ByteBuffer out, boolean router) {
        int length = BODY_BYTES + (mac.isPresent() ? OPTION_BYTES : 0) + (mark == Mark.NONE ? 0 : OPTION_BYTES);
        out.putInt(0x60000000)
                .putShort((short) length)
                .put((byte) NEXT_HEADER_ICMP6)
                .put((byte) HOP_LIMIT);
        out.put(source.toBytes()).put(destination.toBytes());
        int start = out.position();
        out.put((byte) (advertisement ? ADVERTISEMENT_TYPE : SOLICITATION_TYPE))
                .put((byte) 0)
                .putShort((short) 0);
        out.putInt(advertisement ? OVERRIDE | (router ? ROUTER : 0) : 0).put(target.toBytes());
        mac.ifPresent(address -> out.put(advertisement ? TARGET_LINK_LAYER : SOURCE_LINK_LAYER)
                .put((byte) 1)
                .put(address.toBytes()));
        if (mark != Mark.NONE) {
            out.put(NONCE).put((byte) 1).put(mark.bits().toBytes());
        }
        out.putShort(start + 2, Checksum.ofIcmp6(out, start, out.position(), source, destination));
    }

    /**
     * Reads one from the start of a big-endian buffer. The checks are those of RFC 4861, sections 7.1.1 and 7.1.2.
     *
     * @return empty when it is anything else or not sound
     */
    static Optional<NeighbourPacket> parse(ByteBuffer in) {
        if (in.limit() < IP_BYTES + BODY_BYTES
                || (in.get(0) & 0xf0) != 0x60
                || in.get(6) != NEXT_HEADER_ICMP6
                || (in.get(7) & 0xff) != HOP_LIMIT) {
            return Optional.empty();
        }
        int length = in.getShort(4) & 0xffff;
        int type = in.get(IP_BYTES) & 0xff;
        if (length < BODY_BYTES
                || IP_BYTES + length > in.limit()
                || type != SOLICITATION_TYPE && type != ADVERTISEMENT_TYPE
                || in.get(IP_BYTES + 1) != 0) {
            return Optional.empty();
        }
        IpAddress source = ip(in, 8);
        IpAddress destination = ip(in, 24);
        IpAddress target = ip(in, IP_BYTES + 8);
        int end = IP_BYTES + length;
        boolean advertisement = type == ADVERTISEMENT_TYPE;
        if (target.isMulticast()
                || Checksum.ofIcmp6(in, IP_BYTES, end, source, destination) != 0
                || !optionsAreSound(in, end)) {
            return Optional.empty();
        }
        Optional<MacAddress> mac = option(in, end, advertisement ? TARGET_LINK_LAYER : SOURCE_LINK_LAYER);
        Mark mark = advertisement ? Mark.NONE : Mark.of(option(in, end, NONCE));
        return Optional.of(new NeighbourPacket(advertisement, source, destination, target, mac, mark));
    }

    private static boolean optionsAreSound(ByteBuffer in, int end) {
        int at = IP_BYTES + BODY_BYTES;
        while (at + 2 <= end && in.get(at + 1) != 0) {
            at += (in.get(at + 1) & 0xff) * 8;
        }
        return at == end;
    }

    private static Optional<MacAddress> option(ByteBuffer in, int end, byte wanted) {
        for (int at = IP_BYTES + BODY_BYTES; at < end; at += (in.get(at + 1) & 0xff) * 8) {
            if (in.get(at) == wanted && in.get(at + 1) == 1) {
                return Optional.of(
                        new MacAddress((in.getShort(at + 2) & 0xffffL) << 32 | in.getInt(at + 4) & 0xffffffffL));
            }
        }
        return Optional.empty();
    }

    private static IpAddress ip(ByteBuffer in, int offset) {
        return new IpAddress(in.getLong(offset), in.getLong(offset + 8), true);
    }
}
