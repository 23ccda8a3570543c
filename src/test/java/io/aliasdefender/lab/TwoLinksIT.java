package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts with two network cards: the alias is on the second network, the nodes' addresses of the configuration are on
 * the first one. What is heard on one network proves nothing on the other.
 */
@ExtendWith(LabRequired.class)
class TwoLinksIT {
    private static final Duration SOON = Duration.ofSeconds(45);
    /** How soon one holder is left after a cut is healed; the defender's own bar is in docs/FAILOVER.md. */
    private static final Duration SETTLING = Duration.ofSeconds(3);
    /** Longer than a takeover at the shorter interval needs. */
    private static final Duration LONG = Duration.ofSeconds(3);

    private static final Duration SHORT_INTERVAL = Duration.ofMillis(100);
    private static final Duration SLEEP = Duration.ofSeconds(8);

    /** An alias of a subnet that is on both networks. */
    private static final Cidr ON_BOTH = Cidr.of("203.0.113.100/24");

    private static Lab lab;
    private static LabHost web1;
    private static LabHost web2;

    @BeforeAll
    static void build() {
        lab = Lab.build(2, Optional.of(Path.of("target", "lab", "TwoLinksIT")), DaemonCommand.ofThisProgram());
        web1 = lab.web(1);
        web2 = lab.web(2);
        lab.second();
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
        answerForAddressesOfOtherLinks(true);
    }

    @AfterEach
    void reset() {
        lab.reset();
    }

    /**
     * With {@code arp_ignore=1} no host answers on the second network for its node's address, which is on the first one.
     * With an alias on the first network, too, the nodes' MAC addresses there are known.
     */
    @ParameterizedTest(name = "every {0} ms, node''s address answered there: {1}, alias on the first network too: {2}")
    @CsvSource({"100, true, true", "1000, false, true", "100, true, false"})
    void formerHolderWhenItSleptAndWasReplacedShouldYieldAndAnnounceNothing(
            int intervalMillis, boolean answers, boolean onBoth) {
        Duration interval = Duration.ofMillis(intervalMillis);
        IpAddress alias = SecondNetwork.ALIAS.address();
        answerForAddressesOfOtherLinks(answers);
        startPair(interval, SecondNetwork.ALIAS, onBoth, "");

        cutOff(web1);
        web1.pause();
        lab.timeline().awaitHolders(alias, Set.of("web1", "web2"), SOON);
        Await.pause(SLEEP);
        try (Ear ear = new Ear(lab.second().client())) {
            // First awake, then heard: a frozen holder of the better rank that is heard is another story.
            long awake = System.nanoTime();
            web1.resume();
            rejoin(web1);

            // That web2 took it legitimately is known to web2 alone: web1 was asleep, and yields.
            lab.timeline().awaitHolders(alias, Set.of("web2"), SETTLING);
            report("after a sleep, arp_ignore=" + (answers ? 0 : 1), interval, awake);
            Await.pause(LONG);

            assertOneHolderSince(alias, awake + SETTLING.toNanos());
            assertThat(ear.announcements()
                            .count(alias, Set.of(lab.second().station(web1).mac()), awake, System.nanoTime()))
                    .isZero();
        }
    }

    /** One host is cut off from everybody, on both networks. */
    @ParameterizedTest(name = "every {0} ms, node''s address answered there: {1}, alias on the first network too: {2}")
    @CsvSource({"100, true, true", "100, false, true", "1000, true, true"})
    void pairWhenOneHostWasCutOffShouldHaveOneHolder(int intervalMillis, boolean answers, boolean onBoth) {
        Duration interval = Duration.ofMillis(intervalMillis);
        answerForAddressesOfOtherLinks(answers);
        startPair(interval, SecondNetwork.ALIAS, onBoth, "");

        assertOneHolderAfter(TwoLinksIT::cutOff, TwoLinksIT::rejoin, SecondNetwork.ALIAS, interval);
    }

    /** The two hosts do not hear each other while both hear the router: neither of them knows that it was cut off. */
    @ParameterizedTest(name = "every {0} ms, node''s address answered there: {1}, alias on the first network too: {2}")
    @CsvSource({"100, true, true", "100, false, true", "1000, true, true", "100, false, false"})
    void pairWhenOnlyTheTwoDidNotHearEachOtherShouldHaveOneHolder(int intervalMillis, boolean answers, boolean onBoth) {
        Duration interval = Duration.ofMillis(intervalMillis);
        answerForAddressesOfOtherLinks(answers);
        startPair(interval, SecondNetwork.ALIAS, onBoth, "");

        assertOneHolderAfter(host -> part(), host -> mend(), SecondNetwork.ALIAS, interval);
    }

