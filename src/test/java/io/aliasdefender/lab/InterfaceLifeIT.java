package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces that are late, go away, come back, or lose their addresses, with real defenders on real kernels. */
class InterfaceLifeIT extends MixedPair {
    /** Longer than any takeover at this interval would need. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private static final MacAddress OTHER_MAC = MacAddress.of("02:ad:00:00:00:77");

    @Test
    void defenderWhenItsInterfaceAppearsOnlyAfterStartShouldWaitAndGoOn() {
        lab.faults().deleteInterface(web1);
        start(web1);
        awaitSaid(web1, "eth0 does not exist; waiting for it");
        ALIASES.forEach(alias -> awaitReason(web1, alias, "eth0 does not exist; waiting for it"));
        Await.pause(LONG);
        assertThat(timesSaid(web1, "eth0"))
                .as("said once, and not for each alias")
                .isOne();

        lab.faults().restoreInterface(web1);

        awaitSaid(web1, "eth0 is there, up and with a carrier");
        awaitHolder(web1);
        awaitClientAt(web1);
    }

    @Test
    void defenderWhenTheConfigurationNamesNoInterfaceShouldWaitForOneThatCarriesTheSubnets() {
        web1.configure("alias-defender.yaml", withoutInterfaces(CONFIG.yaml(lab.hosts())));
        lab.faults().deleteInterface(web1);
        start(web1);
        ALIASES.forEach(alias -> awaitReason(
                web1, alias, "no interface carries the subnet of " + alias.address() + "; waiting for one"));

        lab.faults().restoreInterface(web1);

        awaitHolder(web1);
        awaitClientAt(web1);
    }

    @Test
    void defenderWhenItsHostHasNoAddressToBeKnownByShouldWaitForOne() throws Exception {
        lab.faults().deleteInterface(web1);
        List<String> argv =
                new ArrayList<>(DaemonCommand.ofThisProgram().monitor(web1.config(), web1.name(), web1.state()));
        argv.removeAll(List.of("--node", web1.name()));
        Process daemon = new ProcessBuilder(web1.namespace().command(argv))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(web1.log().toFile()))
                .start();
        try {
            Await.until(
                    "the daemon waits for an address",
                    SOON,
                    () -> web1.lastLines(5).contains("waiting: "));

            lab.faults().restoreInterface(web1);

            awaitHolder(web1);
        } finally {
            daemon.destroyForcibly().waitFor();
        }
    }

    @Test
    void defenderWhenItsInterfaceIsDownAtStartShouldWaitAndGoOn() {
        web1.namespace().ip("link", "set", "dev", Station.INTERFACE, "down");
        start(web1);
        ALIASES.forEach(alias -> awaitReason(web1, alias, "eth0 is down; waiting for it"));
        Await.pause(LONG);
        assertNobodyHolds();

        web1.namespace().ip("link", "set", "dev", Station.INTERFACE, "up");
        web1.station().configure();

        awaitHolder(web1);
        awaitClientAt(web1);
    }

    @Test
    void partnerWhenTheHoldersInterfaceIsDeletedShouldTakeOverAndKeepTheAliasesWhenItIsBack() {
        startPair();
        lab.faults().deleteInterface(web1);
        awaitHolder(web2);

        lab.faults().restoreInterface(web1);
        ALIASES.forEach(alias -> awaitState(web1, alias, "watching"));
        Await.pause(LONG);

        awaitHolder(web2);
        awaitClientAt(web2);
    }

    @Test
    void holderWhenItsInterfaceIsMadeAnewWithAnotherMacShouldHaveItsAliasesAgain() {
        start(web1);
        awaitHolder(web1);
        lab.faults().deleteInterface(web1);
        awaitSaid(web1, "eth0 does not exist; waiting for it");

        lab.faults().restoreInterface(web1);
        web1.namespace().ip("link", "set", "dev", Station.INTERFACE, "address", OTHER_MAC.toString());

        ALIASES.forEach(alias -> awaitState(web1, alias, "holding"));
        for (Cidr alias : ALIASES) {
            try (Client client = new Client(lab, alias.address())) {
                Await.until(
                        "the client has " + alias + " at the new link-layer address",
                        SOON,
                        () -> lab.clientNeighbour(alias.address()).equals(Optional.of(OTHER_MAC)));
                client.awaitAnswer(System.nanoTime(), SOON);
            }
        }
        // The next test gets a new one, with the MAC address that everybody expects.
        lab.faults().deleteInterface(web1);
    }

    /** The next refresh would come after a minute only. */
    @Test
    void holderWhenItsMacChangesShouldAnnounceItAtOnce() {
        startPair();
        ALIASES.forEach(alias -> awaitState(web1, alias, "holding"));
        awaitClientAt(web1);
        try (Ear ear = new Ear(lab.client())) {
            long changed = System.nanoTime();
            web1.namespace().ip("link", "set", "dev", Station.INTERFACE, "address", OTHER_MAC.toString());

            awaitSaid(web1, "eth0 has another link-layer address; announcing " + Lab.ALIAS.address());
            awaitSaid(web1, "eth0 has another link-layer address; announcing " + Lab.ALIAS_V6.address());
            for (Cidr alias : ALIASES) {
                Await.until(
                        SOON,
                        () -> ear.announcements().count(alias.address(), Set.of(OTHER_MAC), changed, System.nanoTime())
                                > 0,
                        () -> "the new link-layer address is announced for " + alias + "\n" + web1.lastLines(20));
            }
            for (Cidr alias : ALIASES) {
                try (Client client = new Client(lab, alias.address())) {
                    client.awaitAnswer(System.nanoTime(), SOON);
                }
                assertThat(lab.clientNeighbour(alias.address())).contains(OTHER_MAC);
                assertThat(lab.timeline().moves(alias.address(), changed, System.nanoTime()))
                        .isZero();
            }
        }
        // The next test gets a new one, with the MAC address that everybody expects.
        lab.faults().deleteInterface(web1);
    }

