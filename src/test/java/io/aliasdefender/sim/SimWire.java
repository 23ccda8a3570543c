package io.aliasdefender.sim;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import io.aliasdefender.probe.LinkPort;
import io.aliasdefender.probe.Wire;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The sockets of one daemon on the simulated network. What comes in while nobody reads is kept, up to a limit. */
final class SimWire implements Wire {
    /** What the kernel keeps for a process that does not read. */
    private static final int SOCKET_BUFFER = 256;

    private final Site site;
    private final SimDaemon daemon;
    private final SimHost host;
    private final Listener listener;
    private final Port[] ports;
    private final Deque<Runnable> unread = new ArrayDeque<>();

    SimWire(Site site, SimDaemon daemon, Listener listener) {
        this.site = site;
        this.daemon = daemon;
        this.listener = listener;
        host = daemon.host;
        ports = new Port[host.links()];
    }

    private final class Port implements LinkPort {
        private final int link;
        private Set<IpAddress> watched = Set.of();

        private Port(int link) {
            this.link = link;
        }

        private Optional<String> send(
                IpAddress target, boolean toAll, ArpPacket arp, NeighbourPacket nd, MacAddress to) {
            if (!host.linkUp(link)) {
                return Optional.of("Network is down");
            }
            if (toAll) {
                daemon.seen.asked(link, target);
            }
            if (target.v6()) {
                site.traffic.neighbour(link, host.port, nd, -1);
            } else {
                site.traffic.arp(link, host.port, arp, to);
            }
            return Optional.empty();
        }

        @Override
        public Optional<String> probe(IpAddress target, boolean watching) {
            host.wants(target);
            if (target.v6()) {
                NeighbourPacket packet =
                        watching ? NeighbourPacket.watchFromNowhere(target) : NeighbourPacket.probe(target);
                return send(target, true, null, packet, null);
            }
            MacAddress mac = host.mac(link);
            ArpPacket packet = watching ? ArpPacket.watchFromNowhere(mac, target) : ArpPacket.probe(mac, target);
            return send(target, true, packet, null, null);
        }

        @Override
        public Optional<String> request(IpAddress own, IpAddress target, Optional<MacAddress> to, boolean watching) {
            MacAddress mac = host.mac(link);
            if (watching) {
                host.wants(target);
            }
            if (target.v6()) {
                NeighbourPacket packet =
                        watching ? NeighbourPacket.watch(mac, own, target) : NeighbourPacket.request(mac, own, target);
                return send(target, true, null, packet, null);
            }
            ArpPacket packet = watching ? ArpPacket.watch(mac, own, target) : ArpPacket.request(mac, own, target);
            return send(target, to.isEmpty(), packet, null, to.orElse(null));
        }

        @Override
        public Optional<String> farewell(Optional<IpAddress> own, IpAddress target) {
            MacAddress mac = host.mac(link);
            host.saidFarewell(target);
            return target.v6()
                    ? send(target, true, null, NeighbourPacket.farewell(mac, own, target), null)
                    : send(target, true, ArpPacket.farewell(mac, own, target), null, null);
        }

        @Override
        public Optional<String> listenFor(Set<IpAddress> addresses) {
            watched = new HashSet<>(addresses);
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> ping(IpAddress to, int scope) {
        int link = scope > 0 ? scope - 1 : host.kernel.linkTowards(to);
        if (link < 0 || !host.linkUp(link)) {
            return Optional.of("Network is unreachable");
        }
        site.traffic.echo(host, link, to, daemon.loop.nanoTime());
        return Optional.empty();
    }

    @Override
    public Optional<String> pingFrom(IpAddress source, IpAddress to, Link link, int mark) {
        int number = SimHost.linkNumber(link.name());
        if (!host.linkUp(number)) {
            return Optional.of("Network is unreachable");
        }
        site.sourced.ask(host, number, source, to, mark, daemon.loop.nanoTime());
        return Optional.empty();
    }

    @Override
    public LinkPort port(Link link) {
        int number = SimHost.linkNumber(link.name());
        if (ports[number] == null) {
            ports[number] = new Port(number);
        }
        return ports[number];
    }

    @Override
    public void retain(Map<String, Link> wanted) {
        for (int link = 0; link < ports.length; link++) {
            if (!wanted.containsKey(SimHost.linkName(link))) {
                ports[link] = null;
            }
        }
    }

    /** Whether a socket of this daemon gets such a frame. */
    boolean hears(int link, IpAddress one, IpAddress other, boolean toItself) {
        Port port = ports[link];
        return port != null && (toItself || port.watched.contains(one) || port.watched.contains(other));
    }

    void echoed(int link, IpAddress from, int scope, long sentNanos) {
        receive(() -> {
            daemon.seen.heard(link);
            listener.echo(from, scope, sentNanos);
        });
    }

    void marked(IpAddress from, int mark, long sentNanos) {
        receive(() -> listener.marked(from, mark, sentNanos));
    }

    void arrived(int link, ArpPacket packet) {
        receive(() -> {
            daemon.seen.heard(link);
            listener.arp(SimHost.linkName(link), packet);
        });
    }

    void arrived(int link, NeighbourPacket packet, MacAddress frameSender) {
        receive(() -> {
            daemon.seen.heard(link);
            listener.neighbour(SimHost.linkName(link), packet, frameSender);
        });
    }

    private void receive(Runnable frame) {
        if (daemon.loop.runs() && unread.isEmpty()) {
            daemon.loop.input(() -> {
                listener.taking();
                frame.run();
            });
        } else if (unread.size() < SOCKET_BUFFER) {
            unread.add(frame);
            if (unread.size() == 1) {
                daemon.loop.input(this::drain);
            }
        }
    }

    @Override
    public void drain() {
        listener.taking();
        for (Runnable frame = unread.poll(); frame != null; frame = unread.poll()) {
            frame.run();
            listener.taking();
        }
    }

    @Override
    public Timers.Registration overhear(Link link, Consumer<MacAddress> senders) throws IOException {
        return site.overhearers.listen(daemon, SimHost.linkNumber(link.name()), senders);
    }

    @Override
    public void close() {
        unread.clear();
    }
}
