package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts whose own address, by which they are found among the nodes, comes later than something else. */
@ExtendWith(LabRequired.class)
class LateAddressIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final LabConfig CONFIG = LabConfig.every(Duration.ofMillis(100));
    private static final String WAITING = "none of the nodes is this host: it has ";
    private static final String NODES = ", the nodes are web1 192.0.2.11, web2 192.0.2.12";

    private static Lab lab;
    private static LabHost host;

    @BeforeAll
    static void build() {
        lab = Lab.build(2, Optional.of(Path.of("target", "lab", "LateAddressIT")), Unnamed.ofThisProgram());
        host = lab.web(1);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        host.note("=== " + test.getDisplayName());
        lab.configure(CONFIG);
    }

    @AfterEach
    void reset() {
        lab.reset();
    }

    /** Of another card or network, of the IPv6 router, of a DHCP client that has heard nobody yet. */
    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.11/24", "2001:db8:5::11/64", "169.254.7.7/16"})
    void startWhenAnotherAddressIsThereFirstShouldWaitForTheOwnOneAndThenDefend(String other) {
        withoutAddresses();
        add(other);

        host.start();

        awaitLog(WAITING + other.replaceFirst("/.*", "") + NODES);
        assertThat(host.running()).isTrue();
        host.station().configure();
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
        assertThat(host.stop(SOON)).isZero();
    }

    @Test
    void startWhenOnlyTheAliasThatAKilledDaemonLeftIsThereShouldWaitAndAdoptIt() {
        host.start();
        host.awaitReady();
        awaitState("holding");
        host.kill();
        withoutAddresses();
        add(Lab.ALIAS.toString());
        long begun = System.nanoTime();

        host.start();

        awaitLog(WAITING + "192.0.2.100" + NODES);
        host.station().configure();
        host.awaitReady();
        awaitState("holding");
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
        assertThat(lab.timeline().nobody(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
        assertThat(log()).doesNotContain("ERROR");
    }

    @Test
    void startWhenTheFileIsCorrectedWhileItWaitsShouldDefendByTheNewOne() {
        host.configure("alias-defender.yaml", text("192.0.2.21"));
        host.start();
        awaitLog(", the nodes are web1 192.0.2.21, web2 192.0.2.12");

        lab.configure(CONFIG);

        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
    }

    @Test
    void startWhenItIsStoppedWhileItWaitsShouldEndAtOnce() {
        host.configure("alias-defender.yaml", text("192.0.2.21"));
        host.start();
        awaitLog(WAITING);

        assertThat(host.stop(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void startWhenTheFileHasAnErrorOfItsOwnBesidesShouldEndWithAllOfThem() throws InterruptedException {
        host.configure("alias-defender.yaml", text("192.0.2.21") + "intervall: 1s\n");

        host.start();

        Await.until("it ends", SOON, () -> !host.running());
        assertThat(host.stop(SOON)).isEqualTo(1);
        assertThat(log()).contains("none of the nodes is this host", "unknown key \"intervall\"");
    }

    @Test
    void reloadWhenTheOwnAddressIsGoneForAMomentShouldBeAcceptedAndMoveNothing() {
        start();
        host.namespace().ip("address", "add", "198.51.100.11/24", "dev", Station.INTERFACE);
        promoteSecondaries();
        long begun = System.nanoTime();
        host.namespace().ip("address", "delete", "192.0.2.11/24", "dev", Station.INTERFACE);

        host.configure("alias-defender.yaml", text("192.0.2.11").replace("100ms", "200ms"));

        awaitLog("change interval: 100ms -> 200ms");
        awaitLog("this host is web1, whose address 192.0.2.11 is not there at the moment");
        awaitState("holding");
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
    }

    @Test
    void reloadWithAnOwnAddressThatIsYetToComeShouldBeAcceptedWhenItIsThere() {
        start();
        host.configure("alias-defender.yaml", text("192.0.2.21"));
        awaitLog("configuration rejected, the running one stays");
        promoteSecondaries();

        host.namespace()
                .batch(List.of(
                        "address add 192.0.2.21/24 dev " + Station.INTERFACE,
                        "address delete 192.0.2.11/24 dev " + Station.INTERFACE));

        awaitLog("configuration reloaded");
        assertThat(log()).containsOnlyOnce("configuration rejected");
    }

    private static String text(String own) {
        return """
                nodes: {web1: %s, web2: 192.0.2.12}
                aliases: [{address: %s, interface: eth0}]
                interval: 100ms
                """.formatted(own, Lab.ALIAS);
    }

    private static void start() {
        host.configure("alias-defender.yaml", text("192.0.2.11"));
        host.start();
        host.awaitReady();
        awaitState("holding");
    }

    /** As before the network's configuration: the link is up, and that is all. */
    private static void withoutAddresses() {
        host.namespace().ip("address", "flush", "dev", Station.INTERFACE);
    }

    /** Else the kernel deletes all addresses of the subnet together with the first one. */
    private static void promoteSecondaries() {
        host.namespace().set("net.ipv4.conf.eth0.promote_secondaries", "1");
    }

    private static void add(String address) {
        host.namespace().ip("address", "add", address, "dev", Station.INTERFACE);
    }

    private static void awaitState(String state) {
        Await.until(
                SOON,
                () -> Quotes.state(host).equals(state),
                () -> "it is " + state + ", not " + Quotes.state(host) + ":\n" + host.lastLines(20));
    }

    private static void awaitLog(String words) {
        Await.until(SOON, () -> log().contains(words), () -> "\"" + words + "\" in:\n" + log());
    }

    private static String log() {
        return host.logSinceTheNote();
    }
}
