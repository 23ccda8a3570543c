package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * @param reply else it is a request; the other operations are not for us
 */
public record ArpPacket(
        boolean reply, MacAddress senderMac, IpAddress senderIp, MacAddress targetMac, IpAddress targetIp) {
    static final int BYTES = 28;
    static final int SENDER_IP = 14;
    static final int TARGET_IP = 24;
    static final short ETHERNET = 1;
    static final short IPV4 = 0x0800;
    static final short REQUEST = 1;
    static final short REPLY = 2;
    private static final MacAddress NO_MAC = new MacAddress(0);
    private static final IpAddress NO_IP = IpAddress.ofV4(0);

    /** "Who has it?", asked without saying an address of one's own, so that nobody's cache learns (RFC 5227, 2.1.1). */
    public static ArpPacket probe(MacAddress self, IpAddress target) {
        return new ArpPacket(false, self, NO_IP, NO_MAC, target);
    }

    /** "Who has it? Tell this address of mine." The everyday question. */
    public static ArpPacket request(MacAddress self, IpAddress own, IpAddress target) {
        return new ArpPacket(false, self, own, NO_MAC, target);
    }

    /** The same with the mark of a defender that would take the target when it falls silent. */
    public static ArpPacket watch(MacAddress self, IpAddress own, IpAddress target) {
        return new ArpPacket(false, self, own, Mark.WATCH.bits(), target);
    }

    /** The same from no address: RFC 5227, section 2.1.1 lets the target hardware address of a probe be anything. */
    public static ArpPacket watchFromNowhere(MacAddress self, IpAddress target) {
        return new ArpPacket(false, self, NO_IP, Mark.WATCH.bits(), target);
    }

    /**
     * "I have let go of it; who has it now?" of a defender.
     *
     * @param own an address of the sender; empty: it has none
     */
    public static ArpPacket farewell(MacAddress self, Optional<IpAddress> own, IpAddress target) {
        return new ArpPacket(false, self, own.orElse(NO_IP), Mark.FAREWELL.bits(), target);
    }

    /** A gratuitous request (RFC 5227, 2.3). */
    public static ArpPacket announcement(MacAddress self, IpAddress address) {
        return new ArpPacket(false, self, address, NO_MAC, address);
    }

    /** A gratuitous reply: some listeners take only this form, and only when the target is the sender. */
    public static ArpPacket announcementAsReply(MacAddress self, IpAddress address) {
        return new ArpPacket(true, self, address, self, address);
    }

    /** A request that names no sender: somebody thinks of taking the target address. */
    public boolean isProbe() {
        return !reply && senderIp.isUnspecified() && mark() == Mark.NONE;
    }

    /** What a defender has written into its request. */
    public Mark mark() {
        return reply ? Mark.NONE : Mark.of(targetMac);
    }

    /** Sent to everybody, to tell and not to ask or to answer. */
    public boolean isGratuitous() {
        return !senderIp.isUnspecified() && senderIp.equals(targetIp);
    }

    /** Writes the packet into a big-endian buffer. */
    void put(ByteBuffer out) {
        out.putShort(ETHERNET).putShort(IPV4).put((byte) 6).put((byte) 4).putShort(reply ? REPLY : REQUEST);
        put(out, senderMac, senderIp);
        put(out, targetMac, targetIp);
    }

    /** As numbers, not as arrays: this is done for every target in every interval. */
    private static void put(ByteBuffer out, MacAddress mac, IpAddress ip) {
        out.putShort((short) (mac.bits() >>> 32)).putInt((int) mac.bits()).putInt((int) ip.low());
    }

    /** Reads one from the start of a big-endian buffer; empty when it is anything else. */
    static Optional<ArpPacket> parse(ByteBuffer in) {
        if (in.limit() < BYTES
                || in.getShort(0) != ETHERNET
                || in.getShort(2) != IPV4
                || in.get(4) != 6
                || in.get(5) != 4
                || in.getShort(6) != REQUEST && in.getShort(6) != REPLY) {
            return Optional.empty();
        }
        return Optional.of(
                new ArpPacket(in.getShort(6) == REPLY, mac(in, 8), ip(in, SENDER_IP), mac(in, 18), ip(in, TARGET_IP)));
    }

    private static MacAddress mac(ByteBuffer in, int offset) {
        return new MacAddress((in.getShort(offset) & 0xffffL) << 32 | in.getInt(offset + 2) & 0xffffffffL);
    }

    private static IpAddress ip(ByteBuffer in, int offset) {
        return IpAddress.ofV4(in.getInt(offset));
    }
}
