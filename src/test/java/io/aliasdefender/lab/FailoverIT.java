package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two real defenders and what must always be true of them. The bounds are those of a busy machine: they show that the
 * right thing happens by itself, not how fast ({@link Measure} does that).
 */
@ExtendWith(LabRequired.class)
class FailoverIT {
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(15);
    /** Longer than any takeover at this interval would need. */
    private static final Duration LONG = Duration.ofSeconds(2);
    /**
     * A takeover at this interval takes about 0.15 s, several seconds on a machine that is so busy that the defender
     * does not trust its own ears, and minutes when the client is not told of the new holder.
     */
    private static final Duration BEARABLE = Duration.ofSeconds(10);

    private static Lab lab;

    private Client client;

    @BeforeAll
    static void build() {
        lab = Lab.build(2, Optional.of(Path.of("target", "lab")), DaemonCommand.ofThisProgram());
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        lab.hosts().forEach(host -> host.note("=== " + test.getDisplayName()));
        client = new Client(lab, ALIAS);
    }

    @AfterEach
    void reset() {
        client.close();
        lab.reset();
    }

    @Test
    void partnerWhenTheHolderLosesItsPowerShouldTakeOver() {
        startPair();
        long off = lab.faults().powerOff(lab.web(1)).atNanos();

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        client.awaitAnswer(lab.timeline().gainedAt(ALIAS, "web2", off).orElseThrow(), SOON);

        assertThat(client.answers().longestSilence(off, System.nanoTime())).isLessThan(BEARABLE);
        assertThat(lab.clientNeighbour(ALIAS)).contains(lab.web(2).station().mac());
        awaitState(lab.web(2), "holding");
        assertThat(Quotes.reason(lab.web(2))).contains("192.0.2.100");
    }

    @Test
    void holderWhenTheOldOneComesBackShouldKeepTheAlias() {
        startPair();
        lab.faults().powerOff(lab.web(1));
        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        client.awaitAnswer(System.nanoTime(), SOON);

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

        Await.until(
                "the alias is back",
                SOON,
                () -> lab.timeline().gainedAt(ALIAS, "web1", deleted).isPresent());
        client.awaitAnswer(System.nanoTime(), SOON);
        Await.pause(LONG);

        long now = System.nanoTime();
        assertThat(lab.timeline().moves(ALIAS, deleted, now)).isZero();
        assertThat(lab.timeline().several(ALIAS, deleted, now)).isZero();
        assertThat(client.answers().longestSilence(deleted, now)).isLessThan(BEARABLE);
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
        assertThat(client.answers().longestOutage(killed, System.nanoTime())).isLessThan(INTERVAL);
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

        assertThat(lab.timeline().holders(ALIAS)).isEmpty();
        assertThat(Quotes.reason(lab.web(2))).contains("192.0.2.1");

        lab.faults().routerUp();
        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
    }

    @Test
    void pairWhenThirtyPercentOfAllFramesAreLostShouldNotMoveTheAlias() {
        startPair();
        long from = lab.faults().loss(30).atNanos();
        Await.pause(Duration.ofSeconds(10));
        lab.faults().noLoss();
        Await.pause(LONG);

        long now = System.nanoTime();
        assertThat(lab.timeline().moves(ALIAS, from, now)).isZero();
        assertThat(lab.timeline().several(ALIAS, from, now)).isZero();
        assertThat(lab.timeline().holders(ALIAS)).containsExactly("web1");
    }

    @RepeatedTest(3)
    void hostsWhenTheyBootTogetherShouldNeverBothHold() {
        lab.configure(LabConfig.every(INTERVAL));
        long from = System.nanoTime();
        lab.startAll();

        Await.until("somebody holds", SOON, () -> !lab.timeline().holders(ALIAS).isEmpty());
        client.awaitAnswer(System.nanoTime(), SOON);
        Await.pause(LONG);

        assertThat(lab.timeline().several(ALIAS, from, System.nanoTime())).isZero();
        assertThat(lab.timeline().holders(ALIAS)).hasSize(1);
    }

