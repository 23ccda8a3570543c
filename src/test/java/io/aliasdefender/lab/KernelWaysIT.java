package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.lab.Announcements.Form;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Linux does by itself with addresses, neighbours and routes, and what the defenders make of it. */
class KernelWaysIT extends MixedPair {
    /** Longer than any takeover at this interval would need. */
    private static final Duration LONG = Duration.ofSeconds(2);
    /** How soon one holder is left after a cut is healed; the defender's own bar is in docs/FAILOVER.md. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final IpAddress ALIAS_V6 = Lab.ALIAS_V6.address();

    /** The holder that stayed in touch must not believe that the one that was cut off announces the alias. */
    @RepeatedTest(3)
    void holderWhenTheOneThatWasCutOffAsksNeighboursFromTheAliasShouldKeepTheAlias() throws IOException {
        startPair();
        try (Chatter chatter = new Chatter(web1)) {
            lab.faults().isolate(web1);
            lab.timeline().awaitHolders(ALIAS, Set.of("web1", "web2"), SOON);
            awaitState(web2, Lab.ALIAS, "holding");
            long before = chatter.sent();
            Await.until("many are sent", SOON, () -> chatter.sent() > before + 500);

            long healed = lab.faults().rejoin(web1).atNanos();
            lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SETTLING);
            Await.pause(LONG);

            long now = System.nanoTime();
            assertThat(lab.timeline().nobody(ALIAS, healed, now))
                    .as("nobody has it for a while:\n" + web2.lastLines(20))
                    .isZero();
            assertThat(lab.timeline().moves(ALIAS, healed, now)).isZero();
            assertThat(lab.timeline().several(ALIAS, healed + SETTLING.toNanos(), now))
                    .isZero();
        }
    }

    /**
     * A cut in one direction: the client hears the host, and the host hears nobody. What it announces now takes the
     * client away from the holder that the rest of the network has.
     */
    @Test
    void hostThatHearsNobodyWhenItsAliasIsDeletedShouldNotAnnounceItBeforeItHearsSomebody() {
        startPair();
        MacAddress mac = web1.station().mac();
        try (Ear ear = new Ear(lab.client())) {
            lab.network().filter("deaf", List.of("iifname web1 oifname != client drop", "oifname web1 drop"));
            awaitSaid(web1, "nobody answers any more");
            awaitState(web2, Lab.ALIAS, "holding");
            long deleted = lab.faults().deleteAddress(web1, Lab.ALIAS).atNanos();
            // Time to ask, to hear nobody, and to put it back.
            Await.pause(LONG);
            assertThat(ear.announcements().count(ALIAS, Set.of(mac), deleted, System.nanoTime()))
                    .as("announcements of the host that hears nobody\n" + web1.lastLines(20))
                    .isZero();

            lab.network().unfilter("deaf");
            lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SETTLING);
            Await.pause(LONG);

            long now = System.nanoTime();
            assertThat(ear.announcements().count(ALIAS, Set.of(mac), deleted, now))
                    .isZero();
            assertThat(lab.timeline().nobody(ALIAS, deleted, now)).isZero();
        }
    }

    @Test
    void ipv6AliasWhenItsPrefixIsChangedByHandShouldBePutRightWithAShortGap() {
        startPair();
        Cidr wrong = new Cidr(ALIAS_V6, 128);
        try (Client client = new Client(lab, ALIAS_V6)) {
            client.awaitAnswer(System.nanoTime(), SOON);
            long changed = lab.faults().changePrefix(web1, Lab.ALIAS_V6, 128).atNanos();

            Await.until(
                    SOON,
                    () -> web1.carries(Lab.ALIAS_V6) && !web1.carries(wrong),
                    () -> "the prefix is right again\n" + web1.lastLines(20));
            awaitState(web1, Lab.ALIAS_V6, "holding");
            client.awaitAnswer(System.nanoTime(), SOON);

            long now = System.nanoTime();
            assertThat(lab.timeline().moves(ALIAS_V6, changed, now)).isZero();
            assertThat(timesSaid(web1, "could not add")).as(web1.lastLines(20)).isZero();
            // The kernel has two of them or none in between; a burst that asks anew is no part of it.
            Duration nobody = lab.timeline().nobody(ALIAS_V6, changed, now);
            System.out.println("IPv6 prefix put right: on no host for " + nobody.toMillis() + " ms, longest outage "
                    + client.answers().longestOutage(changed, now).toMillis() + " ms");
            assertThat(client.answers().longestOutage(changed, now)).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void ipv6AliasWhenItHasTheWrongPrefixAtStartShouldBeAdoptedAndPutRight() {
        Cidr wrong = new Cidr(ALIAS_V6, 128);
        lab.faults().addAddress(web1, wrong);

        start(web1);

        Await.until(
                SOON,
                () -> web1.carries(Lab.ALIAS_V6) && !web1.carries(wrong),
                () -> "the prefix is right\n" + web1.lastLines(20));
        awaitState(web1, Lab.ALIAS_V6, "holding");
        assertThat(timesSaid(web1, "could not add")).as(web1.lastLines(20)).isZero();
    }

    /** A host drops a default router whose advertisement lacks the R flag (RFC 4861, section 7.2.5). */
    @Test
    void announcementOfAForwardingHostShouldSayThatItIsARouter() {
        setForwarding(web1, true);

        assertThat(clientTakesTheHolderForARouterAfterAnAnnouncement(true))
                .as("the client's kernel still takes the holder for a router")
                .isTrue();
    }

    @Test
    void announcementOfAHostThatForwardsNothingShouldNotSayThatItIsARouter() {
        setForwarding(web1, false);

        assertThat(clientTakesTheHolderForARouterAfterAnAnnouncement(true)).isFalse();
    }

    private static void setForwarding(LabHost host, boolean forwarding) {
        host.namespace().set("net.ipv6.conf.all.forwarding", forwarding ? "1" : "0");
    }

    /** What the client's kernel makes of the next announcement, by its own neighbour table. */
    private static boolean clientTakesTheHolderForARouterAfterAnAnnouncement(boolean before) {
        lab.configure(CONFIG.with("announce: {refresh: 1s}"));
        try (Ear ear = new Ear(lab.client())) {
            start(web1);
            awaitHolder(web1);
            // Those that belong to the claim are over before the client is told anything by hand.
            Await.pause(LONG);
            lab.client()
                    .namespace()
                    .ip(
                            "-6",
                            "neighbour",
                            "replace",
                            ALIAS_V6.toString(),
                            "lladdr",
                            web1.station().mac().toString(),
                            "dev",
                            Station.INTERFACE,
                            "nud",
                            "stale",
                            "router");
            assertThat(isRouter()).isEqualTo(before);
            long from = System.nanoTime();
            Await.until(
                    "two announcements",
                    SOON,
                    () -> ear.announcements().about(ALIAS_V6, from, System.nanoTime()).stream()
                                    .filter(said -> said.form() == Form.ADVERTISEMENT)
                                    .count()
                            >= 2);
            return isRouter();
        } finally {
            setForwarding(web1, false);
        }
    }

    private static boolean isRouter() {
        return lab.client()
                .namespace()
                .ip("-6", "neighbour", "show", ALIAS_V6.toString(), "dev", Station.INTERFACE)
                .contains(" router");
    }

    /** Where the alias was first, the host's own address is its secondary, which Linux deletes with it. */
    @Test
    void ownAddressWhenItIsSecondaryToTheAliasShouldOutliveARelease() {
        web1.namespace().set("net.ipv4.conf.all.promote_secondaries", "0");
        web1.namespace().set("net.ipv4.conf.eth0.promote_secondaries", "0");
        Cidr own = web1.station().address();
        lab.faults().deleteAddress(web1, own);
        lab.faults().addAddress(web1, Lab.ALIAS);
        web1.station().configure();
        assertThat(web1.namespace().ip("address", "show", "secondary")).contains(own.toString());
        start(web1);
        awaitState(web1, Lab.ALIAS, "holding");

        web1.stop(SOON);
        assertThat(web1.namespace().ip("route", "show", "default")).contains("192.0.2.1");

        lab.timeline().awaitHolders(ALIAS, Set.of(), SOON);
        assertThat(web1.carries(own))
                .as("the host's own address is still there")
                .isTrue();
    }

    /** What a restarted network manager does: the own address goes, the alias stays or is put back, the own one comes. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void aliasWhenTheOwnAddressComesBackAfterItShouldBePutBehindIt(String promote) {
        web1.namespace().set("net.ipv4.conf.all.promote_secondaries", "0");
        web1.namespace().set("net.ipv4.conf.eth0.promote_secondaries", promote);
        startPair();
        awaitState(web1, Lab.ALIAS, "holding");
        Cidr own = web1.station().address();
        long gone = System.nanoTime();
        // As one batch, so that no put-back comes between: the own one last.
        web1.namespace()
                .batch(List.of(
                        "address del " + own + " dev eth0",
                        "address replace " + Lab.ALIAS + " label eth0:1 dev eth0",
                        "address add " + own + " dev eth0"));
        web1.station().configure();

        Await.until(
                SOON,
                () -> addresses("primary").contains(" " + own + " ")
                        && addresses("secondary").contains(" " + Lab.ALIAS + " "),
                () -> "the own address is the first one\n" + addresses("up") + web1.lastLines(20));
        assertThat(web1.namespace()
                        .ip("route", "get", lab.client().address().address().toString()))
                .contains(" src " + own.address() + " ");
        awaitState(web1, Lab.ALIAS, "holding");
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
        assertThat(lab.timeline().several(ALIAS, gone, System.nanoTime())).isZero();

        web1.stop(SOON);

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        assertThat(addresses("primary")).contains(" " + own + " ");
        assertThat(web1.namespace().ip("route", "show", "default")).contains("192.0.2.1");
    }

    private static String addresses(String which) {
        return web1.namespace().ip("-o", "-4", "address", "show", "dev", Station.INTERFACE, which);
    }

    /** {@code default via inet6 ...}: a router of the IPv4 family, whatever the family of its address. */
    @Test
    void routerWhenAnIpv4RouteHasAnIpv6NextHopShouldCountForIpv4Alone() {
        startPair();
        String router = linkLocalOfTheRouter();
        web2.namespace().ip("-6", "route", "flush", "default");
        web2.namespace().ip("-4", "route", "replace", "default", "via", "inet6", router, "dev", Station.INTERFACE);
        assertThat(web2.namespace().ip("-6", "route", "show", "default")).isEmpty();
        Await.pause(INTERVAL.multipliedBy(5));

        lab.faults().powerOff(web1);

        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        awaitReason(web2, Lab.ALIAS_V6, "no default router");
        assertThat(lab.timeline().holders(ALIAS_V6)).isEmpty();
    }

    private static String linkLocalOfTheRouter() {
        String addresses = lab.router().namespace().ip("-o", "-6", "address", "show", "scope", "link");
        int begin = addresses.indexOf("fe80:");
        return addresses.substring(begin, addresses.indexOf('/', begin));
    }

    /** Nodes cannot be witnesses: that a partner answers does not show that this host is in touch with the network. */
    @Test
    void standbyWhenItsDefaultRouterIsAnotherNodeShouldNotTakeThatForAWitness() {
        startPair();
        web2.namespace().ip("route", "replace", "default", "via", web1.address().toString(), "dev", Station.INTERFACE);
        Await.pause(INTERVAL.multipliedBy(5));
        long gone = System.nanoTime();
        web1.kill();
        lab.faults().deleteAddress(web1, Lab.ALIAS);

        awaitState(web2, Lab.ALIAS, "vacant");
        // Longer than the grace of three intervals.
        Await.pause(LONG);

        assertThat(lab.timeline().gainedAt(ALIAS, "web2", gone)).isEmpty();
        lab.faults().addAddress(web1, Lab.ALIAS);
    }

    /** An operator takes the alias away while a slow burst asks before it is put back: the order is the last word. */
    @Test
    void aliasWhenAnOperatorRemovesItWhileItIsPutBackShouldStayOff() {
        lab.configure(CONFIG.with("confirm: {probes: 10, spacing: 200ms}"));
        start(web1);
        awaitHolder(web1);
        lab.faults().deleteAddress(web1, Lab.ALIAS);
        awaitSaid(web1, "was deleted by something else");

        long removed = System.nanoTime();
        Door.Answer answer = remove();
        // Longer than the burst.
        Await.pause(LONG.multipliedBy(2));

        assertThat(lab.timeline().gainedAt(ALIAS, "web1", removed))
                .as(answer.text() + "\n" + web1.lastLines(20))
                .isEmpty();
        assertThat(List.of("holding", "restoring")).doesNotContain(Quotes.state(web1, ALIAS));
    }

    private static Door.Answer remove() {
        try {
            return Door.unix(web1).post("/api/aliases/" + ALIAS + "/remove");
        } catch (Exception failure) {
            throw new LabException(failure.toString(), failure);
        }
    }
}
