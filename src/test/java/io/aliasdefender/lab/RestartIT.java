package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a daemon finds that comes after another one, which had no chance to clear up or was told not to. */
@ExtendWith(LabRequired.class)
class RestartIT {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cidr SECOND = Cidr.of("192.0.2.101/24");
    private static final Cidr SECOND_V6 = Cidr.of("2001:db8::101/64");
    /** An address that somebody else puts on the host. */
    private static final Cidr FOREIGN = Cidr.of("192.0.2.150/24");

    private static final LabConfig ALL =
            LabConfig.every(INTERVAL).defending(Lab.ALIAS, SECOND, Lab.ALIAS_V6, SECOND_V6);
    /** One of each family is missing. */
    private static final LabConfig HALF = LabConfig.every(INTERVAL).defending(Lab.ALIAS, Lab.ALIAS_V6);

    private static Lab lab;
    private static LabHost host;

    @BeforeAll
    static void build() {
        lab = Lab.build();
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
    }

    @AfterEach
    void reset() {
        lab.reset();
    }

    @Test
    void leftoversWhenTheDaemonWasKilledShouldGoAndAllElseStay() throws Exception {
        hold(ALL);
        host.kill();
        add(FOREIGN);
        lab.configure(HALF);
        List<Client> clients = new ArrayList<>();
        for (Cidr kept : HALF.aliases()) {
            clients.add(new Client(lab, kept.address()));
        }
        long begun = System.nanoTime();

        start();

        awaitGone(SECOND, SECOND_V6);
        awaitHolding(Lab.ALIAS, Lab.ALIAS_V6);
        for (Client client : clients) {
            client.awaitAnswer(System.nanoTime(), SOON);
            assertThat(client.answers().longestOutage(begun, System.nanoTime())).isLessThan(Duration.ofSeconds(1));
            client.close();
        }
        for (Cidr kept : HALF.aliases()) {
            assertThat(lab.timeline().moves(kept.address(), begun, System.nanoTime()))
                    .isZero();
        }
        assertThat(host.carries(FOREIGN)).isTrue();
        assertThat(leftoverEvents()).containsExactlyInAnyOrder(SECOND.address(), SECOND_V6.address());
        assertThat(log()).contains("took 192.0.2.101/24 on eth0 off this host: a defender had it here");
    }

    @Test
    void leftoversWhenTheDaemonWasToKeepThemShouldGo() throws Exception {
        hold(ALL.with("on-stop: keep"));
        assertThat(host.stop(SOON)).isZero();
        assertThat(host.carries(SECOND)).isTrue();
        lab.configure(HALF);

        start();

        awaitGone(SECOND, SECOND_V6);
        assertThat(host.carries(Lab.ALIAS)).isTrue();
    }

