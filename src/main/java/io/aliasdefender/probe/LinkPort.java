package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.NdSocket;
import java.io.IOException;

/** The ARP and the neighbour-discovery socket of one interface, each opened when it is first wanted. */
final class LinkPort implements AutoCloseable {
    private final EventLoop loop;
    private final Link link;
    private final Wire.Listener listener;
    private ArpSocket arp;
    private Timers.Registration arpWatch = () -> {};
    private NdSocket nd;
    private Timers.Registration ndWatch = () -> {};

    LinkPort(EventLoop loop, Link link, Wire.Listener listener) {
        this.loop = loop;
        this.link = link;
        this.listener = listener;
    }

    /** Whether this is still the interface: a new one of the same name has another index. */
    boolean isOf(Link now) {
        return link.index() == now.index() && link.mac().equals(now.mac());
    }

    ArpSocket arp() throws IOException {
        if (arp == null) {
            arp = ArpSocket.open(link.index(), link.mac());
            arpWatch = loop.watch(arp.fd(), this::readArp);
        }
        return arp;
    }

    NdSocket nd() throws IOException {
        if (nd == null) {
            nd = NdSocket.open(link.index(), link.mac());
            ndWatch = loop.watch(nd.fd(), this::readNd);
        }
        return nd;
    }

    /** Reads a batch of what is waiting. Returns whether there may be more. */
    boolean read() {
        return readArp() | readNd();
    }

    private boolean readArp() {
        return arp != null && arp.receive(Sockets.BATCH, packet -> listener.arp(link.name(), packet)) == Sockets.BATCH;
    }

    private boolean readNd() {
        return nd != null
                && nd.receive(Sockets.BATCH, (packet, sender) -> listener.neighbour(link.name(), packet, sender))
                        == Sockets.BATCH;
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
