package io.aliasdefender.announce;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NdSocket;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks on the link who has an address before it is added by hand (RFC 5227, section 2.1.1), and announces it
 * afterwards. Blocks for a fifth of a second; for the command line, where no daemon runs.
 */
public final class DuplicateCheck {
    private static final int PROBES = 10;
    private static final long SPACING_MILLIS = 20;
    private static final int MOST_FRAMES = 256;

    private DuplicateCheck() {}

    /**
     * Who answers for the address.
     *
     * @return empty when nobody does
     * @throws IOException when it could not be asked, with the remedy
     */
    public static Optional<MacAddress> holder(Placement placement, KernelView kernel)
            throws IOException, InterruptedException {
        Link link = link(placement, kernel);
        IpAddress address = placement.address().address();
        AtomicReference<MacAddress> holder = new AtomicReference<>();
        if (address.v6()) {
            try (NdSocket socket = NdSocket.open(link.index(), link.mac())) {
                socket.listenFor(Set.of(address));
                for (int i = 0; i < PROBES && holder.get() == null; i++) {
                    require(socket.probe(address), placement);
                    TimeUnit.MILLISECONDS.sleep(SPACING_MILLIS);
                    socket.receive(MOST_FRAMES, (packet, sender) -> {
                        if (packet.advertisement() && packet.target().equals(address) && !sender.equals(link.mac())) {
                            holder.set(sender);
                        }
                    });
                }
            }
        } else {
            try (ArpSocket socket = ArpSocket.open(link.index(), link.mac())) {
                for (int i = 0; i < PROBES && holder.get() == null; i++) {
                    require(socket.probe(address), placement);
                    TimeUnit.MILLISECONDS.sleep(SPACING_MILLIS);
                    socket.receive(MOST_FRAMES, packet -> {
                        if (packet.senderIp().equals(address)
                                && !packet.senderMac().equals(link.mac())) {
                            holder.set(packet.senderMac());
                        }
                    });
                }
            }
        }
        return Optional.ofNullable(holder.get());
    }

    /** Announces once in both forms; empty when it was sent, else a sentence that says why not. */
    public static Optional<String> announce(Placement placement, KernelView kernel) {
        try (Announcer announcer = new Announcer()) {
            return announcer.announce(placement, true, kernel);
        }
    }

    private static Link link(Placement placement, KernelView kernel) throws IOException {
        if (!placement.placed()) {
            throw new IOException("no interface of this host carries the subnet of " + placement.address()
                    + "; nobody can be asked for it");
        }
        return kernel.link(placement.interfaceName())
                .filter(Link::usable)
                .orElseThrow(() -> new IOException(placement.interfaceName()
                        + " does not exist, is down or has no carrier, so nobody can be asked for "
                        + placement.address().address()));
    }

    private static void require(Optional<String> problem, Placement placement) throws IOException {
        if (problem.isPresent()) {
            throw new IOException("cannot ask for " + placement.address().address() + ": " + problem.get());
        }
    }
}
