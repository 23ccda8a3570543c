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
        startPairInUse();
        long off = lab.faults().powerOff(web1).atNanos();

        awaitHolder(web2);
        traffic.awaitAnswers(SOON);

        awaitState(web2, "holding");
        forBoth(family -> {
            assertThat(traffic.answers(family).longestSilence(off, System.nanoTime()))
                    .isLessThan(BEARABLE);
            assertThat(lab.clientNeighbour(family.alias()))
                    .contains(web2.station().mac());
            assertThat(Quotes.reason(web2, family.alias()))
                    .contains(family.alias().toString());
        });
    }

    @Test
    void holderWhenTheOldOneComesBackShouldKeepTheAlias() {
        startPairInUse();
        lab.faults().powerOff(web1);
        awaitHolder(web2);
        traffic.awaitAnswers(SOON);

        long back = lab.faults().powerOn(web1).atNanos();
        web1.start();
        web1.awaitReady();
        awaitState(web1, "watching");
        Await.pause(LONG);

        assertUndisturbed(back, web2);
    }

    @Test
    void aliasWhenDeletedByHandShouldBePutBackOnTheSameHost() {
        startPairInUse();
        long deleted = lab.faults().deleteAddress(web1, Lab.ALIAS).atNanos();
        lab.faults().deleteAddress(web1, Lab.ALIAS_V6);

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
        startPairInUse();
        lab.faults().changePrefix(web1, Lab.ALIAS, 32);

        Await.until(
                "the prefix is right again", SOON, () -> web1.carries(Lab.ALIAS) && !web1.carries(new Cidr(ALIAS, 32)));
        assertThat(lab.timeline().holders(ALIAS)).containsExactly("web1");
    }

    @Test
    void aliasWhenTheDaemonIsKilledShouldStayAndBeAdoptedByTheNextOne() {
        startPairInUse();
        long killed = System.nanoTime();
        web1.kill();
        Await.pause(LONG);
        web1.start();
        web1.awaitReady();
        awaitState(web1, "holding");
        Await.pause(INTERVAL.multipliedBy(5));

        assertUndisturbed(killed, web1);
        forBoth(family -> assertThat(traffic.answers(family).longestOutage(killed, System.nanoTime()))
                .isLessThan(INTERVAL));
    }

    @Test
    void pairWhenTheHoldersDaemonIsFrozenShouldStayAsItIs() {
        startPairInUse();
        long frozen = System.nanoTime();
        web1.pause();
        Await.pause(Duration.ofSeconds(3));
        web1.resume();
        awaitState(web1, "holding");
        Await.pause(LONG);

        assertUndisturbed(frozen, web1);
    }

    @Test
    void pairWhenTheRouterIsDownShouldStayAsItIs() {
        startPairInUse();
        long down = lab.faults().routerDown().atNanos();
        Await.pause(Duration.ofSeconds(3));
        lab.faults().routerUp();
        Await.pause(LONG);

        assertUndisturbed(down, web1);
    }

    @Test
    void partnerWhenTheRouterIsDownTooShouldNotTakeOverAndSayWhy() {
        startPairInUse();
        lab.faults().routerDown();
        Await.pause(INTERVAL.multipliedBy(5));
        lab.faults().powerOff(web1);
        awaitState(web2, "vacant");
        Await.pause(LONG);

        forBoth(family -> assertThat(lab.timeline().holders(family.alias())).isEmpty());
        assertThat(Quotes.reason(web2)).contains("192.0.2.1");

        lab.faults().routerUp();
        awaitHolder(web2);
    }

    @Test
    void pairWhenThirtyPercentOfAllFramesAreLostShouldNotMoveTheAlias() {
        startPairInUse();
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
        web1.configure("hostname.alias", """
                # Nic  | Alias IP    | NetMask       | Partner    | Primary
                eth0:1 | 192.0.2.100 | 255.255.255.0 | 192.0.2.12 | yes
                """);
        web2.configure("hostname.alias", """
                # Nic  | Alias IP    | NetMask       | Partner    | Primary
                eth0:1 | 192.0.2.100 | 255.255.255.0 | 192.0.2.11 | no
                """);
        web1.start();
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
        web2.start();
        web2.awaitReady();
        Await.until("web2 watches", SOON, () -> Quotes.state(web2).equals("watching"));
        assertThat(web1.namespace().ip("address", "show", "dev", Station.INTERFACE))
                .contains("eth0:1");

        lab.faults().powerOff(web1);

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        long gained = System.nanoTime();
        Await.until("an answer", SOON, () -> traffic.answers(Family.IPV4).latestNanos() > gained);
    }
}
