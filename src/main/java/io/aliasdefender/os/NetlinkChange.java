package io.aliasdefender.os;

import io.aliasdefender.core.net.Cidr;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes RTM_NEWADDR and RTM_DELADDR messages (rtnetlink(7)), the same as {@code ip address add}, {@code change} and {@code del} do. */
final class NetlinkChange {
    private static final int RTM_DELADDR = 21;
    static final int NLM_F_ACK = 0x4;
    static final int NLM_F_REPLACE = 0x100;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;
    private static final int IFA_BROADCAST = 4;
    private static final int IFA_F_NODAD = 0x02;
    private static final int FOREVER = -1;

    private NetlinkChange() {}

    /** Appends the message; {@code sequence} comes back in the answer to it. */
    static void write(ByteBuffer out, int sequence, AddressSocket.Change change, int linkIndex) {
        Cidr cidr = change.address();
        boolean v6 = cidr.address().v6();
        byte[] address = cidr.address().toBytes();
        int start = out.position();
        boolean there = change.kind() != AddressSocket.Kind.DELETE;
        out.putInt(0).putShort((short) (there ? Netlink.RTM_NEWADDR : RTM_DELADDR));
        out.putShort((short) (Netlink.NLM_F_REQUEST | NLM_F_ACK | flags(change.kind())));
        out.putInt(sequence).putInt(0);
        out.put((byte) (v6 ? Libc.AF_INET6 : Libc.AF_INET)).put((byte) cidr.prefixLength());
        // We asked the link ourselves whether anybody has it.
        out.put((byte) (v6 && there ? IFA_F_NODAD : 0)).put((byte) 0).putInt(linkIndex);
        attribute(out, NetlinkMessages.IFA_LOCAL, address);
        attribute(out, NetlinkMessages.IFA_ADDRESS, address);
        if (there) {
            int valid = change.validSeconds().orElse(FOREVER);
            if (v6) {
                // Preferred for 0 seconds: the alias is never to be the source of the host's own connections.
                lifetime(out, 0, valid);
            } else {
                if (valid != FOREVER) {
                    lifetime(out, valid, valid);
                }
                if (cidr.hasBroadcast()) {
                    attribute(out, IFA_BROADCAST, cidr.broadcast().toBytes());
                }
                change.label().ifPresent(label -> attribute(out, NetlinkMessages.IFA_LABEL, terminated(label)));
            }
        }
        out.putInt(start, out.position() - start);
    }

    private static int flags(AddressSocket.Kind kind) {
        return switch (kind) {
            case ADD -> NLM_F_CREATE | NLM_F_EXCL;
            case DELETE -> 0;
            case EXTEND -> NLM_F_REPLACE;
        };
    }

    /** {@code struct ifa_cacheinfo}: preferred, valid, and two times that only the kernel tells. */
    private static void lifetime(ByteBuffer out, int preferredSeconds, int validSeconds) {
        out.putShort((short) (4 + 16)).putShort((short) NetlinkMessages.IFA_CACHEINFO);
        out.putInt(preferredSeconds).putInt(validSeconds).putInt(0).putInt(0);
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
