package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A host that lets go on purpose says so, by ARP and neighbour discovery: so another one takes what it never would while
 * that host answers ({@code grace: never}, the rule of {@code hostname.alias}).
 */
@Tag("alone")
class FarewellIT extends DefendedPair {
    @Test
    void holderWhenItIsStoppedShouldLeaveTheAliasesToTheHostThatWouldWaitForEver() {
        lab.configure(CONFIG.with("grace: never"));
        startPairInUse();
        long stopped = System.nanoTime();
        assertThat(web1.stop(SOON)).isZero();

        awaitHolder(web2);
        traffic.awaitAnswers(SOON);
        Await.until("web2 says why", SOON, () -> web2.lastLines(30).contains("has let go of it; taking over"));
        forBoth(family -> {
            assertThat(lab.timeline().several(family.alias(), stopped, System.nanoTime()))
                    .isZero();
            assertThat(lab.clientNeighbour(family.alias()))
                    .contains(web2.station().mac());
        });
    }

    @Test
    void holderWhenItGoesIntoMaintenanceShouldLeaveTheAliasesAndNotBeWaitedFor() throws Exception {
        lab.configure(CONFIG.with("grace: never"));
        startPairInUse();
        Door.Answer answer = Door.unix(web1)
                .ask(
                        "POST",
                        "/api/maintenance",
                        "{\"on\": true, \"reason\": \"new memory\"}",
                        "Content-Type: application/json");
        assertThat(answer.status()).isEqualTo(200);

        awaitHolder(web2);
        traffic.awaitAnswers(SOON);
    }

    @Test
    void hostThatIsStartedAgainShouldBeWaitedForAgain() {
        lab.configure(CONFIG.with("grace: never"));
        startPairInUse();
        web1.stop(SOON);
        awaitHolder(web2);
        start(web1);
        awaitState(web1, "watching");
        web2.stop(SOON);
        awaitHolder(web1);
        start(web2);
        awaitState(web2, "watching");

        // Its kernel answers, and nobody has said farewell: that is the case for which the rule was made.
        web1.kill();
        lab.faults().deleteAddress(web1, Lab.ALIAS);
        lab.faults().deleteAddress(web1, Lab.ALIAS_V6);
        awaitReason(web2, Lab.ALIAS, "grace: never");
        Await.pause(LONG);
        forBoth(family -> assertThat(lab.timeline().holders(family.alias())).isEqualTo(Set.of()));
    }

    @Test
    void hostnameAliasWhenThePrimaryIsStoppedShouldGoToTheOtherHost() {
        web1.configure("hostname.alias", """
                eth0:1 | 192.0.2.100 | 255.255.255.0 | 192.0.2.12 | yes
                """);
        web2.configure("hostname.alias", """
                eth0:1 | 192.0.2.100 | 255.255.255.0 | 192.0.2.11 | no
                """);
        web1.start();
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
        web2.start();
        web2.awaitReady();
        Await.until("web2 watches", SOON, () -> Quotes.state(web2).equals("watching"));

        web1.stop(Duration.ofSeconds(15));
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web2"), SOON);
    }
}
