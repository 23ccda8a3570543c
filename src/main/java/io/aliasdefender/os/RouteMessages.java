package io.aliasdefender.os;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.Route;
import io.aliasdefender.core.net.RoutingRule;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Writes and reads messages about routes and rules (rtnetlink(7); {@code linux/rtnetlink.h}, {@code linux/fib_rules.h}). */
final class RouteMessages {
    private static final int RTM_DELROUTE = 25;
    private static final int RTM_NEWRULE = 32;
    private static final int RTM_DELRULE = 33;
    private static final int RTM_GETRULE = 34;

    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RT_SCOPE_LINK = 253;
    /** To be deleted, whatever its scope is. */
    private static final int RT_SCOPE_NOWHERE = 255;

    /** A table that does not fit into the header's byte; the number is in an attribute. */
    private static final int RT_TABLE_COMPAT = 252;

    private static final int LARGEST_BYTE = 255;
    private static final int RTA_DST = 1;
    private static final int RTA_PREFSRC = 7;

    private static final int RULE_HEADER = 12;
    private static final int FR_ACT_TO_TBL = 1;
    private static final int FRA_DST = 1;
    private static final int FRA_SRC = 2;
    private static final int FRA_PRIORITY = 6;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_TABLE = 15;
    private static final int FRA_PROTOCOL = 21;

    private RouteMessages() {}

    static void write(ByteBuffer out, int sequence, boolean add, Route route, int link) {
        int start = begin(out, add ? Netlink.RTM_NEWROUTE : RTM_DELROUTE, add, sequence);
        boolean v6 = route.to().address().v6();
        int scope = !add ? RT_SCOPE_NOWHERE : v6 || route.via().isPresent() ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
        out.put(family(v6)).put((byte) route.to().prefixLength()).put((byte) 0).put((byte) 0);
        out.put(table(route.table()))
                .put((byte) RouteSocket.PROTOCOL)
                .put((byte) scope)
                .put((byte) NetlinkMessages.RTN_UNICAST);
        out.putInt(0);
        if (route.to().prefixLength() > 0) {
            NetlinkChange.attribute(out, RTA_DST, route.to().address().toBytes());
        }
        route.via().ifPresent(via -> NetlinkChange.attribute(out, NetlinkMessages.RTA_GATEWAY, via.toBytes()));
        route.source().ifPresent(source -> NetlinkChange.attribute(out, RTA_PREFSRC, source.toBytes()));
        attribute(out, NetlinkMessages.RTA_OIF, link);
        attribute(out, NetlinkMessages.RTA_TABLE, (int) route.table());
        if (route.metric() != 0) {
            attribute(out, NetlinkMessages.RTA_PRIORITY, (int) route.metric());
        }
        end(out, start);
    }

    static void write(ByteBuffer out, int sequence, boolean add, RoutingRule rule) {
        int start = begin(out, add ? RTM_NEWRULE : RTM_DELRULE, add, sequence);
        out.put(family(rule.v6()));
        out.put(length(rule.to())).put(length(rule.from())).put((byte) 0);
        out.put(table(rule.table())).put((byte) 0).put((byte) 0).put((byte) FR_ACT_TO_TBL);
        out.putInt(0);
        rule.to()
                .ifPresent(
                        to -> NetlinkChange.attribute(out, FRA_DST, to.address().toBytes()));
        rule.from()
                .ifPresent(from ->
                        NetlinkChange.attribute(out, FRA_SRC, from.address().toBytes()));
        attribute(out, FRA_PRIORITY, rule.priority());
        if (rule.mark() != 0) {
            attribute(out, FRA_FWMARK, (int) rule.mark());
        }
        attribute(out, FRA_TABLE, (int) rule.table());
        NetlinkChange.attribute(out, FRA_PROTOCOL, new byte[] {(byte) RouteSocket.PROTOCOL});
        end(out, start);
    }

    /** Of all tables, by our protocol alone. */
    static void askForRoutes(ByteBuffer out, int sequence, boolean v6) {
        int start = begin(out, Netlink.RTM_GETROUTE, sequence, Netlink.NLM_F_REQUEST | Netlink.NLM_F_DUMP);
        out.put(family(v6))
                .put(new byte[4])
                .put((byte) RouteSocket.PROTOCOL)
                .put(new byte[2])
                .putInt(0);
        end(out, start);
    }

    static void askForRules(ByteBuffer out, int sequence, boolean v6) {
        int start = begin(out, RTM_GETRULE, sequence, Netlink.NLM_F_REQUEST | Netlink.NLM_F_DUMP);
        out.put(family(v6)).put(new byte[RULE_HEADER - 1]);
        end(out, start);
    }

