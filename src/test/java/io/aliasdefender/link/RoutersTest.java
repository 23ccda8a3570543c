package io.aliasdefender.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By which routers messages can go. */
class RoutersTest {
    private static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    private static final Node WEB2 = new Node("web2", IpAddress.of("192.0.2.12"));
    private static final IpAddress OWN_V6 = IpAddress.of("2001:db8::11");
    private static final IpAddress FIRST = IpAddress.of("192.0.2.1");
    private static final IpAddress SECOND = IpAddress.of("192.0.2.2");
    private static final IpAddress LINK_LOCAL = IpAddress.of("fe80::1");
    private static final MacAddress OURS = MacAddress.of("02:00:00:00:00:11");
    private static final MacAddress MAC = MacAddress.of("02:00:00:00:00:01");
    private static final MacAddress OTHER_MAC = MacAddress.of("02:00:00:00:00:02");

    private final Routers routers = new Routers(settings(true));

    RoutersTest() {
        routers.kernel(kernel(2, FIRST, SECOND));
    }

    private static Settings settings(boolean on) {
        LinkKey key = new LinkKey(1, new Secret("AAAA"));
        return LinkSettings.of(
                WEB1,
                List.of(WEB1, WEB2),
                Duration.ofSeconds(1),
                new Settings.Link(
                        Optional.of(8601),
                        "/k",
                        on ? List.of(key) : List.of(),
                        Map.of("web1", List.of(OWN_V6), "web2", List.of(IpAddress.of("2001:db8::12")))));
    }

    private static KernelView kernel(int index, IpAddress... gateways) {
        List<DefaultRoute> routes = new ArrayList<>();
        for (int i = 0; i < gateways.length; i++) {
            routes.add(new DefaultRoute(gateways[i], index, i));
        }
        routes.add(new DefaultRoute(LINK_LOCAL, index, 0));
        return new KernelView(
                List.of(new Link(index, "eth0", OURS, true, true, false)),
                List.of(
                        new Carried(index, Cidr.of("192.0.2.11/24"), Optional.empty(), false),
                        new Carried(index, Cidr.of("2001:db8::11/64"), Optional.empty(), false)),
                routes);
    }

    private boolean answers(IpAddress router, MacAddress mac) {
        return routers.heard(new ProbeResult(
                Question.on("eth0", router), new ProbeOutcome.Reply(Duration.ofMillis(1), Optional.of(mac))));
    }

    private boolean silent(IpAddress router) {
        return routers.heard(
                new ProbeResult(Question.on("eth0", router), new ProbeOutcome.Silence(Duration.ofMillis(1))));
    }

    private static Hop hop(String own, int index, IpAddress router, MacAddress mac) {
        return new Hop(Cidr.of(own), index, router, mac);
    }

    @Test
    void routerShouldBeAWayOnceItIsKnownWhereItIs() {
        assertThat(routers.hops()).isEmpty();
        assertThat(answers(IpAddress.of("192.0.2.3"), MAC)).isFalse();
        assertThat(answers(FIRST, MAC)).isTrue();
        assertThat(answers(FIRST, MAC)).isFalse();
        assertThat(answers(LINK_LOCAL, OTHER_MAC)).isTrue();

        assertThat(routers.hops())
                .isEqualTo(Map.of(
                        WEB1.address(),
                        hop("192.0.2.11/24", 2, FIRST, MAC),
                        OWN_V6,
                        hop("2001:db8::11/64", 2, LINK_LOCAL, OTHER_MAC)));
    }

    @Test
    void routerWhenItIsSilentShouldGiveItsPlaceToOneThatAnswersAndElseKeepIt() {
        answers(FIRST, MAC);
        assertThat(silent(FIRST)).isTrue();
        assertThat(routers.hops().values()).extracting(Hop::router).containsExactly(FIRST);

        answers(SECOND, OTHER_MAC);
        assertThat(routers.hops().values()).extracting(Hop::mac).containsExactly(OTHER_MAC);
        assertThat(answers(FIRST, MAC)).isTrue();
        assertThat(routers.hops().values()).extracting(Hop::mac).containsExactly(MAC);
    }

    @Test
    void addressThatIsNoOneHostsElseShouldNotBeBelieved() {
        answers(FIRST, OURS);
        answers(FIRST, MacAddress.of("ff:ff:ff:ff:ff:ff"));
        answers(FIRST, MacAddress.of("00:00:00:00:00:00"));
        answers(LINK_LOCAL, MacAddress.of("33:33:00:00:00:01"));
        assertThat(routers.hops()).isEmpty();
    }

    @Test
    void nodeThatIsTheDefaultRouterShouldBeNoOtherWay() {
        routers.kernel(kernel(2, WEB2.address()));
        answers(WEB2.address(), MAC);
        assertThat(routers.hops()).isEmpty();
    }

    @Test
    void whatWasLearntOfAnInterfaceShouldBeForgottenWithItAndOfARouteWithThat() {
        answers(FIRST, MAC);
        routers.kernel(kernel(3, FIRST));
        assertThat(routers.hops()).isEmpty();

        answers(FIRST, MAC);
        assertThat(routers.hops()).hasSize(1);
        routers.kernel(kernel(3, SECOND));
        assertThat(routers.hops()).isEmpty();
    }

    @Test
    void linkWhenOffShouldLookForNothing() {
        routers.settings(settings(false));
        assertThat(answers(FIRST, MAC)).isFalse();
        assertThat(routers.hops()).isEmpty();
    }

    @Test
    void hopShouldLeadToTheOwnNetworkOnly() {
        Hop hop = hop("192.0.2.11/24", 2, FIRST, MAC);
        assertThat(hop.leadsTo(WEB2.address())).isTrue();
        assertThat(hop.leadsTo(IpAddress.of("198.51.100.12"))).isFalse();
        assertThat(hop("fe80::11/64", 2, LINK_LOCAL, MAC).leadsTo(IpAddress.of("fe80::12")))
                .isFalse();
    }
}
