package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How the prober's questions leave this host and the answers come in. All calls and callbacks on one thread. */
public interface Wire extends AutoCloseable {
    /** Takes what comes in. */
    interface Listener {
        /**
         * Called before each packet is taken from a socket. Whoever notices a pause here may {@link #drain()}: with a packet
         * taken already, all that came after it would be told before it.
         */
        void taking();

        /**
         * An echo reply.
         *
         * @param scope the index of the interface over which it was asked, where that was named; 0 for all others
         * @param sentNanos {@link Timers#nanoTime()} when the request was sent
         */
        void echo(IpAddress from, int scope, long sentNanos);

        /** An echo reply to a request that was sent from a chosen address, with the mark of that request. */
        void marked(IpAddress from, int mark, long sentNanos);

        /** An ARP frame of anybody. */
        void arp(String linkName, ArpPacket packet);

        /**
         * A neighbour solicitation or advertisement of anybody.
         *
         * @param frameSender the link-layer address that the frame came from
         */
        void neighbour(String linkName, NeighbourPacket packet, MacAddress frameSender);
    }

    /**
     * Sends an echo request.
     *
     * @param scope the index of the interface over which it is to leave, which a link-local address needs; 0: the
     *     kernel's routes say over which
     * @return empty when it left this host, else why not, in one sentence
     */
    Optional<String> ping(IpAddress to, int scope);

    /**
     * Sends an echo request from an address of this host's choice.
     *
     * @param source one that this host carries
     * @param mark comes back with the answer; more than 0
     * @return empty when it left this host, else why not, in one sentence
     */
    Optional<String> pingFrom(IpAddress source, IpAddress to, Link link, int mark);

    /** The port of an interface, made anew when the interface is not the same any more. */
    LinkPort port(Link link);

    /** Closes the ports of interfaces that are gone or not wanted any more. The keys are the names. */
    void retain(Map<String, Link> wanted);

    /** Reads all that is waiting, so that an answer which is already here is not taken for silence. */
    void drain();

    /**
     * Listens for frames of anybody on an interface's link, whatever they are about. This costs something with every
     * frame, so it is done for a short while only.
     *
     * @param senders takes the link-layer address that each frame came from; may cancel
     * @return ends it
     * @throws IOException when it cannot be listened there, in one sentence
     */
    Timers.Registration overhear(Link link, Consumer<MacAddress> senders) throws IOException;

    @Override
    void close();
}
