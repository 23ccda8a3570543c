package io.aliasdefender.lab;

import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service on a host that sends datagrams from the alias to many neighbours, most of which do not exist. With
 * {@code arp_announce=0}, the kernel's default, the ARP requests for them name the alias as their sender: ordinary
 * requests, which are no announcements (RFC 5227, section 1.1).
 */
final class Chatter implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(2);
    private static final int FIRST_NEIGHBOUR = 120;
    private static final int NEIGHBOURS = 60;
    private static final int PORT = 9;

    private final DatagramChannel channel;
    private final LabThread thread;
    private final AtomicLong sent = new AtomicLong();

    /** Starts at once; the host must carry the IPv4 alias now, and may lose it later. */
    Chatter(LabHost host) {
        host.namespace().set("net.ipv4.conf.all.arp_announce", "0");
        try {
            InetAddress alias = InetAddress.getByName(Lab.ALIAS.address().toString());
            channel = NetNs.call(
                    host.namespace().name(),
                    () -> DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress(alias, 0)));
        } catch (Exception failure) {
            throw new LabException(host + " cannot send from the alias: " + failure.getMessage(), failure);
        }
        thread = new LabThread("lab-chatter", this::run);
        thread.start();
    }

    /** How many datagrams the kernel took; none once the alias is gone from this host. */
    long sent() {
        return sent.get();
    }

    private void run() {
        for (int i = 0; !thread.stopped(); i++) {
            String neighbour = "192.0.2." + (FIRST_NEIGHBOUR + i % NEIGHBOURS);
            try {
                channel.send(ByteBuffer.wrap(new byte[] {1}), new InetSocketAddress(neighbour, PORT));
                sent.incrementAndGet();
            } catch (IOException gone) {
                // The alias is gone from this host.
            }
            Await.pause(PERIOD);
        }
    }

    @Override
    public void close() throws IOException {
        thread.stop();
        channel.close();
    }
}
