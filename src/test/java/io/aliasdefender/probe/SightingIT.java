package io.aliasdefender.probe;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.NetNs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Frames of others about the alias. */
class SightingIT extends ProberFixture {
    @Test
    void aliasWhenTwoOthersHoldItShouldGiveASightingOfTheSecond() throws Exception {
        hold(b, V4);
        plan(V4);
        replyFrom(V4, net.mac(b));
        hold(c, V4);

        Sighting seen = sighting(Sighting.Kind.REPLY);

        assertThat(seen.address()).isEqualTo(IpAddress.of(V4));
        assertThat(seen.mac()).isIn(net.mac(b), net.mac(c));
    }

    @Test
    void framesOfAnotherHostAboutTheAliasShouldBeSightings() throws Exception {
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);
        MacAddress mac = net.mac(c);
        MacAddress ours = net.mac(a);
        int index = net.index(c);
        try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, mac));
                ArpSocket mirror = NetNs.call(c, () -> ArpSocket.open(index, ours))) {
            // What a switch sends back to us is our own, and no sighting.
            assertThat(mirror.announce(IpAddress.of(V4))).isEmpty();
            assertThat(arp.probe(IpAddress.of(V4))).isEmpty();
            assertThat(said.await(Sighting.class, sighting -> sighting.kind() != Sighting.Kind.REQUEST))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.PROBE));
            assertThat(arp.announce(IpAddress.of(V4))).isEmpty();
            assertThat(sighting(Sighting.Kind.ANNOUNCEMENT))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.ANNOUNCEMENT));
        }
    }

    @Test
    void neighbourPacketsOfAnotherHostAboutTheAliasShouldBeSightings() throws Exception {
        plan(V6, Duration.ofSeconds(1));
        outcome(V6, ProbeOutcome.Silence.class);
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        try (NdSocket nd = NetNs.call(c, () -> NdSocket.open(index, mac))) {
            assertThat(nd.announce(IpAddress.of(V6))).isEmpty();
            assertThat(sighting(Sighting.Kind.ANNOUNCEMENT))
                    .isEqualTo(new Sighting(IpAddress.of(V6), "eth0", mac, Sighting.Kind.ANNOUNCEMENT));
        }
        // The kernel's own duplicate address detection on host c.
        ip("-n", c, "addr", "add", V6 + "/64", "dev", "eth0");
        assertThat(sighting(Sighting.Kind.PROBE))
                .isEqualTo(new Sighting(IpAddress.of(V6), "eth0", mac, Sighting.Kind.PROBE));
    }

    @Test
    void questionOfAnotherHostShouldBeASightingOfARequest() throws Exception {
        plan(V4);
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        outcome(V4, ProbeOutcome.Silence.class);
        try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, mac))) {
            assertThat(arp.request(IpAddress.of("192.0.2.13"), IpAddress.of(V4)))
                    .isEmpty();
            assertThat(said.await(Sighting.class, any -> true))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.REQUEST));
        }
    }

    @Test
    void questionOfAWatchingDefenderShouldBeToldFromThatOfAnyKernel() throws Exception {
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);
        try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, mac))) {
            assertThat(arp.watch(IpAddress.of("192.0.2.13"), IpAddress.of(V4), Optional.empty()))
                    .isEmpty();
            assertThat(said.await(Sighting.class, any -> true))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.WATCH));
            assertThat(arp.request(IpAddress.of(V4), PARTNER)).isEmpty();
            assertThat(said.await(Sighting.class, any -> true))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.USE));
        }
        plan(V6);
        outcome(V6, ProbeOutcome.Silence.class);
        try (NdSocket nd = NetNs.call(c, () -> NdSocket.open(index, mac))) {
            assertThat(nd.watch(IpAddress.of("2001:db8::13"), IpAddress.of(V6))).isEmpty();
            assertThat(sighting(Sighting.Kind.WATCH))
                    .isEqualTo(new Sighting(IpAddress.of(V6), "eth0", mac, Sighting.Kind.WATCH));
        }
    }

    @Test
    void kernelShouldAnswerAMarkedQuestionLikeAnyOther() throws Exception {
        hold(b, V4);
        hold(b, V6);
        plan(V4);
        replyFrom(V4, net.mac(b));
        plan(V6);
        replyFrom(V6, net.mac(b));
    }

    @Test
    void stormOfFramesShouldNotKeepOthersFromBeingHeard() throws Exception {
        plan(V4);
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        AtomicBoolean storming = new AtomicBoolean(true);
        Thread storm = new Thread(() -> {
            try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, mac))) {
                while (storming.get()) {
                    arp.announce(IpAddress.of(V4));
                }
            } catch (Exception failure) {
                LOG.error("no storm", failure);
            }
        });
        storm.start();
        try {
            sighting(Sighting.Kind.ANNOUNCEMENT);
            for (int i = 0; i < 10; i++) {
                outcome(PARTNER.toString(), ProbeOutcome.Reply.class);
                outcome(V4, ProbeOutcome.Silence.class);
            }
            sighting(Sighting.Kind.ANNOUNCEMENT);
        } finally {
            storming.set(false);
            storm.join();
        }
    }
}
