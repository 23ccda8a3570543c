package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every frame of a site: who gets it, which kernel answers it, and which neighbour table learns from it. Times in
 * nanoseconds.
 */
final class Traffic {
    private static final int NOBODY = -1;

    private final Site site;
    private final World world;
    private final Network net;
    private final Map<IpAddress, SimAlias> aliases = new HashMap<>();

    Traffic(Site site) {
        this.site = site;
        world = site.world;
        net = site.net;
        site.aliases.forEach(alias -> aliases.put(alias.address, alias));
    }

    SimAlias alias(IpAddress address) {
        return aliases.get(address);
    }

    /** Whether that port answers for an address on a link at this moment. */
    boolean answers(int port, int link, IpAddress address) {
        return answers(port, link, address, aliases.get(address));
    }

    /** @param alias of this address; null: it is none */
    private boolean answers(int port, int link, IpAddress address, SimAlias alias) {
        if (port < site.hosts.size()) {
            SimHost host = site.hosts.get(port);
            return host.onNetwork(link, world.now())
                    && (alias == null ? answersForItself(host, link, address) : host.kernel.answers(link, alias));
        }
        if (port == site.stranger.port) {
            return alias != null && alias.link() == link && site.strangerHas(alias.index);
        }
        return alias == null
                && port == site.routers[link].port
                && site.routers[link].up
                && site.isRouter(link, address);
    }

    private static boolean answersForItself(SimHost host, int link, IpAddress address) {
        return address.v6() ? host.kernel.hasOwn(link, address) : host.kernel.hasOwn(address);
    }

    /** Whether an answer to that sender finds its way. */
    private boolean finds(int port, int link, IpAddress sender) {
        return port >= site.hosts.size()
                || sender.isUnspecified()
                || sender.isLinkLocal()
                || site.hosts.get(port).kernel.reaches(link, sender)
                || aliases.containsKey(sender);
    }

    MacAddress mac(int port, int link) {
        return port < site.hosts.size() ? site.hosts.get(port).mac(link) : site.station(port).mac;
    }

    boolean isOn(int port, int link) {
        return port < site.hosts.size() || site.station(port).isOn(link);
    }

    /** An echo request of a host's daemon, and what comes of it. */
    void echo(SimHost from, int link, IpAddress to, long sentNanos) {
        int answerer = answerer(from.port, link, to);
        if (answerer == NOBODY || !net.carries(link, from.port, answerer)) {
            return;
        }
        long there = net.flight();
        if (net.isUsual(there)) {
            echoReply(from, link, to, answerer, sentNanos, there);
        } else {
            world.after(there, () -> {
                if (answers(answerer, link, to)) {
                    echoReply(from, link, to, answerer, sentNanos, 0);
                }
            });
        }
    }

    /** Of several that have the address, the neighbour table has one. */
    private int answerer(int from, int link, IpAddress to) {
        int found = NOBODY;
        int count = 0;
        SimAlias alias = aliases.get(to);
        for (int port = 0; port < net.ports(); port++) {
            if (port != from && isOn(port, link) && answers(port, link, to, alias)) {
                count++;
                if (count == 1 || world.below(count) == 0) {
                    found = port;
                }
            }
        }
        return found;
    }

