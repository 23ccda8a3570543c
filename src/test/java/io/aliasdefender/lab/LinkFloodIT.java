package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.config.LinkKeyFile;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.protocol.Body;
import io.aliasdefender.link.protocol.Digests;
import io.aliasdefender.link.protocol.Encoder;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Message;
import io.aliasdefender.link.protocol.Signing;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A flood of the link, from the address of a node, leaves the defending alone. */
@ExtendWith(LabRequired.class)
class LinkFloodIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final int A_SECOND = 50_000;
    private static final int LINK_PORT = 8_601;
    /** Nobody listens there: what the flood costs without a link. */
    private static final int CLOSED_PORT = 8_602;

    @TempDir
    private Path folder;

    /** What a flood did. */
    private record Seen(Lateness late, double processorSeconds, int sent) {
        @Override
        public String toString() {
            return "%d sent, probes' p99.9 %.1f ms, max %.1f ms, %d stalls, the daemon's processor time %.2f s of %d s"
                    .formatted(
                            sent,
                            late.quantile(0.999) * 1e3,
                            late.quantile(1) * 1e3,
                            (int) late.stalls(),
                            processorSeconds,
                            LENGTH.toSeconds());
        }
    }

    @Test
    void linkWhenFloodedShouldCostTheDefendingNothing() throws Exception {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        LinkKey ours = new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(key)));
        Path file = Files.writeString(folder.resolve("link.key"), LinkKeyFile.text(List.of(ours)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (Lab lab = Lab.build()) {
            LabHost web1 = lab.web(1);
            LabHost web2 = lab.web(2);
            lab.configure(LabConfig.every(Duration.ofMillis(10)).with("link: {key-file: " + file + "}"));
            lab.startAll();
            lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
            awaitBoth(web1);
            // Its address is the attacker's from now on.
            web2.stop(Duration.ofSeconds(10));

            long from = System.nanoTime();
            Seen without = flood(web1, web2, CLOSED_PORT);
            Seen with = flood(web1, web2, LINK_PORT);
            System.out.println("at a closed port: " + without + "\nat the link's:    " + with);

            assertThat(lab.timeline().moves(Lab.ALIAS.address(), from, System.nanoTime()))
                    .isZero();
            // A tenth of a core for each of reading, verifying, and what one reading of the processor time errs.
            assertThat(with.processorSeconds() - without.processorSeconds())
                    .as("%s, and without a link %s", with, without)
                    .isLessThan(LENGTH.toSeconds() * 0.3);
            web2.start();
            web2.awaitReady();
            awaitBoth(web1);
        }
    }

    private static void awaitBoth(LabHost host) {
        Await.until("both ways of the link work", SOON, () -> {
            try {
                return host.api().status().getJsonObject("link").encode().contains("\"way\":\"both\"");
            } catch (IOException notNow) {
                return false;
            }
        });
    }

    private static Seen flood(LabHost victim, LabHost attacker, int port) throws Exception {
        Lateness before = lateness(victim);
        double processor = processorSeconds(victim);
        int sent = NetNs.call(attacker.namespace().name(), () -> send(attacker.address(), victim.address(), port));
        return new Seen(lateness(victim).since(before), processorSeconds(victim) - processor, sent);
    }

    private static Lateness lateness(LabHost host) throws Exception {
        // A page of metrics is made once a second at the most.
        Await.pause(Duration.ofMillis(1_100));
        return Lateness.of(Lateness.PROBES, List.of(Flood.get(host.state().resolve("api.sock"), "/metrics")));
    }

    private static double processorSeconds(LabHost host) {
        return ProcessHandle.of(host.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .map(spent -> spent.toMillis() / 1e3)
                .orElseThrow();
    }

    /** All that one can know who has no key: a header that is right, each time a newer one, and as long as may be. */
    private static int send(IpAddress from, IpAddress to, int port) throws Exception {
        byte[] wrong = new byte[32];
        Signing signing = new Signing(List.of(new Signing.Key(1, wrong)));
        Header header = new Header(
                1,
                0,
                2,
                100,
                0,
                false,
                1,
                Digests.of("web2"),
                Digests.of("DIRECT", from.toString(), to.toString()),
                42,
                1,
                0,
                0,
                0);
        byte[] head = Encoder.encode(new Message(header, Body.EMPTY), signing);
        ByteBuffer datagram = ByteBuffer.allocateDirect(1_232).put(0, head);
        int sent = 0;
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(from.toBytes()), LINK_PORT));
            InetSocketAddress victim = new InetSocketAddress(InetAddress.getByAddress(to.toBytes()), port);
            long begun = System.nanoTime();
            long elapsed = 0;
            while (elapsed < LENGTH.toNanos()) {
                if (sent > elapsed / 1e9 * A_SECOND) {
                    LockSupport.parkNanos(100_000);
                } else {
                    datagram.putLong(48, sent + 1).clear();
                    channel.send(datagram, victim);
                    sent++;
                }
                elapsed = System.nanoTime() - begun;
            }
        }
        return sent;
    }
}
