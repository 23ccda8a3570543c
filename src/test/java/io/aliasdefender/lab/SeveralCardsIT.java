package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.MacAddress;
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

/** A host with a second card in the alias's subnet, as a dock or Wi-Fi gives it one. */
@ExtendWith(LabRequired.class)
class SeveralCardsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WARNING = "several interfaces of this host carry the subnet of 192.0.2.100";
    private static final String CONFIG = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24}]
            interval: 100ms
            """;

    private static Lab lab;
    private static LabHost host;
    private static Station card;

    @BeforeAll
    static void build() {
        lab = Lab.build(2, Optional.of(Path.of("target", "lab", "SeveralCardsIT")), Unnamed.ofThisProgram());
        host = lab.web(1);
        card = new Station(
                "web1-dock",
                host.namespace(),
                Station.SECOND_INTERFACE,
                MacAddress.of("02:ad:00:07:00:11"),
                List.of(Cidr.of("192.0.2.31/24")),
                List.of());
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        lab.hosts().forEach(each -> each.note("=== " + test.getDisplayName()));
        lab.hosts().forEach(each -> each.configure("alias-defender.yaml", CONFIG));
    }

    @AfterEach
    void reset() {
        lab.hosts().forEach(LabHost::kill);
        unplug();
        lab.reset();
    }

    @Test
    void startShouldChooseTheCardWithTheNodesOwnAddressAndWarn() {
        lab.network().plug(card);

        start(host);

        awaitState(host, "holding");
        awaitLog(WARNING);
        assertThat(host.carries(Lab.ALIAS)).isTrue();
        assertThat(host.namespace().ip("address", "show", "dev", Station.SECOND_INTERFACE))
                .doesNotContain("192.0.2.100");
    }

    @Test
    void restartThatKeepsShouldAdoptTheAliasThoughACardHasCome() {
        host.configure("alias-defender.yaml", CONFIG + "on-stop: keep\n");
        start(host);
        awaitState(host, "holding");
        long begun = System.nanoTime();
        assertThat(host.stop(SOON)).isZero();
        lab.network().plug(card);

        start(host);

        awaitState(host, "holding");
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
        assertThat(lab.timeline().nobody(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
    }

    @Test
    void reloadShouldBeAcceptedThoughACardHasCome() {
        start(host);
        awaitState(host, "holding");
        lab.network().plug(card);
        long begun = System.nanoTime();

        host.configure("alias-defender.yaml", CONFIG.replace("100ms", "200ms"));

        awaitLog("change interval: 100ms -> 200ms");
        awaitLog(WARNING);
        awaitState(host, "holding");
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
    }

    /** Linux answers ARP on either card for an address on the other one. */
    @Test
    void pairShouldDefendThoughBothCardsAnswerForTheAlias() {
        lab.network().plug(card);
        lab.hosts().forEach(SeveralCardsIT::start);
        awaitState(host, "holding");
        awaitState(lab.web(2), "watching");
        long begun = System.nanoTime();
        // Some rounds of probes at each of them.
        Await.pause(Duration.ofSeconds(2));
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
        assertThat(log(host)).doesNotContain("ERROR");
        assertThat(log(lab.web(2))).doesNotContain("ERROR");

        lab.faults().powerOff(host);
        unplug();

        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web2"), SOON);
    }

    private static void unplug() {
        if (card.hasInterface()) {
            lab.network().unplug(card);
        }
    }

    private static void start(LabHost which) {
        which.start();
        which.awaitReady();
    }

    private static void awaitState(LabHost which, String state) {
        Await.until(
                SOON,
                () -> Quotes.state(which).equals(state),
                () -> which + " is " + state + ", not " + Quotes.state(which) + ":\n" + which.lastLines(20));
    }

    private static void awaitLog(String words) {
        Await.until(SOON, () -> log(host).contains(words), () -> "\"" + words + "\" in:\n" + log(host));
    }

    private static String log(LabHost which) {
        return which.logSinceTheNote();
    }
}
