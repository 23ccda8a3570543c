package io.aliasdefender.lab;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.lab.Announcements.Form;
import io.aliasdefender.lab.Announcements.Said;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.NeighbourPacket;
import io.aliasdefender.os.NetNs;
import java.time.Duration;

/** Hears at the client's interface what is said to everybody about addresses, by ARP and by neighbour discovery. */
final class Ear implements AutoCloseable {
    private static final int MOST_PACKETS_A_TURN = 64;
    private static final Duration TURN = Duration.ofMillis(100);

    private final Announcements announcements = new Announcements();
    private final ArpSocket arp;
    private final NdSocket nd;
    private final LabThread thread;

    private record Sockets(ArpSocket arp, NdSocket nd) {}

    /** Listens from now on. */
    Ear(Station station) {
        try {
            Sockets sockets = NetNs.call(station.namespace().name(), () -> {
                int link = station.linkIndex();
                return new Sockets(ArpSocket.open(link, station.mac()), NdSocket.open(link, station.mac()));
            });
            arp = sockets.arp();
            nd = sockets.nd();
        } catch (Exception failure) {
            throw new LabException(station.name() + " cannot listen: " + failure.getMessage(), failure);
        }
        thread = new LabThread("lab-ear", this::run);
        thread.start();
    }

    /** What it heard so far. */
    Announcements announcements() {
        return announcements;
    }

    private void run() {
        Poll poll = new Poll(arp.fd(), nd.fd());
        while (!thread.stopped()) {
            poll.await(TURN.toNanos());
            arp.receive(MOST_PACKETS_A_TURN, this::heard);
            nd.receive(MOST_PACKETS_A_TURN, this::heard);
        }
    }

    private void heard(ArpPacket packet) {
        if (packet.isGratuitous()) {
            Form form = packet.reply() ? Form.ARP_REPLY : Form.ARP_REQUEST;
            announcements.add(new Said(System.nanoTime(), form, packet.senderIp(), packet.senderMac()));
        }
    }

    private void heard(NeighbourPacket packet, MacAddress frameSender) {
        boolean toAll = packet.advertisement() && packet.destination().isMulticast();
        if (toAll || packet.isProbe()) {
            Form form = toAll ? Form.ADVERTISEMENT : Form.SOLICITATION;
            announcements.add(new Said(System.nanoTime(), form, packet.target(), frameSender));
        }
    }

    @Override
    public void close() {
        thread.stop();
        arp.close();
        nd.close();
    }
}