    /** What a virtualisation host does with its card: the address moves to a bridge of which the card is a port. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aliasesWhenTheHostsAddressMovesToABridgeShouldFollowTheirSubnet(int number) {
        LabHost moved = lab.web(number);
        lab.hosts().forEach(host -> host.configure("alias-defender.yaml", withoutInterfaces(CONFIG.yaml(lab.hosts()))));
        startPair();
        awaitState(web1, "holding");

        bridge(moved);

        awaitSaid(moved, "interface eth0 -> br0");
        ALIASES.forEach(alias -> Await.until(
                SOON,
                () -> held(alias) || heldOn(moved, alias),
                () -> alias + " is on one host\n" + moved.lastLines(30)));
        // Both can take over, whoever has them now.
        LabHost other = number == 1 ? web2 : web1;
        other.kill();
        ALIASES.forEach(alias -> {
            if (other.carries(alias)) {
                lab.faults().deleteAddress(other, alias);
            }
        });
        ALIASES.forEach(alias ->
                Await.until(SOON, () -> heldOn(moved, alias), () -> alias + " is on br0\n" + moved.lastLines(30)));
        for (Cidr alias : ALIASES) {
            try (Client client = new Client(lab, alias.address())) {
                client.awaitAnswer(System.nanoTime(), SOON);
            }
        }
    }

    @AfterEach
    void withoutBridges() {
        for (LabHost host : lab.hosts()) {
            if (host.namespace().ip("-o", "link", "show").contains("br0:")) {
                host.kill();
                host.namespace().ip("link", "del", "dev", "br0");
            }
        }
    }

    @Test
    void holderWhenItsNamedInterfaceBecomesAPortShouldSaySoAndLeaveTheAliasesToOthers() {
        startPair();

        bridge(web1);

        awaitSaid(web1, "eth0 is a port of br0");
        awaitHolder(web2);
    }

    private static void awaitState(LabHost host, String state) {
        ALIASES.forEach(alias -> awaitState(host, alias, state));
    }

    private static boolean heldOn(LabHost host, Cidr alias) {
        return host.namespace().ip("-o", "address", "show", "dev", "br0").contains(" " + alias + " ")
                && status(host, alias)
                        .filter(status -> status.state().equals("holding"))
                        .isPresent();
    }

    private static void bridge(LabHost host) {
        List<String> commands = new ArrayList<>(List.of(
                "link add br0 type bridge stp_state 0 forward_delay 0",
                "link set dev br0 address " + host.station().mac(),
                "link set dev br0 up",
                "link set dev eth0 master br0"));
        host.station()
                .addresses()
                .forEach(own -> commands.addAll(List.of(
                        "address del " + own + " dev eth0",
                        "address add " + own + " dev br0" + (own.address().v6() ? " nodad" : ""))));
        host.station().routers().forEach(router -> commands.add("route replace default via " + router + " dev br0"));
        host.namespace().batch(commands);
    }

    @Test
    void aliasesWhenTheInterfaceIsRenamedAwayAndBackShouldNeverBeOnTwoHosts() {
        startPair();
        long renamed = System.nanoTime();
        rename(Station.INTERFACE, "lan0");
        awaitSaid(web1, "eth0 does not exist; waiting for it");
        awaitHolder(web2);

        rename("lan0", Station.INTERFACE);
        web1.station().configure();

        ALIASES.forEach(alias -> awaitState(web1, alias, "watching"));
        awaitHolder(web2);
        awaitClientAt(web2);
        for (Cidr alias : ALIASES) {
            assertThat(lab.timeline().several(alias.address(), renamed, System.nanoTime()))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aliasesWhenTheInterfaceIsRenamedWithThemShouldBeTakenOffIt() {
        startPair();
        web1.namespace().ip("link", "set", "dev", Station.INTERFACE, "name", "lan0");

        awaitHolder(web2);
        awaitClientAt(web2);

        web1.namespace().ip("link", "set", "dev", "lan0", "name", Station.INTERFACE);
        ALIASES.forEach(alias -> awaitState(web1, alias, "watching"));
        awaitHolder(web2);
    }

    @Test
    void aliasesWhenANetworkManagerWipesEveryAddressShouldBePutBackWithThem() {
        startPair();
        long wiped = System.nanoTime();
        web1.namespace().ip("address", "flush", "dev", Station.INTERFACE);
        web1.station().configure();

        for (Cidr alias : ALIASES) {
            Await.until(
                    SOON,
                    () -> lab.timeline().holders(alias.address()).size() == 1 && held(alias),
                    () -> alias + " is on one host again; " + web1.lastLines(20) + web2.lastLines(20));
            assertThat(lab.timeline().several(alias.address(), wiped, System.nanoTime()))
                    .isZero();
        }
    }

    private static String withoutInterfaces(String yaml) {
        return yaml.lines()
                .filter(line -> !line.contains("interface:") && !line.contains("label:"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean held(Cidr alias) {
        return lab.hosts().stream()
                .anyMatch(host -> host.carries(alias)
                        && status(host, alias)
                                .filter(status -> status.state().equals("holding"))
                                .isPresent());
    }

    private static void assertNobodyHolds() {
        ALIASES.forEach(
                alias -> assertThat(lab.timeline().holders(alias.address())).isEqualTo(Set.of()));
    }

    /** As udev does when a rule has changed. */
    private static void rename(String from, String to) {
        web1.namespace().ip("link", "set", "dev", from, "down");
        web1.namespace().ip("link", "set", "dev", from, "name", to);
        web1.namespace().ip("link", "set", "dev", to, "up");
    }
}
