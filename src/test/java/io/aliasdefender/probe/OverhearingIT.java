package io.aliasdefender.probe;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.BurstRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bursts that nobody answers, on a link where somebody speaks, or nobody. */
class OverhearingIT extends ProberFixture {
    private static final IpAddress NOBODY = IpAddress.of("192.0.2.99");

    @BeforeEach
    void quieten() throws Exception {
        // Their own neighbour discovery is what would be overheard.
        for (String host : new String[] {b, c}) {
            ip("netns", "exec", host, "sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=1");
        }
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);
    }

    @Test
    void burstWhenNobodyAnswersButSomebodySpeaksShouldOverhearHim() throws Exception {
        BurstResult result = burstWhileSpeaking(NOBODY);

        assertThat(result.hosts().get(NOBODY).silent()).isTrue();
        assertThat(result.overheard()).isTrue();
        awaitNoOpenEars();
    }

    @Test
    void burstWhenNobodySpeaksShouldOverhearNothing() throws Exception {
        // The partner would answer steady probes, and be heard.
        net.port("b", "down");
        Channels.BURST.publish(vertx, request(NOBODY));
        BurstResult result = said.await(BurstResult.class, any -> true);

        assertThat(result.alias().silent()).isTrue();
        assertThat(result.overheard()).isFalse();
        awaitNoOpenEars();
    }

    @Test
    void burstWhenOnlyOurOwnFramesComeBackShouldOverhearNothing() throws Exception {
        net.port("b", "down");
        // A loop in the switch, or a bond: what comes in was sent by ourselves.
        ip("-n", c, "link", "set", "eth0", "address", net.mac(a).toString());

        assertThat(burstWhileSpeaking(NOBODY).overheard()).isFalse();
    }

    @Test
    void burstWhenAHostAnswersShouldNotListenForMore() throws Exception {
        assertThat(burstWhileSpeaking(PARTNER).overheard()).isFalse();
    }

    private static BurstRequest request(IpAddress host) {
        return new BurstRequest(4, IpAddress.of(V4), "eth0", 30, Duration.ofMillis(5), Set.of(host));
    }

    /** Lets host c ask for this and that until the burst is over. */
    private BurstResult burstWhileSpeaking(IpAddress host) throws Exception {
        MacAddress speaker = net.mac(c);
        int index = net.index(c);
        AtomicBoolean over = new AtomicBoolean();
        Thread chatter = new Thread(() -> {
            try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, speaker))) {
                while (!over.get()) {
                    arp.request(IpAddress.of("192.0.2.13"), IpAddress.of("192.0.2.98"));
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } catch (Exception failure) {
                LOG.error("nobody speaks", failure);
            }
        });
        chatter.start();
        try {
            Channels.BURST.publish(vertx, request(host));
            return said.await(BurstResult.class, any -> true);
        } finally {
            over.set(true);
            chatter.join();
        }
    }

    /** Waits until no socket of the prober takes every kind of frame any more. */
    private void awaitNoOpenEars() throws Exception {
        String sockets = "exec 2>&1; for i in $(seq 500); do "
                + "awk '$4 == \"0003\" {found = 1} END {exit found}' /proc/net/packet && exit 0; sleep 0.02; done; exit 1";
        ip("netns", "exec", a, "sh", "-c", sockets);
    }
}
