package io.aliasdefender.os;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the bodies of rtnetlink messages (rtnetlink(7)): a fixed header, then attributes of type, length and value.
 * Numbers are in the machine's own order, addresses in network order.
 */
final class NetlinkMessages {
    private static final byte AF_UNSPEC = 0;
    private static final int LINK_HEADER = 16;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_SLAVE_KIND = 4;
    /** A domain of routing: what arrives at one of its interfaces stays there. */
    private static final String VRF = "vrf";

    private static final int IFF_UP = 1;
    private static final int IFF_LOOPBACK = 8;
    private static final int IFF_LOWER_UP = 0x10000;

    private static final int ADDRESS_HEADER = 8;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_LABEL = 3;
    static final int IFA_CACHEINFO = 6;
    private static final int IFA_FLAGS = 8;
    /** IPv4; the same bit means something else for IPv6. */
    private static final int IFA_F_SECONDARY = 0x01;

    private static final int IFA_F_DADFAILED = 0x08;
    private static final int IFA_F_TENTATIVE = 0x40;

    static final int ROUTE_HEADER = 12;
    static final int RTN_UNICAST = 1;
    private static final int RT_TABLE_MAIN = 254;
    static final byte RT_TABLE_MAIN_BYTE = (byte) RT_TABLE_MAIN;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    private static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    private static final int RTA_VIA = 18;
    private static final int NEXT_HOP_HEADER = 8;
    private static final int TYPE_MASK = 0x3fff;

    private NetlinkMessages() {}

    /**
     * Reads an RTM_NEWLINK body; empty when it is cut short, or about an interface as a bridge sees it: a bridge tells of
     * its ports by messages of its own family, which lack most.
     */
    static Optional<Link> link(ByteBuffer body) {
        if (body.remaining() < LINK_HEADER || body.get(body.position()) != AF_UNSPEC) {
            return Optional.empty();
        }
        int start = body.position();
        int index = body.getInt(start + 4);
        int flags = body.getInt(start + 8);
        Map<Integer, ByteBuffer> attributes = attributes(body, start + LINK_HEADER);
        ByteBuffer address = attributes.get(IFLA_ADDRESS);
        // Tunnels have none, InfiniBand a longer one: neither is asked by ARP for Ethernet.
        MacAddress mac =
                address != null && address.remaining() == 6 ? MacAddress.of(bytes(address), 0) : new MacAddress(0);
        return Optional.ofNullable(attributes.get(IFLA_IFNAME))
                .map(name -> new Link(
                        index,
                        text(name),
                        mac,
                        (flags & IFF_UP) != 0,
                        (flags & IFF_LOWER_UP) != 0,
                        (flags & IFF_LOOPBACK) != 0,
                        portOf(attributes)));
    }

    /** Reads the index out of an RTM_DELLINK body; empty when it is cut short, or a port has left a bridge. */
    static Optional<Integer> goneLink(ByteBuffer body) {
        return body.remaining() < LINK_HEADER || body.get(body.position()) != AF_UNSPEC
                ? Optional.empty()
                : Optional.of(body.getInt(body.position() + 4));
    }

    private static int portOf(Map<Integer, ByteBuffer> attributes) {
        ByteBuffer master = attributes.get(IFLA_MASTER);
        ByteBuffer info = attributes.get(IFLA_LINKINFO);
        ByteBuffer kind =
                info == null ? null : attributes(info, info.position()).get(IFLA_INFO_SLAVE_KIND);
        return master == null || kind == null || text(kind).equals(VRF) ? 0 : number(master);
    }