    @Test
    void pairWhenAPartitionHealsShouldHaveOneHolderAgain() {
        startPair();
        lab.faults().isolate(lab.web(1));
        Await.until("web2 takes over", SOON, () -> lab.timeline().holders(ALIAS).contains("web2"));
        client.awaitAnswer(System.nanoTime(), SOON);
        long healed = lab.faults().rejoin(lab.web(1)).atNanos();

        Await.until("one holder", SOON, () -> lab.timeline().holders(ALIAS).size() == 1);
        Await.pause(LONG);

        // The one that was cut off yields; but the other does, too, when it was held up just then and cannot be sure.
        assertThat(lab.timeline().holders(ALIAS)).hasSize(1);
        assertThat(lab.timeline().several(ALIAS, healed, System.nanoTime())).isLessThan(BEARABLE);
        client.awaitAnswer(System.nanoTime(), SOON);
        LabHost holder = lab.timeline().holders(ALIAS).contains("web1") ? lab.web(1) : lab.web(2);
        assertThat(lab.clientNeighbour(ALIAS)).contains(holder.station().mac());
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
        startConfiguredPair();
        assertThat(lab.web(1).namespace().ip("address", "show", "dev", Station.INTERFACE))
                .contains("eth0:1");

        lab.faults().powerOff(lab.web(1));

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        client.awaitAnswer(System.nanoTime(), SOON);
    }

    @Test
    void partnerWhenTheHolderStopsGracefullyShouldTakeOverAfterTheGrace() {
        Duration grace = Duration.ofMillis(600);
        lab.configure(LabConfig.every(INTERVAL).with("grace: 600ms"));
        startConfiguredPair();

        long asked = System.nanoTime();
        int status = lab.web(1).stop(Duration.ofSeconds(2));
        assertThat(status).isZero();

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        long gained = lab.timeline().gainedAt(ALIAS, "web2", asked).orElseThrow();
        long now = System.nanoTime();
        assertThat(lab.timeline().several(ALIAS, asked, now)).isZero();
        assertThat(gained - asked).isGreaterThanOrEqualTo(grace.toNanos());
        client.awaitAnswer(gained, SOON);
        assertThat(client.answers().longestSilence(asked, System.nanoTime())).isLessThan(BEARABLE.plus(grace));
    }

    @Test
    void daemonWhenStoppedShouldExitWithStatusZeroWithinTwoSecondsWhereverItStands() {
        startPair();

        assertThat(lab.web(2).stop(Duration.ofSeconds(2))).isZero();
        assertThat(lab.web(1).stop(Duration.ofSeconds(2))).isZero();

        lab.timeline().awaitHolders(ALIAS, Set.of(), SOON);
    }

    @Test
    void aliasWhenOthersAreAddedAndRemovedByReloadShouldNotBeTouched() {
        Cidr other = Cidr.of("192.0.2.101/24");
        LabConfig one = LabConfig.every(INTERVAL);
        startPair();
        long from = System.nanoTime();
        int changes = lab.timeline().changes(ALIAS).size();

        lab.configure(one.defending(Lab.ALIAS, other));
        Await.until(
                "the new alias is held",
                SOON,
                () -> lab.timeline().holders(other.address()).size() == 1);
        lab.configure(one);
        lab.timeline().awaitHolders(other.address(), Set.of(), SOON);

        assertThat(lab.timeline().changes(ALIAS)).hasSize(changes);
        assertUndisturbed(from, "web1");
    }

    @Test
    void daemonWhenTheNewConfigurationIsWrongShouldKeepTheOldOne() {
        startPair();
        long from = System.nanoTime();
        lab.hosts().forEach(host -> host.configure("alias-defender.yaml", "aliases: [broken\n"));
        Await.pause(LONG);

        assertUndisturbed(from, "web1");
        assertThat(lab.web(1).running()).isTrue();
        assertThat(lab.web(1).api().answers()).isTrue();
    }

    private void startPair() {
        lab.configure(LabConfig.every(INTERVAL));
        startConfiguredPair();
    }

    /** The primary first, so that every test begins with the same holder. */
    private void startConfiguredPair() {
        lab.web(1).start();
        lab.web(1).awaitReady();
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
        lab.web(2).start();
        lab.web(2).awaitReady();
        awaitState(lab.web(1), "holding");
        awaitState(lab.web(2), "watching");
        client.awaitAnswer(System.nanoTime(), SOON);
        Await.pause(INTERVAL.multipliedBy(5));
    }

    /** The alias stayed where it was, without anybody beside it and without ever being gone. */
    private void assertUndisturbed(long from, String holder) {
        long now = System.nanoTime();
        assertThat(lab.timeline().holders(ALIAS)).containsExactly(holder);
        assertThat(lab.timeline().moves(ALIAS, from, now)).isZero();
        assertThat(lab.timeline().several(ALIAS, from, now)).isZero();
        assertThat(lab.timeline().nobody(ALIAS, from, now)).isZero();
        client.awaitAnswer(now, SOON);
        assertThat(client.answers().longestOutage(from, now)).isLessThan(Duration.ofMillis(500));
    }

    private static void awaitState(LabHost host, String state) {
        Await.until(
                SOON,
                () -> Quotes.state(host).equals(state),
                () -> host + " says " + state + "; it says " + Quotes.state(host) + ": " + Quotes.reason(host) + "\n"
                        + host.lastLines(20));
    }
}