    private void echoReply(SimHost to, int link, IpAddress about, int answerer, long sentNanos, long delay) {
        boolean dropped = aliases.containsKey(about) && net.filter(answerer) != Network.Filter.NOTHING;
        if (dropped || !net.carries(link, answerer, to.port)) {
            return;
        }
        int scope = about.isLinkLocal() ? SimKernel.linkIndex(link) : 0;
        int copies = net.twice > 0 && world.chance(net.twice) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            world.after(delay + net.flight(), () -> {
                if (to.daemon != null && to.daemon.wire != null && to.onNetwork(link, world.now())) {
                    to.daemon.wire.echoed(link, about, scope, sentNanos);
                }
            });
        }
    }

    /**
     * An ARP frame of anybody.
     *
     * @param to the only one that gets it; null: everybody on the link
     */
    void arp(int link, int from, ArpPacket packet, MacAddress to) {
        arp(link, from, packet, to, 0);
    }

    private boolean drops(int from, IpAddress sender) {
        return net.filter(from) == Network.Filter.ALL && aliases.containsKey(sender);
    }

    private void arp(int link, int from, ArpPacket packet, MacAddress to, long delay) {
        if (drops(from, packet.senderIp())) {
            return;
        }
        SimAlias wanted = aliases.get(packet.targetIp());
        SimAlias sender = aliases.get(packet.senderIp());
        for (int port = 0; port < net.ports(); port++) {
            if (port == from || !isOn(port, link) || to != null && !to.equals(mac(port, link))) {
                continue;
            }
            boolean asks = asks(port, link, packet, wanted);
            boolean listens = listens(port, link, packet.senderIp(), packet.targetIp(), to != null);
            boolean learns = learns(port, sender);
            if (asks || listens || learns) {
                deliver(link, from, port, packet, to != null, asks && !listens && !learns, delay);
            }
        }
        if (to == null) {
            site.overhearers.heard(link, from);
        }
    }

    /** @param wanted the alias that is asked for; null: it is none */
    private boolean asks(int port, int link, ArpPacket packet, SimAlias wanted) {
        return !packet.reply()
                && !packet.isGratuitous()
                && answers(port, link, packet.targetIp(), wanted)
                && finds(port, link, packet.senderIp());
    }

    /** @param sender the alias from which something is said; null: it is none */
    private boolean learns(int port, SimAlias sender) {
        return sender != null && port >= site.hosts.size() && port != site.stranger.port && site.station(port).up;
    }

    private boolean listens(int port, int link, IpAddress one, IpAddress other, boolean toItself) {
        if (port >= site.hosts.size()) {
            return false;
        }
        SimDaemon daemon = site.hosts.get(port).daemon;
        return daemon != null && daemon.wire != null && daemon.wire.hears(link, one, other, toItself);
    }

    private void deliver(
            int link, int from, int port, ArpPacket packet, boolean toItself, boolean onlyAnswer, long delay) {
        if (!net.carries(link, from, port)) {
            return;
        }
        int copies = net.twice > 0 && world.chance(net.twice) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long flight = delay + net.flight();
            if (onlyAnswer && net.isUsual(flight)) {
                arp(link, port, answerTo(packet, mac(port, link)), packet.senderMac(), flight);
            } else {
                world.after(flight, () -> arrived(link, port, packet, toItself));
            }
        }
    }

    private static ArpPacket answerTo(ArpPacket request, MacAddress mac) {
        return new ArpPacket(true, mac, request.targetIp(), request.senderMac(), request.senderIp());
    }

    private void arrived(int link, int port, ArpPacket packet, boolean toItself) {
        if (asks(port, link, packet, aliases.get(packet.targetIp()))) {
            arp(link, port, answerTo(packet, mac(port, link)), packet.senderMac(), 0);
        }
        SimAlias sender = aliases.get(packet.senderIp());
        if (learns(port, sender)) {
            site.station(port).learns(link, sender.index, packet.senderMac());
        }
        if (listens(port, link, packet.senderIp(), packet.targetIp(), toItself)
                && site.hosts.get(port).onNetwork(link, world.now())) {
            site.invariants.arrived(site.hosts.get(port), link, packet.senderMac());
            site.hosts.get(port).daemon.wire.arrived(link, packet);
        }
    }

    /**
     * A neighbour solicitation or advertisement of anybody.
     *
     * @param to the port that alone gets it; -1: everybody who listens to that group
     */
    void neighbour(int link, int from, NeighbourPacket packet, int to) {
        if (drops(from, packet.advertisement() ? packet.target() : packet.source())) {
            return;
        }
        for (int port = 0; port < net.ports(); port++) {
            if (port == from || !isOn(port, link) || to >= 0 && to != port) {
                continue;
            }
            if (concerns(port, link, packet, to >= 0)) {
                int receiver = port;
                net.send(link, from, port, () -> arrived(link, receiver, from, packet, to >= 0));
            }
        }
        if (to < 0) {
            site.overhearers.heard(link, from);
        }
    }

    private boolean concerns(int port, int link, NeighbourPacket packet, boolean toItself) {
        return asks(port, link, packet)
                || listens(port, link, packet.source(), packet.target(), toItself)
                || learns(port, packet)
                || detects(port, link, packet);
    }

    private boolean asks(int port, int link, NeighbourPacket packet) {
        return !packet.advertisement() && answers(port, link, packet.target());
    }

    private boolean learns(int port, NeighbourPacket packet) {
        return port >= site.hosts.size()
                && port != site.stranger.port
                && site.station(port).up
                && aliases.containsKey(packet.advertisement() ? packet.target() : packet.source());
    }

    /** Whether a kernel that is just detecting duplicates of the address hears of one. */
    private boolean detects(int port, int link, NeighbourPacket packet) {
        SimAlias alias = aliases.get(packet.target());
        return port < site.hosts.size()
                && alias != null
                && (packet.advertisement() || packet.isProbe())
                && site.hosts.get(port).kernel.tentative(link, alias);
    }

    private void arrived(int link, int port, int from, NeighbourPacket packet, boolean toItself) {
        if (asks(port, link, packet)) {
            advertise(link, port, from, packet);
        }
        if (learns(port, packet)) {
            IpAddress about = packet.advertisement() ? packet.target() : packet.source();
            site.station(port)
                    .learns(link, aliases.get(about).index, packet.mac().orElse(mac(from, link)));
        }
        if (port < site.hosts.size() && site.hosts.get(port).onNetwork(link, world.now())) {
            if (detects(port, link, packet)) {
                site.duplicateDetected(site.hosts.get(port), aliases.get(packet.target()), link, true);
            }
            if (listens(port, link, packet.source(), packet.target(), toItself)) {
                site.invariants.arrived(site.hosts.get(port), link, mac(from, link));
                site.hosts.get(port).daemon.wire.arrived(link, packet, mac(from, link));
            }
        }
    }

    /** An answer to nowhere goes to everybody, to override what they know (RFC 4861, section 7.2.4). */
    private void advertise(int link, int port, int asker, NeighbourPacket question) {
        MacAddress mac = mac(port, link);
        if (question.isProbe()) {
            neighbour(link, port, NeighbourPacket.announcement(mac, question.target()), NOBODY);
        } else {
            NeighbourPacket answer = new NeighbourPacket(
                    true, question.target(), question.source(), question.target(), Optional.of(mac));
            neighbour(link, port, answer, asker);
        }
    }

    /** Gratuitous ARP in one form or both, or an unsolicited neighbour advertisement. */
    void announce(int link, int from, IpAddress address, MacAddress mac, boolean both) {
        if (address.v6()) {
            neighbour(link, from, NeighbourPacket.announcement(mac, address), NOBODY);
        } else {
            arp(link, from, ArpPacket.announcement(mac, address), null);
            if (both) {
                arp(link, from, ArpPacket.announcementAsReply(mac, address), null);
            }
        }
    }

    /** The ordinary question of a kernel that has something to send, from one of its addresses. */
    void ordinaryQuestion(int link, int from, IpAddress own, IpAddress target) {
        MacAddress mac = mac(from, link);
        if (target.v6()) {
            neighbour(link, from, NeighbourPacket.request(mac, own, target), NOBODY);
        } else {
            arp(link, from, ArpPacket.request(mac, own, target), null);
        }
    }
}
