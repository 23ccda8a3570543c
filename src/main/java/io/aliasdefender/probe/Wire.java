package io.aliasdefender.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** How the prober's questions leave this host and the answers come in. */
interface Wire extends AutoCloseable {
    /** Takes what comes in. */
    interface Listener {
        void echo(IpAddress from, long sentNanos);

        void arp(String linkName, ArpPacket packet);

        void neighbour(String linkName, NeighbourPacket packet, MacAddress frameSender);
    }

    /** Sends an echo request; empty when it left, else why not. */
    Optional<String> ping(IpAddress to, int scope);

    /**
     * The port of an interface, opened anew when the interface is not the same any more.
     *
     * @throws IOException when there is no asking at layer 2
     */
    LinkPort port(Link link) throws IOException;

    /** Closes the ports of interfaces that are gone or not wanted any more. */
    void retain(Map<String, Link> wanted);

    /** Reads all that is waiting, so that an answer which is already here is not taken for silence. */
    void drain();

    @Override
    void close();
}