    @Test
    void pairWhenOnlyTheTwoDidNotHearEachOtherShouldHaveOneHolderOfAnIpv6Alias() {
        startPair(SHORT_INTERVAL, SecondNetwork.ALIAS_V6, true, "");

        assertOneHolderAfter(host -> part(), host -> mend(), SecondNetwork.ALIAS_V6, SHORT_INTERVAL);
    }

    private static void assertOneHolderAfter(
            Consumer<LabHost> fault, Consumer<LabHost> end, Cidr alias, Duration interval) {
        fault.accept(web1);
        lab.timeline().awaitHolders(alias.address(), Set.of("web1", "web2"), SOON);
        Await.pause(interval.multipliedBy(5));
        end.accept(web1);
        long healed = System.nanoTime();

        Await.until(
                SETTLING,
                () -> lab.timeline().holders(alias.address()).size() == 1,
                () -> "one holder of " + alias + ", not " + lab.timeline().holders(alias.address()) + "\n"
                        + web1.lastLines(8) + "\n" + web2.lastLines(8));
        report("after a cut of " + alias, interval, healed);
        Await.pause(LONG);
        assertOneHolderSince(alias.address(), healed + SETTLING.toNanos());
    }

    /** The same router address on both networks: on the living one it answers, and that says nothing of the dead one. */
    @Test
    void standbyWhenItsSecondNetworkIsDeadShouldNotTakeOverThoughTheSameRouterAddressAnswersOnTheFirst() {
        sameRouterOnBothNetworks();
        startPair(SHORT_INTERVAL, SecondNetwork.ALIAS_V6, true, "");
        long cut = System.nanoTime();
        web1.kill();
        // It asks on both networks at once, and on the first one the router answers.
        lab.second().isolate(web2);
        lab.faults().deleteAddress(web1, Lab.ALIAS_V6);

        lab.timeline().awaitHolders(Lab.ALIAS_V6.address(), Set.of("web2"), SOON);
        Await.pause(LONG);

        assertThat(lab.timeline().gainedAt(SecondNetwork.ALIAS_V6.address(), "web2", cut))
                .isEmpty();
        assertThat(lab.timeline().holders(SecondNetwork.ALIAS_V6.address())).containsExactly("web1");
    }

    @Test
    void holderWhenItsSecondNetworkIsDeadShouldNoticeItsIsolationThoughTheFirstOneIsWell() {
        sameRouterOnBothNetworks();
        startPair(SHORT_INTERVAL, SecondNetwork.ALIAS_V6, true, "on-isolation: release");

        lab.second().dead();

        lab.timeline().awaitHolders(SecondNetwork.ALIAS_V6.address(), Set.of(), SOON);

        lab.second().alive();
        Await.until(
                "somebody has it again",
                SOON,
                () -> lab.timeline().holders(SecondNetwork.ALIAS_V6.address()).size() == 1);
    }

    /** The alias is the only address of the second card: whoever is there is asked from nowhere. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aliasOnACardWithoutAnyAddressShouldBeTakenWithANamedWitness(boolean v6) {
        Cidr alias = v6 ? SecondNetwork.ALIAS_V6 : SecondNetwork.ALIAS;
        for (LabHost host : lab.hosts()) {
            host.namespace().ip("address", "flush", "dev", Station.SECOND_INTERFACE);
            // Else the witness is reached by way of the first network's router.
            host.namespace().ip("route", "flush", "default");
            host.namespace().ip("-6", "route", "flush", "default");
        }
        configure(
                Station.SECOND_INTERFACE,
                List.of(alias),
                SHORT_INTERVAL,
                "witnesses: [" + (v6 ? "2001:db8:1::1" : "198.51.100.1") + "]");
        start(web1);
        awaitState(web1, alias, "holding");
        start(web2);
        awaitState(web2, alias, "watching");

        web1.kill();
        web1.namespace().ip("address", "del", alias.toString(), "dev", Station.SECOND_INTERFACE);

        lab.timeline().awaitHolders(alias.address(), Set.of("web2"), SOON);
        awaitState(web2, alias, "holding");
    }

    /** A reload moves the alias to another link while a burst asks for it on the first one. */
    @Test
    void aliasWhenAReloadMovesItDuringABurstShouldBeAddedOnlyWhereNobodyHasIt() throws IOException {
        lab.faults().strangerWith(ON_BOTH, false);
        web1.namespace().ip("address", "add", "203.0.113.11/24", "dev", Station.SECOND_INTERFACE);
        web1.namespace().ip("address", "add", "203.0.113.12/24", "dev", Station.INTERFACE);
        String slowly = "confirm: {probes: 20, spacing: 200ms}";
        configure(Station.SECOND_INTERFACE, List.of(ON_BOTH), SHORT_INTERVAL, slowly);
        start(web1);
        awaitState(web1, ON_BOTH, "confirming");

        configure(Station.INTERFACE, List.of(ON_BOTH), SHORT_INTERVAL, slowly);
        web1.api().reload();
        // Longer than the burst.
        Await.pause(Duration.ofSeconds(6));

        assertThat(lab.timeline().gainedAt(ON_BOTH.address(), "web1", 0))
                .as(web1.lastLines(20))
                .isEmpty();
        awaitState(web1, ON_BOTH, "watching");
    }

