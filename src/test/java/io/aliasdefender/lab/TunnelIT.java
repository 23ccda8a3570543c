package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aliasdefender.core.net.Cidr;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An alias on a link without link-layer addresses (tun, WireGuard): nobody can be asked by ARP there. */
class TunnelIT extends MixedPair {
    private static final Cidr ALIAS = Cidr.of("203.0.113.100/24");
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration WATCHED = Duration.ofSeconds(5);
    /** In that time: the router, once a second, and a burst or two for an answer that came late. */
    private static final long BEARABLE_REQUESTS = 25;

    private TunnelNetwork network;

    @BeforeEach
    void connect() {
        assumeTrue(
                TunnelNetwork.whyImpossible().isEmpty(),
                () -> TunnelNetwork.whyImpossible().orElse(""));
        Map<Station, String> addresses = new LinkedHashMap<>();
        addresses.put(lab.router(), "203.0.113.1/24");
        addresses.put(web1.station(), "203.0.113.11/24");
        addresses.put(web2.station(), "203.0.113.12/24");
        network = new TunnelNetwork(addresses);
        LabConfig config = LabConfig.every(EVERY).defending(ALIAS).with("witnesses: [203.0.113.1]");
        String yaml = config.yaml(lab.hosts())
                .replace("interface: " + Station.INTERFACE, "interface: " + TunnelNetwork.DEVICE);
        lab.hosts().forEach(host -> host.configure("alias-defender.yaml", yaml));
    }

    @AfterEach
    void disconnect() {
        lab.hosts().forEach(LabHost::kill);
        if (network != null) {
            network.close();
        }
    }

    @Test
    void aliasWhenFoundAtStartShouldBeProvenOnceAndNotBeAskedAboutForEver() {
        web1.namespace().ip("address", "add", ALIAS.toString(), "dev", TunnelNetwork.DEVICE);
        startTunnelPair();

        assertQuiet("adopted");
    }

    @Test
    void aliasWhenItsHolderWasPausedShouldBeProvenOnceAndNotBeAskedAboutForEver() {
        startTunnelPair();
        web1.pause();
        Await.pause(EVERY.multipliedBy(3));
        web1.resume();
        awaitSaid(web1, "did not run");
        awaitState(web1, ALIAS, "holding");

        assertQuiet("paused");
    }

    @Test
    void aliasWhenItsHolderIsGoneShouldBeTakenAndKeptByOneHost() {
        startTunnelPair();
        web1.kill();
        web1.namespace().ip("link", "set", "dev", TunnelNetwork.DEVICE, "down");
        web1.namespace().ip("address", "flush", "dev", TunnelNetwork.DEVICE);
        lab.faults().powerOff(web1);

        awaitState(web2, ALIAS, "holding");
        lab.timeline().awaitHolders(ALIAS.address(), Set.of("web2"), SOON);
        lab.faults().powerOn(web1);
    }

    private static void startTunnelPair() {
        start(web1);
        awaitState(web1, ALIAS, "holding");
        start(web2);
        awaitState(web2, ALIAS, "watching");
    }

    private void assertQuiet(String how) {
        Await.pause(EVERY.multipliedBy(3));
        long before = network.echoRequests(web1.station());
        Await.pause(WATCHED);
        long sent = network.echoRequests(web1.station()) - before;
        System.out.println("no ARP, " + how + " holder: " + sent + " echo requests in " + WATCHED.toSeconds() + " s");
        assertThat(sent).as("echo requests\n" + web1.lastLines(20)).isPositive().isLessThan(BEARABLE_REQUESTS);
        assertThat(List.of("holding")).contains(Quotes.state(web1, ALIAS.address()));
    }
}
