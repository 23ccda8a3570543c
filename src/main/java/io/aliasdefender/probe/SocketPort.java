package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.NdSocket;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The ARP and the neighbour-discovery socket of one interface, each opened when it is first wanted. */
final class SocketPort implements LinkPort, AutoCloseable {
    private final EventLoop loop;
    private final Link link;
    private final Wire.Listener listener;
    /** Made once, and not at every reading. */
    private final BooleanSupplier takeArp;

    private final BooleanSupplier takeNd;
    private ArpSocket arp;
    private Timers.Registration arpWatch = () -> {};
    private NdSocket nd;
    private Timers.Registration ndWatch = () -> {};
    private Set<IpAddress> aliases = Set.of();

    SocketPort(EventLoop loop, Link link, Wire.Listener listener) {
        this.loop = loop;
        this.link = link;
        this.listener = listener;
        String name = link.name();
        Consumer<ArpPacket> heardArp = packet -> listener.arp(name, packet);
        NdSocket.Receiver heardNd = (packet, sender) -> listener.neighbour(name, packet, sender);
        takeArp = () -> arp != null && arp.receive(1, heardArp) == 1;
        takeNd = () -> nd != null && nd.receive(1, heardNd) == 1;
    }

    /** Whether this is still the interface: a new one of the same name has another index. */
    boolean isOf(Link now) {
        return link.index() == now.index() && link.mac().equals(now.mac());
    }

    @Override
    public Optional<String> probe(IpAddress target, boolean watching) {
        try {
            if (watching) {
                return target.v6() ? nd().watchFromNowhere(target) : arp().watchFromNowhere(target);
            }
            return target.v6() ? nd().probe(target) : arp().probe(target);
        } catch (IOException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    @Override
    public Optional<String> request(IpAddress own, IpAddress target, Optional<MacAddress> to, boolean watching) {
        try {
            if (target.v6()) {
                // A solicitation goes to a group of few anyway.
                return watching ? nd().watch(own, target) : nd().request(own, target);
            }
            if (watching) {
                return arp().watch(own, target, to);
            }
            return to.isPresent() ? arp().request(own, target, to.get()) : arp().request(own, target);
        } catch (IOException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    @Override
    public Optional<String> farewell(Optional<IpAddress> own, IpAddress target) {
        try {
            return target.v6() ? nd().farewell(own, target) : arp().farewell(own, target);
        } catch (IOException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    @Override
    public Optional<String> listenFor(Set<IpAddress> addresses) {
        Set<IpAddress> v6 = new HashSet<>(addresses);
        v6.removeIf(address -> !address.v6());
        Set<IpAddress> v4 = new HashSet<>(addresses);
        v4.removeAll(v6);
        boolean same = v4.equals(aliases);
        aliases = v4;
        try {
            if (!v6.isEmpty() || nd != null) {
                nd().listenFor(v6);
            }
            if (v4.isEmpty() && arp == null) {
                return Optional.empty();
            }
            return arp != null && same ? Optional.empty() : arp().hearAbout(v4);
        } catch (IOException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    private ArpSocket arp() throws IOException {
        if (arp == null) {
            ArpSocket opened = ArpSocket.open(link.index(), link.mac());
            try {
                arpWatch = loop.watch(opened.fd(), this::readArp);
            } catch (IOException failure) {
                opened.close();
                throw failure;
            }
            arp = opened;
            // A link that is only asked on is not to wake this process at every request of others.
            arp.hearAbout(aliases);
        }
        return arp;
    }

    private NdSocket nd() throws IOException {
        if (nd == null) {
            NdSocket opened = NdSocket.open(link.index(), link.mac());
            try {
                ndWatch = loop.watch(opened.fd(), this::readNd);
            } catch (IOException failure) {
                opened.close();
                throw failure;
            }
            nd = opened;
        }
        return nd;
    }

    /** Reads a batch of what is waiting. Returns whether there may be more. */
    boolean read() {
        boolean more = readArp();
        return readNd() || more;
    }

    private boolean readArp() {
        return Sockets.read(listener, takeArp);
    }

    private boolean readNd() {
        return Sockets.read(listener, takeNd);
    }

    @Override
    public void close() {
        arpWatch.cancel();
        ndWatch.cancel();
        if (arp != null) {
            arp.close();
        }
        if (nd != null) {
            nd.close();
        }
    }
}
