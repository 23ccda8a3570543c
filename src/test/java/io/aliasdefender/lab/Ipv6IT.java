package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is particular about IPv6, with real defenders on real kernels. */
class Ipv6IT extends MixedPair {
    @Test
    void partnerWhenTheRouterIsKnownByItsLinkLocalAddressShouldTakeBothAliases() {
        String router = linkLocalOfTheRouter();
        lab.hosts()
                .forEach(host -> host.namespace()
                        .ip("-6", "route", "replace", "default", "via", router, "dev", Station.INTERFACE));
        startPair();
        awaitRouter(web2, router);

        lab.faults().powerOff(web1);

        awaitHolder(web2);
        awaitClientAt(web2);
        awaitState(web2, Lab.ALIAS_V6, "holding");
        assertThat(timesSaid(web2, "router " + router + " answers")).isPositive();
    }

    @Test
    void aliasWhenAddedByHandWhileAnotherHostHasItShouldBeToldAndLaterBeTakenNonetheless() {
        startPair();
        // The laboratory leaves detection off, which real hosts have on.
        web2.namespace().set("net.ipv6.conf.eth0.accept_dad", "1");
        lab.faults().addAddress(web2, Lab.ALIAS_V6);
        awaitSaid(web2, "2001:db8::100/64 on eth0 was added by something else, and another host has it");
        awaitState(web2, Lab.ALIAS_V6, "watching");
        assertThat(timesSaid(web2, "2001:db8::100/64 on eth0 was put here by something else"))
                .isZero();
        awaitState(web1, Lab.ALIAS_V6, "holding");

        lab.faults().powerOff(web1);

        awaitState(web2, Lab.ALIAS_V6, "holding");
        awaitClientAt(web2);
    }

    @Test
    void aliasWhenAddedByHandWithoutAnotherHolderShouldBeAdoptedWhenItsDetectionHasEnded() {
        lab.configure(CONFIG.with("witnesses: [192.0.2.250]"));
        start(web1);
        awaitState(web1, Lab.ALIAS_V6, "vacant");
        web1.namespace().set("net.ipv6.conf.eth0.accept_dad", "1");

        lab.faults().addAddress(web1, Lab.ALIAS_V6);

        awaitState(web1, Lab.ALIAS_V6, "holding");
        assertThat(timesSaid(web1, "put here by something else")).isOne();
    }

    @Test
    void aliasesWhenTheLinkWasDownLocallyShouldBePutBackWithTheNetwork() {
        start(web1);
        awaitHolder(web1);
        web1.namespace().ip("link", "set", "dev", Station.INTERFACE, "down");
        assertThat(web1.carries(Lab.ALIAS_V6)).as("the kernel has wiped it").isFalse();
        awaitSaid(web1, "eth0 is down");

        web1.namespace().ip("link", "set", "dev", Station.INTERFACE, "up");
        web1.station().configure();

        awaitHolder(web1);
        awaitClientAt(web1);
    }

    private static String linkLocalOfTheRouter() {
        String addresses = lab.router().namespace().ip("-o", "-6", "address", "show", "scope", "link");
        int begin = addresses.indexOf("fe80:");
        return addresses.substring(begin, addresses.indexOf('/', begin));
    }

    /** The defender hears the router at this address. */
    private static void awaitRouter(LabHost host, String address) {
        Await.until(
                SOON,
                () -> {
                    try {
                        return host.api()
                                .status()
                                .getJsonArray("hosts")
                                .encode()
                                .contains(address);
                    } catch (java.io.IOException silent) {
                        return false;
                    }
                },
                () -> host + " hears " + address);
    }
}