    /** Reads an Netlink.RTM_NEWROUTE body; empty when it is cut short, or not ours. */
    static Optional<RouteSocket.Owned> route(ByteBuffer body) {
        int start = body.position();
        if (body.remaining() < NetlinkMessages.ROUTE_HEADER
                || (body.get(start + 5) & LARGEST_BYTE) != RouteSocket.PROTOCOL) {
            return Optional.empty();
        }
        boolean v6 = body.get(start) == Libc.AF_INET6;
        Map<Integer, ByteBuffer> attributes = NetlinkMessages.attributes(body, start + NetlinkMessages.ROUTE_HEADER);
        return network(attributes.get(RTA_DST), body.get(start + 1) & LARGEST_BYTE, v6)
                .map(to -> new RouteSocket.Owned(
                        Optional.of(new Route(
                                to,
                                NetlinkMessages.ip(attributes.get(NetlinkMessages.RTA_GATEWAY)),
                                Optional.empty(),
                                number(attributes.get(NetlinkMessages.RTA_TABLE), body.get(start + 4) & LARGEST_BYTE),
                                number(attributes.get(NetlinkMessages.RTA_PRIORITY), 0),
                                NetlinkMessages.ip(attributes.get(RTA_PREFSRC)))),
                        Optional.empty(),
                        (int) number(attributes.get(NetlinkMessages.RTA_OIF), 0)));
    }

    /** Reads an RTM_NEWRULE body; empty when it is cut short, or not ours. */
    static Optional<RouteSocket.Owned> rule(ByteBuffer body) {
        int start = body.position();
        if (body.remaining() < RULE_HEADER) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = NetlinkMessages.attributes(body, start + RULE_HEADER);
        ByteBuffer protocol = attributes.get(FRA_PROTOCOL);
        if (protocol == null || (protocol.get(protocol.position()) & LARGEST_BYTE) != RouteSocket.PROTOCOL) {
            return Optional.empty();
        }
        boolean v6 = body.get(start) == Libc.AF_INET6;
        RoutingRule rule = new RoutingRule(
                v6,
                partOf(attributes.get(FRA_SRC), body.get(start + 2) & LARGEST_BYTE, v6),
                partOf(attributes.get(FRA_DST), body.get(start + 1) & LARGEST_BYTE, v6),
                number(attributes.get(FRA_FWMARK), 0),
                number(attributes.get(FRA_TABLE), body.get(start + 4) & LARGEST_BYTE),
                (int) number(attributes.get(FRA_PRIORITY), 0));
        return Optional.of(new RouteSocket.Owned(Optional.empty(), Optional.of(rule), 0));
    }

    private static Optional<Cidr> partOf(ByteBuffer value, int length, boolean v6) {
        return value == null ? Optional.empty() : network(value, length, v6);
    }

    private static Optional<Cidr> network(ByteBuffer value, int length, boolean v6) {
        IpAddress any = v6 ? new IpAddress(0, 0, true) : IpAddress.ofV4(0);
        return (value == null ? Optional.of(any) : NetlinkMessages.ip(value))
                .filter(address -> length <= address.bits())
                .map(address -> new Cidr(address, length));
    }

    private static long number(ByteBuffer value, long otherwise) {
        return value == null ? otherwise : Integer.toUnsignedLong(NetlinkMessages.number(value));
    }

    private static byte family(boolean v6) {
        return (byte) (v6 ? Libc.AF_INET6 : Libc.AF_INET);
    }

    private static byte length(Optional<Cidr> network) {
        return (byte) network.map(Cidr::prefixLength).orElse(0).intValue();
    }

    private static byte table(long table) {
        return (byte) (table > LARGEST_BYTE ? RT_TABLE_COMPAT : table);
    }

    private static int begin(ByteBuffer out, int type, boolean add, int sequence) {
        return begin(
                out,
                type,
                sequence,
                Netlink.NLM_F_REQUEST
                        | NetlinkChange.NLM_F_ACK
                        | (add ? NetlinkChange.NLM_F_CREATE | NetlinkChange.NLM_F_EXCL : 0));
    }

    private static int begin(ByteBuffer out, int type, int sequence, int flags) {
        int start = out.position();
        out.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0);
        return start;
    }

    private static void end(ByteBuffer out, int start) {
        out.putInt(start, out.position() - start);
    }

    private static void attribute(ByteBuffer out, int type, int value) {
        out.putShort((short) (4 + Integer.BYTES)).putShort((short) type).putInt(value);
    }
}
