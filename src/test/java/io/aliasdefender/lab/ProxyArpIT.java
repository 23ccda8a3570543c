package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Networks in which somebody answers ARP and neighbour discovery in the name of others. */
class ProxyArpIT extends MixedPair {
    private Station fabric;

    @AfterEach
    void fabricGone() {
        routerAnswersForEverybody(false);
        if (fabric != null) {
            lab.network().unplug(fabric);
            fabric.namespace().destroy();
            fabric = null;
        }
    }

    /** As EVPN's suppression does it: with the link-layer address of the holder, which is dead. */
    @Test
    void standbyWhenTheNetworkAnswersForTheDeadHolderShouldTakeOver() {
        // So long that the network answers before the first round is missed.
        lab.configure(LabConfig.both(Duration.ofSeconds(1)));
        startPair();
        Await.pause(Duration.ofSeconds(3));
        prepareAnswersInTheNameOfTheDead();

        lab.faults().powerOff(web1);
        lab.network().port(fabric, true);

        ALIASES.forEach(alias -> lab.timeline().awaitHolders(alias.address(), Set.of("web2"), SOON.multipliedBy(4)));
        ALIASES.forEach(alias -> awaitState(web2, alias, "holding"));
        web2.awaitLine("a dead host's name in the network");
        Await.pause(INTERVAL.multipliedBy(20));
        awaitHolder(web2);
    }

    @Test
    void pairWhoseRouterAnswersForEverybodyShouldDefendItsAliases() {
        routerAnswersForEverybody(true);
        startPair();
        awaitClientAt(web1);
        Await.pause(INTERVAL.multipliedBy(30));
        assertThat(timesSaid(web1, "no node of ours")).isZero();
        web1.awaitLine("proxy ARP does not count as a holder");

        lab.faults().powerOff(web1);

        awaitHolder(web2);
        ALIASES.forEach(alias -> awaitState(web2, alias, "holding"));
        assertThat(timesSaid(web2, "no node of ours")).isZero();
    }

    private void prepareAnswersInTheNameOfTheDead() {
        Namespace namespace = lab.namespace("fabric");
        namespace.create();
        fabric = new Station(
                "fabric",
                namespace,
                Station.INTERFACE,
                web1.station().mac(),
                List.of(Cidr.of("192.0.2.67/24"), Cidr.of("2001:db8::67/64")),
                List.of());
        lab.network().plug(fabric);
        lab.network().port(fabric, false);
        List<String> commands = new ArrayList<>();
        ALIASES.forEach(alias -> commands.add("neighbour add proxy " + alias.address() + " dev " + Station.INTERFACE));
        namespace.batch(commands);
        answersForOthers(namespace, true);
    }

    private static void routerAnswersForEverybody(boolean answers) {
        Namespace router = lab.router().namespace();
        router.set("net.ipv4.conf." + Station.INTERFACE + ".proxy_arp", answers ? "1" : "0");
        router.set("net.ipv4.conf." + Station.INTERFACE + ".proxy_arp_pvlan", answers ? "1" : "0");
        answersForOthers(router, answers);
    }

    private static void answersForOthers(Namespace namespace, boolean answers) {
        String value = answers ? "1" : "0";
        namespace.set("net.ipv4.neigh." + Station.INTERFACE + ".proxy_delay", "0");
        namespace.set("net.ipv6.neigh." + Station.INTERFACE + ".proxy_delay", "0");
        namespace.set("net.ipv4.conf." + Station.INTERFACE + ".forwarding", value);
        namespace.set("net.ipv6.conf." + Station.INTERFACE + ".proxy_ndp", value);
        namespace.set("net.ipv6.conf.all.forwarding", value);
    }
}
