package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Sets whether the kernel keeps the secondary IPv4 addresses of a subnet when the primary one is removed from an
 * interface (sysctl promote_secondaries), by rtnetlink(7): that needs no access to /proc/sys, which a service manager may
 * withhold, and no other right than changing addresses does.
 */
public final class SecondaryPromotion {
    private static final int RTM_SETLINK = 19;
    private static final int NLM_F_ACK = 0x4;
    private static final int NLA_F_NESTED = 0x8000;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET_CONF = 1;
    private static final int IPV4_DEVCONF_PROMOTE_SECONDARIES = 20;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int BUFFER_BYTES = 1 << 12;

    private SecondaryPromotion() {}

    /**
     * Sets it for an interface, in the calling thread's network namespace.
     *
     * @return whether the kernel did so
     */
    public static boolean set(String interfaceName, boolean on) {
        if (Libc.problem().isPresent()) {
            return false;
        }
        int index = Libc.if_nametoindex(interfaceName);
        if (index == 0) {
            return false;
        }
        try (NativeSocket socket = Netlink.socketBriefly(BUFFER_BYTES)) {
            socket.prepare();
            write(socket.out, index, on);
            SocketAddresses.putNetlink(socket.to, 0);
            if (socket.send().isPresent() || !socket.receive()) {
                return false;
            }
            List<NetlinkAnswer> answers = NetlinkAnswer.read(socket.in);
            return answers.size() == 1 && answers.get(0).errno() == 0;
        } catch (IOException noSocket) {
            return false;
        }
    }

    /** {@code ifinfomsg}, then the setting in three nested attributes: of the family, its group, and itself. */
    static void write(ByteBuffer out, int linkIndex, boolean on) {
        int start = out.position();
        int value = ATTRIBUTE_HEADER_BYTES + Integer.BYTES;
        int conf = ATTRIBUTE_HEADER_BYTES + value;
        int family = ATTRIBUTE_HEADER_BYTES + conf;
        int specific = ATTRIBUTE_HEADER_BYTES + family;
        out.putInt(0).putShort((short) RTM_SETLINK).putShort((short) (Netlink.NLM_F_REQUEST | NLM_F_ACK));
        out.putInt(1).putInt(0);
        out.putInt(0).putInt(linkIndex).putInt(0).putInt(0);
        out.putShort((short) specific).putShort((short) (IFLA_AF_SPEC | NLA_F_NESTED));
        out.putShort((short) family).putShort((short) (Libc.AF_INET | NLA_F_NESTED));
        out.putShort((short) conf).putShort((short) (IFLA_INET_CONF | NLA_F_NESTED));
        out.putShort((short) value).putShort((short) IPV4_DEVCONF_PROMOTE_SECONDARIES);
        out.putInt(on ? 1 : 0);
        out.putInt(start, out.position() - start);
    }
}
