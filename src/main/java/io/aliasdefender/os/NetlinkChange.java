package io.aliasdefender.os;

import io.aliasdefender.core.net.Cidr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes RTM_NEWADDR and RTM_DELADDR messages (rtnetlink(7)), the same as {@code ip address add} and {@code del} do. */
final class NetlinkChange {
    private static final int RTM_DELADDR = 21;
    static final int NLM_F_ACK = 0x4;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;
    private static final int IFA_BROADCAST = 4;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_F_NODAD = 0x02;
    private static final int FOREVER = -1;

    private NetlinkChange() {}

    /** Appends the message; {@code sequence} comes back in the answer to it. */
    static void write(ByteBuffer out, int sequence, AddressSocket.Change change, int linkIndex) {
        Cidr cidr = change.address();
        boolean v6 = cidr.address().v6();
        byte[] address = cidr.address().toBytes();
        int start = out.position();
        out.putInt(0).putShort((short) (change.add() ? Netlink.RTM_NEWADDR : RTM_DELADDR));
        out.putShort((short) (Netlink.NLM_F_REQUEST | NLM_F_ACK | (change.add() ? NLM_F_CREATE | NLM_F_EXCL : 0)));
        out.putInt(sequence).putInt(0);
        out.put((byte) (v6 ? Libc.AF_INET6 : Libc.AF_INET)).put((byte) cidr.prefixLength());
        // We asked the link ourselves whether anybody has it.
        out.put((byte) (v6 && change.add() ? IFA_F_NODAD : 0)).put((byte) 0).putInt(linkIndex);
        attribute(out, NetlinkMessages.IFA_LOCAL, address);
        attribute(out, NetlinkMessages.IFA_ADDRESS, address);
        if (change.add()) {
            if (v6) {
                // Preferred for 0 seconds: the alias is never to be the source of the host's own connections.
                out.putShort((short) (4 + 16)).putShort((short) IFA_CACHEINFO);
                out.putInt(0).putInt(FOREVER).putInt(0).putInt(0);
            } else {
                if (cidr.hasBroadcast()) {
                    attribute(out, IFA_BROADCAST, cidr.broadcast().toBytes());
                }
                change.label().ifPresent(label -> attribute(out, NetlinkMessages.IFA_LABEL, terminated(label)));
            }
        }
        out.putInt(start, out.position() - start);
    }

    private static byte[] terminated(String text) {
        return (text + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    /** What follows begins at a multiple of 4. */
    static void attribute(ByteBuffer out, int type, byte[] value) {
        out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
    }
}