    /** Reads an RTM_NEWADDR body; empty when it is cut short. The label may be the interface's plain name. */
    static Optional<Carried> address(ByteBuffer body) {
        if (body.remaining() < ADDRESS_HEADER) {
            return Optional.empty();
        }
        int start = body.position();
        int prefixLength = body.get(start + 1) & 0xff;
        int index = body.getInt(start + 4);
        Map<Integer, ByteBuffer> attributes = attributes(body, start + ADDRESS_HEADER);
        // On a point-to-point link IFA_ADDRESS is the far end and IFA_LOCAL ours; IPv6 mostly has IFA_ADDRESS alone.
        Optional<IpAddress> address = ip(attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS)));
        int flags =
                attributes.containsKey(IFA_FLAGS) && attributes.get(IFA_FLAGS).remaining() >= Integer.BYTES
                        ? attributes.get(IFA_FLAGS).getInt()
                        : body.get(start + 2) & 0xff;
        Optional<String> label = Optional.ofNullable(attributes.get(IFA_LABEL)).map(NetlinkMessages::text);
        return address.filter(ip -> prefixLength <= ip.bits())
                .map(ip -> new Carried(
                        index,
                        new Cidr(ip, prefixLength),
                        label,
                        (flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) != 0,
                        (flags & IFA_F_DADFAILED) != 0,
                        !ip.v6() && (flags & IFA_F_SECONDARY) != 0,
                        validSeconds(attributes.get(IFA_CACHEINFO))));
    }

    /** The second number of {@code struct ifa_cacheinfo}; the largest one means that it stays. */
    private static int validSeconds(ByteBuffer cacheInfo) {
        return cacheInfo == null || cacheInfo.remaining() < 2 * Integer.BYTES
                ? Carried.FOREVER
                : cacheInfo.getInt(cacheInfo.position() + Integer.BYTES);
    }

    /** Whether the body of a route's message is about the default of some table. */
    static boolean isDefaultRoute(ByteBuffer body) {
        return body.remaining() >= ROUTE_HEADER && body.get(body.position() + 1) == 0;
    }

    /** Reads an RTM_NEWROUTE body: one entry for each gateway of a default route of the main table, else none. */
    static List<DefaultRoute> defaultRoutes(ByteBuffer body) {
        List<DefaultRoute> routes = new ArrayList<>();
        int start = body.position();
        if (body.remaining() < ROUTE_HEADER || body.get(start + 1) != 0 || body.get(start + 7) != RTN_UNICAST) {
            return routes;
        }
        boolean v6 = body.get(start) == Libc.AF_INET6;
        Map<Integer, ByteBuffer> attributes = attributes(body, start + ROUTE_HEADER);
        int table = attributes.containsKey(RTA_TABLE) ? number(attributes.get(RTA_TABLE)) : body.get(start + 4) & 0xff;
        if (table != RT_TABLE_MAIN) {
            return routes;
        }
        int metric = attributes.containsKey(RTA_PRIORITY) ? number(attributes.get(RTA_PRIORITY)) : 0;
        if (attributes.containsKey(RTA_OIF)) {
            int index = number(attributes.get(RTA_OIF));
            gateway(attributes).ifPresent(ip -> routes.add(new DefaultRoute(ip, index, metric, v6)));
        }
        ByteBuffer hops = attributes.get(RTA_MULTIPATH);
        while (hops != null && hops.remaining() >= NEXT_HOP_HEADER) {
            int hop = hops.position();
            int length = hops.getShort(hop) & 0xffff;
            if (length < NEXT_HOP_HEADER || length > hops.remaining()) {
                break;
            }
            int index = hops.getInt(hop + 4);
            ByteBuffer nextHop = hops.duplicate().order(hops.order()).limit(hop + length);
            gateway(attributes(nextHop, hop + NEXT_HOP_HEADER))
                    .ifPresent(ip -> routes.add(new DefaultRoute(ip, index, metric, v6)));
            hops.position(Math.min(hop + (length + 3 & ~3), hops.limit()));
        }
        return routes;
    }

    private static Optional<IpAddress> gateway(Map<Integer, ByteBuffer> attributes) {
        ByteBuffer via = attributes.get(RTA_VIA);
        if (via != null && via.remaining() > Short.BYTES) {
            // struct rtvia: the family, then a gateway of another family than the route's.
            via.position(via.position() + Short.BYTES);
            return ip(via);
        }
        return ip(attributes.get(RTA_GATEWAY)).filter(ip -> !ip.isUnspecified());
    }

    /** The values by their types, from there to the end of the message or to the first that is cut short. */
    static Map<Integer, ByteBuffer> attributes(ByteBuffer body, int from) {
        Map<Integer, ByteBuffer> attributes = new HashMap<>();
        int at = from;
        while (at + 4 <= body.limit()) {
            int length = body.getShort(at) & 0xffff;
            if (length < 4 || at + length > body.limit()) {
                break;
            }
            ByteBuffer value =
                    body.duplicate().order(body.order()).limit(at + length).position(at + 4);
            attributes.put(body.getShort(at + 2) & TYPE_MASK, value);
            at += length + 3 & ~3;
        }
        return attributes;
    }

    static int number(ByteBuffer value) {
        return value.remaining() >= Integer.BYTES ? value.getInt(value.position()) : 0;
    }

    static Optional<IpAddress> ip(ByteBuffer value) {
        return value != null && (value.remaining() == 4 || value.remaining() == 16)
                ? Optional.of(IpAddress.of(bytes(value)))
                : Optional.empty();
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(value.position(), bytes);
        return bytes;
    }

    /** Up to the NUL that ends it. */
    static String text(ByteBuffer value) {
        byte[] bytes = bytes(value);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