    /** By the order, and by the file of earlier packages. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restartWhenAskedToKeepOnceShouldMoveNothingAndTheNextStopShouldRelease(boolean order) throws Exception {
        hold(HALF);
        if (order) {
            assertThat(Door.unix(host).post("/api/keep").status()).isEqualTo(200);
        } else {
            Files.createFile(host.state().resolve("keep"));
        }
        Client client = new Client(lab, Lab.ALIAS.address());
        client.awaitAnswer(System.nanoTime(), SOON);
        long begun = System.nanoTime();

        assertThat(host.stop(SOON)).isZero();
        start();
        awaitHolding(Lab.ALIAS, Lab.ALIAS_V6);

        client.awaitAnswer(System.nanoTime(), SOON);
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
        assertThat(client.answers().longestOutage(begun, System.nanoTime())).isLessThan(Duration.ofMillis(500));
        client.close();
        assertThat(log()).contains("leaving 192.0.2.100/24 on eth0:1 in place (the next defender adopts it)");
        assertThat(host.stop(SOON)).isZero();
        assertThat(host.carries(Lab.ALIAS)).isFalse();
    }

    @Test
    void keepWhenLeftByARestartThatNeverCameShouldBeForgottenAtTheStart() throws Exception {
        Files.createFile(host.state().resolve("keep"));

        hold(HALF);

        assertThat(host.stop(SOON)).isZero();
        assertThat(host.carries(Lab.ALIAS)).isFalse();
    }

    @Test
    void addressWhenSomebodyElsePutItThereShouldStayThoughItWasAnAliasOnce() throws Exception {
        hold(ALL);
        lab.configure(HALF);
        host.hangUp();
        Await.until(
                SOON,
                () -> !heldFile().contains(SECOND + " ") && !heldFile().contains(SECOND_V6 + " "),
                () -> "both are out of:\n" + heldFile() + host.lastLines(20));
        add(SECOND);
        host.kill();

        start();

        awaitHolding(Lab.ALIAS, Lab.ALIAS_V6);
        // Adopting comes after the sweep of the start, and what it removes is gone within milliseconds.
        Await.pause(INTERVAL.multipliedBy(5));
        assertThat(host.carries(SECOND)).isTrue();
        assertThat(leftoverEvents()).isEmpty();
    }

    @Test
    void addressWhenOfAnInterfaceThatWasMadeAnewShouldStay() throws Exception {
        hold(ALL);
        host.kill();
        lab.faults().deleteInterface(host);
        lab.faults().restoreInterface(host);
        add(SECOND);
        lab.configure(HALF);

        start();

        awaitHolding(Lab.ALIAS, Lab.ALIAS_V6);
        assertThat(host.carries(SECOND)).isTrue();
        assertThat(leftoverEvents()).isEmpty();
    }

    @Test
    void leftoverWhenItsInterfaceWasRenamedShouldBeTakenFromThere() throws Exception {
        hold(ALL);
        host.kill();
        host.namespace().ip("link", "set", "eth0", "down");
        host.namespace().ip("link", "set", "eth0", "name", "lan0");
        try {
            host.namespace().ip("link", "set", "lan0", "up");
            assertThat(host.namespace().ip("address")).contains(SECOND.toString());
            host.configure("alias-defender.yaml", """
                    nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
                    aliases: [{address: 192.0.2.100/24, interface: lan0}]
                    """);

            start();

            Await.until(
                    "the leftover is gone",
                    SOON,
                    () -> !host.namespace().ip("address").contains(SECOND.toString()));
            assertThat(host.namespace().ip("address")).contains(Lab.ALIAS.toString());
        } finally {
            host.kill();
            host.namespace().ip("link", "set", "lan0", "down");
            host.namespace().ip("link", "set", "lan0", "name", "eth0");
            host.namespace().ip("link", "set", "eth0", "up");
        }
    }

    @Test
    void aliasWhenItLeavesTheConfigurationWhileItsInterfaceIsMissingShouldNotComeBackWithIt() throws Exception {
        hold(ALL);
        lab.faults().deleteInterface(host);
        lab.configure(HALF);
        host.hangUp();
        Await.until("the new configuration runs", SOON, () -> log().contains("configuration reloaded"));
        host.kill();
        lab.faults().restoreInterface(host);

        start();

        awaitHolding(Lab.ALIAS, Lab.ALIAS_V6);
        assertThat(host.carries(SECOND)).isFalse();
        assertThat(host.carries(SECOND_V6)).isFalse();
    }

    @Test
    void leftoversWhenTheFileIsDamagedShouldStayAndBeTold() throws Exception {
        hold(ALL);
        host.kill();
        Files.writeString(host.state().resolve("held"), "192.0.2.101/24 2 eth0\n");
        lab.configure(HALF);

        start();

        awaitHolding(Lab.ALIAS, Lab.ALIAS_V6);
        assertThat(host.carries(SECOND)).isTrue();
        assertThat(log()).containsOnlyOnce("is damaged from its first line on");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(host.state().resolve("held"))))
                .isEqualTo("rw-------");
    }

    private static void hold(LabConfig config) {
        lab.configure(config);
        start();
        awaitHolding(config.aliases().toArray(Cidr[]::new));
    }

    private static void start() {
        host.start();
        host.awaitReady();
    }

    private static void add(Cidr address) {
        host.namespace().ip("address", "add", address.toString(), "dev", Station.INTERFACE);
    }

    private static void awaitHolding(Cidr... aliases) {
        for (Cidr alias : aliases) {
            Await.until(
                    SOON,
                    () -> state(alias).equals("holding") && host.carries(alias),
                    () -> alias + " is held:\n" + host.lastLines(20));
        }
    }

    private static String state(Cidr alias) {
        try {
            return host.api()
                    .alias(alias.address().toString())
                    .map(DaemonApi.AliasStatus::state)
                    .orElse("");
        } catch (IOException silent) {
            return "";
        }
    }

    private static String heldFile() {
        try {
            return Files.readString(host.state().resolve("held"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitGone(Cidr... addresses) {
        for (Cidr address : addresses) {
            Await.until(SOON, () -> !host.carries(address), () -> address + " is gone:\n" + host.lastLines(20));
        }
    }

    private static List<IpAddress> leftoverEvents() throws Exception {
        return host.api().events(0).stream()
                .filter(event -> event.cause().equals("leftover"))
                .map(event -> IpAddress.of(event.alias()))
                .toList();
    }

    /** What the daemons of this test wrote. */
    private static String log() {
        return host.logSinceTheNote();
    }
}
