package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Two real defenders and what must always be true of them. The bounds are those of a busy machine: they show that the
 * right thing happens by itself, not how fast ({@link Measure} does that). What half-broken networks do is shown by
 * {@link TroubleIT}.
 */
class FailoverIT extends DefendedPair {
    private static final IpAddress ALIAS = Lab.ALIAS.address();

    @Test
    void partnerWhenTheHolderLosesItsPowerShouldTakeOver() {
        startPair();
        long off = lab.faults().powerOff(lab.web(1)).atNanos();

        awaitHolder("web2");
        traffic.awaitAnswers(SOON);

        awaitState(lab.web(2), "holding");
        forBoth(family -> {
            assertThat(traffic.answers(family).longestSilence(off, System.nanoTime()))
                    .isLessThan(BEARABLE);
            assertThat(lab.clientNeighbour(family.alias()))
                    .contains(lab.web(2).station().mac());
            assertThat(Quotes.reason(lab.web(2), family.alias()))
                    .contains(family.alias().toString());
        });
    }

    @Test
    void holderWhenTheOldOneComesBackShouldKeepTheAlias() {
        startPair();
        lab.faults().powerOff(lab.web(1));
        awaitHolder("web2");
        traffic.awaitAnswers(SOON);

        long back = lab.faults().powerOn(lab.web(1)).atNanos();
        lab.web(1).start();
        lab.web(1).awaitReady();
        awaitState(lab.web(1), "watching");
        Await.pause(LONG);

        assertUndisturbed(back, "web2");
    }

    @Test
    void aliasWhenDeletedByHandShouldBePutBackOnTheSameHost() {
        startPair();
        long deleted = lab.faults().deleteAddress(lab.web(1), Lab.ALIAS).atNanos();
        lab.faults().deleteAddress(lab.web(1), Lab.ALIAS_V6);

        forBoth(family -> Await.until(
                "the alias is back",
                SOON,
                () -> lab.timeline().gainedAt(family.alias(), "web1", deleted).isPresent()));
        traffic.awaitAnswers(SOON);
        Await.pause(LONG);

        long now = System.nanoTime();
        forBoth(family -> {
            assertThat(lab.timeline().moves(family.alias(), deleted, now)).isZero();
            assertThat(lab.timeline().several(family.alias(), deleted, now)).isZero();
            assertThat(traffic.answers(family).longestSilence(deleted, now)).isLessThan(BEARABLE);
        });
    }

    @Test
    void aliasWhenItsPrefixIsChangedByHandShouldBePutRight() {
        startPair();
        lab.faults().changePrefix(lab.web(1), Lab.ALIAS, 32);

        Await.until(
                "the prefix is right again",
                SOON,
                () -> lab.web(1).carries(Lab.ALIAS) && !lab.web(1).carries(new Cidr(ALIAS, 32)));
        assertThat(lab.timeline().holders(ALIAS)).containsExactly("web1");
    }

    @Test
    void aliasWhenTheDaemonIsKilledShouldStayAndBeAdoptedByTheNextOne() {
        startPair();
        long killed = System.nanoTime();
        lab.web(1).kill();
        Await.pause(LONG);
        lab.web(1).start();
        lab.web(1).awaitReady();
        awaitState(lab.web(1), "holding");
        Await.pause(INTERVAL.multipliedBy(5));

        assertUndisturbed(killed, "web1");
        forBoth(family -> assertThat(traffic.answers(family).longestOutage(killed, System.nanoTime()))
                .isLessThan(INTERVAL));
    }

    @Test
    void pairWhenTheHoldersDaemonIsFrozenShouldStayAsItIs() {
        startPair();
        long frozen = System.nanoTime();
        lab.web(1).pause();
        Await.pause(Duration.ofSeconds(3));
        lab.web(1).resume();
        awaitState(lab.web(1), "holding");
        Await.pause(LONG);

        assertUndisturbed(frozen, "web1");
    }

    @Test
    void pairWhenTheRouterIsDownShouldStayAsItIs() {
        startPair();
        long down = lab.faults().routerDown().atNanos();
        Await.pause(Duration.ofSeconds(3));
        lab.faults().routerUp();
        Await.pause(LONG);

        assertUndisturbed(down, "web1");
    }

    @Test
    void partnerWhenTheRouterIsDownTooShouldNotTakeOverAndSayWhy() {
        startPair();
        lab.faults().routerDown();
        Await.pause(INTERVAL.multipliedBy(5));
        lab.faults().powerOff(lab.web(1));
        awaitState(lab.web(2), "vacant");
        Await.pause(LONG);

        forBoth(family -> assertThat(lab.timeline().holders(family.alias())).isEmpty());
        assertThat(Quotes.reason(lab.web(2))).contains("192.0.2.1");

        lab.faults().routerUp();
        awaitHolder("web2");
    }

    @Test
    void pairWhenThirtyPercentOfAllFramesAreLostShouldNotMoveTheAlias() {
        startPair();
        long from = lab.faults().loss(30).atNanos();
        Await.pause(Duration.ofSeconds(10));
        lab.faults().noLoss();
        Await.pause(LONG);

        long now = System.nanoTime();
        forBoth(family -> {
            assertThat(lab.timeline().moves(family.alias(), from, now)).isZero();
            assertThat(lab.timeline().several(family.alias(), from, now)).isZero();
            assertThat(lab.timeline().holders(family.alias())).containsExactly("web1");
        });
    }

    @RepeatedTest(3)
    void hostsWhenTheyBootTogetherShouldNeverBothHold() {
        lab.configure(BOTH);
        long from = System.nanoTime();
        lab.startAll();

        forBoth(family -> Await.until(
                "somebody holds",
                SOON,
                () -> !lab.timeline().holders(family.alias()).isEmpty()));
        traffic.awaitAnswers(SOON);
        Await.pause(LONG);

        forBoth(family -> {
            assertThat(lab.timeline().several(family.alias(), from, System.nanoTime()))
                    .isZero();
            assertThat(lab.timeline().holders(family.alias())).hasSize(1);
        });
    }

    @Test
    void hostnameAliasShouldDriveTheSamePair() {
        lab.web(1).configure("hostname.alias", """
                # Nic  | Alias IP    | NetMask       | Partner    | Primary
                eth0:1 | 192.0.2.100 | 255.255.255.0 | 192.0.2.12 | yes
                """);
        lab.web(2).configure("hostname.alias", """
                # Nic  | Alias IP    | NetMask       | Partner    | Primary
                eth0:1 | 192.0.2.100 | 255.255.255.0 | 192.0.2.11 | no
                """);
        lab.web(1).start();
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
        lab.web(2).start();
        lab.web(2).awaitReady();
        Await.until("web2 watches", SOON, () -> Quotes.state(lab.web(2)).equals("watching"));
        assertThat(lab.web(1).namespace().ip("address", "show", "dev", Station.INTERFACE))
                .contains("eth0:1");

        lab.faults().powerOff(lab.web(1));

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        long gained = System.nanoTime();
        Await.until("an answer", SOON, () -> traffic.answers(Family.IPV4).latestNanos() > gained);
    }
}
