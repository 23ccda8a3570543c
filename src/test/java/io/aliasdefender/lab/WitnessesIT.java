package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.os.RouterAdvertisement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks in which the one usual router is not all that can prove that the network works. */
class WitnessesIT extends MixedPair {
    /** Another router of the network. */
    private static final Cidr OTHER_ROUTER = Cidr.of("192.0.2.66/24");

    private static final String OTHER_ROUTER_V6 = "2001:db8::66";

    /** The preferred router is dead; then the holder loses its power. */
    @ParameterizedTest
    @ValueSource(strings = {"metric", "one route", "advertised"})
    void standbyWhenOneOfTwoRoutersIsDeadShouldTakeOver(String how) {
        lab.faults().strangerWith(OTHER_ROUTER, false);
        lab.hosts().forEach(host -> twoRouters(host, how));
        startPair();
        lab.faults().routerDown();
        Await.pause(INTERVAL.multipliedBy(5));

        lab.faults().powerOff(web1);

        awaitHolder(web2);
        ALIASES.forEach(alias -> awaitState(web2, alias, "holding"));
        web2.awaitLine("router " + OTHER_ROUTER.address() + " answers");
    }

    private static void twoRouters(LabHost host, String how) {
        String dead = "192.0.2.1";
        String deadV6 = "2001:db8::1";
        String other = OTHER_ROUTER.address().toString();
        String device = " dev " + Station.INTERFACE;
        host.namespace()
                .batch(
                        switch (how) {
                            case "metric" ->
                                List.of(
                                        "route add default via " + other + device + " metric 500",
                                        "route add default via " + OTHER_ROUTER_V6 + device + " metric 2000");
                            case "one route" ->
                                List.of(
                                        "route replace default nexthop via " + dead + device + " nexthop via " + other
                                                + device,
                                        "route append default via " + OTHER_ROUTER_V6 + device);
                            default ->
                                List.of(
                                        "route add default via " + other + device + " metric 500",
                                        "route del default via " + deadV6 + device,
                                        "route add default via " + deadV6 + device + " proto ra metric 1024",
                                        "route append default via " + OTHER_ROUTER_V6 + device
                                                + " proto ra metric 1024");
                        });
    }

    /** The default routers of IPv6 are those that say so; the one that came first dies, and then the holder. */
    @Test
    void standbyThatHasItsRoutersFromAdvertisementsShouldTakeOverByTheOneThatLives() {
        lab.faults().strangerWith(OTHER_ROUTER, false);
        Station router = lab.router();
        Station other = lab.faults().stranger();
        for (LabHost host : lab.hosts()) {
            host.namespace().ip("-6", "route", "flush", "default");
        }
        // Else what they answer says that they are none, and hosts drop them (RFC 4861, section 7.2.5).
        List.of(router, other).forEach(station -> station.namespace().set("net.ipv6.conf.all.forwarding", "1"));
        List<String> routers = List.of(advertise(router), advertise(other));
        for (LabHost host : lab.hosts()) {
            for (String address : routers) {
                Await.until(
                        "a default route of " + host + " via " + address,
                        SOON,
                        () -> host.namespace()
                                .ip("-6", "route", "show", "default")
                                .contains("via " + address));
            }
        }
        startPair();
        lab.faults().routerDown();
        Await.pause(INTERVAL.multipliedBy(5));

        lab.faults().powerOff(web1);

        awaitState(web2, Lab.ALIAS_V6, "holding");
        web2.awaitLine("router " + routers.get(1) + " answers");
    }

    /** Returns the router's link-local address. */
    private static String advertise(Station router) {
        String shown = router.namespace().ip("-6", "-br", "address", "show", "dev", router.device(), "scope", "link");
        String address = Arrays.stream(shown.split("\\s+"))
                .filter(word -> word.startsWith("fe80"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("/.*", "");
        try {
            assertThat(NetNs.call(
                            router.namespace().name(),
                            () -> RouterAdvertisement.send(router.linkIndex(), IpAddress.of(address), router.mac())))
                    .isEmpty();
        } catch (Exception failure) {
            throw new AssertionError("no advertisement of " + router.name(), failure);
        }
        return address;
    }

    /** A switch and two hosts; nobody routes. */
    @ParameterizedTest
    @ValueSource(strings = {"[any]", "none"})
    void pairWithoutARouterShouldDefendAllTheSame(String witnesses) {
        lab.faults().routerDown();
        lab.configure(CONFIG.with("witnesses: " + witnesses));
        startPair();
        // The client asks who has the aliases: that is what is heard, where anybody counts.
        try (Traffic traffic = new Traffic(lab, List.of(Family.values()), Client.INTERVAL)) {
            traffic.awaitAnswers(SOON);
            lab.faults().powerOff(web1);
            lab.client().namespace().ip("neighbour", "flush", "all");

            awaitHolder(web2);
            ALIASES.forEach(alias -> awaitState(web2, alias, "holding"));
            traffic.awaitAnswers(SOON);
        }
    }

    @Test
    void hostWithoutARouterShouldBeToldAtTheStartThatNothingIsEverTakenOver() {
        lab.hosts().forEach(host -> host.namespace().ip("route", "flush", "default"));
        start(web1);

        awaitSaid(web1, "no default router is known");
        web1.awaitLine("no IPv4 default router is known on eth0, so nothing can prove that the network works");
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).isEmpty();
    }
}