    /** Whether a host answers ARP on one link for its address on another, as Linux does unless told otherwise. */
    private static void answerForAddressesOfOtherLinks(boolean answers) {
        lab.hosts().forEach(host -> host.namespace().set("net.ipv4.conf.all.arp_ignore", answers ? "0" : "1"));
    }

    private static void sameRouterOnBothNetworks() {
        lab.hosts()
                .forEach(host -> host.namespace()
                        .ip(
                                "-6",
                                "route",
                                "replace",
                                "default",
                                "via",
                                SecondNetwork.ROUTER_LINK_LOCAL,
                                "dev",
                                Station.INTERFACE));
    }

    private static void cutOff(LabHost host) {
        lab.faults().isolate(host);
        lab.second().isolate(host);
    }

    private static void rejoin(LabHost host) {
        lab.second().rejoin(host);
        lab.faults().rejoin(host);
    }

    /** Neither host hears the other, on both networks. */
    private static void part() {
        lab.second().cut(web1, web2);
        lab.faults().cut(web1, web2);
    }

    private static void mend() {
        lab.faults().mend(web1, web2);
        lab.second().mend();
    }

    private static void configure(String device, List<Cidr> aliases, Duration interval, String more) {
        LabConfig config = LabConfig.every(interval).defending(aliases.toArray(Cidr[]::new));
        String last = "  - address: " + aliases.get(aliases.size() - 1) + "\n    interface: ";
        String yaml = (more.isEmpty() ? config : config.with(more))
                .yaml(lab.hosts())
                .replace(last + Station.INTERFACE, last + device);
        lab.hosts().forEach(host -> host.configure("alias-defender.yaml", yaml));
    }

    /** @param onBoth with one more alias of the same family, on the first network */
    private static void startPair(Duration interval, Cidr alias, boolean onBoth, String more) {
        Cidr first = alias.address().v6() ? Lab.ALIAS_V6 : Lab.ALIAS;
        configure(Station.SECOND_INTERFACE, onBoth ? List.of(first, alias) : List.of(alias), interval, more);
        start(web1);
        awaitState(web1, alias, "holding");
        start(web2);
        awaitState(web2, alias, "watching");
        Await.pause(interval.multipliedBy(3));
    }

    private static void start(LabHost host) {
        host.start();
        host.awaitReady();
    }

    private static void awaitState(LabHost host, Cidr alias, String state) {
        Await.until(
                SOON,
                () -> Quotes.state(host, alias.address()).equals(state),
                () -> host + " is " + state + " about " + alias + "; it says " + Quotes.reason(host, alias.address())
                        + "\n" + host.lastLines(20));
    }

    private static void assertOneHolderSince(IpAddress alias, long from) {
        long now = System.nanoTime();
        assertThat(lab.timeline().holders(alias)).hasSize(1);
        assertThat(lab.timeline().several(alias, from, now)).isZero();
        assertThat(lab.timeline().nobody(alias, from, now)).isZero();
        assertThat(lab.timeline().moves(alias, from, now)).isZero();
    }

    private static void report(String what, Duration interval, long since) {
        System.out.printf(
                "one holder %s, every %s: %d ms%n",
                what, LabConfig.text(interval), (System.nanoTime() - since) / 1_000_000);
    }
}
