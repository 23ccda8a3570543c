package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final LinkFamily IPV4 = new LinkFamily("eth0", false);
    private static final LinkFamily IPV6 = new LinkFamily("eth0", true);
    private static final LinkFamily IPV6_ETH1 = new LinkFamily("eth1", true);
    private static final IpAddress LINK_LOCAL = IpAddress.of("fe80::1");
    private static final MacAddress MAC = MacAddress.of("02:00:00:00:00:12");
    private static final ProbeOutcome REPLY = new ProbeOutcome.Reply(Duration.ofMillis(1), Optional.of(MAC));

    private final Ledger ledger = new Ledger(Duration.ZERO);
    private final Settings settings = Site.seenFrom(
            WEB1,
            ALIAS,
            Site.placement("2001:db8::100/64"),
            new Placement(Cidr.of("2001:db8:1::100/64"), "eth1", Optional.empty()));

    @Test
    void answerOfTheIpv4RouterShouldProveNothingForIpv6() {
        look(eth0(2), at(1));
        ledger.heard(ROUTER, REPLY, at(2));

        assertThat(ledger.evidence(IPV4).provesHearing()).isTrue();
        assertThat(ledger.evidence(IPV6).provesHearing()).isFalse();
    }

    @Test
    void nodeShouldBeKnownByItsMacToAliasesOfBothFamiliesAndEveryInterface() {
        look(eth0(2), at(1));
        ledger.heard(WEB2.address(), REPLY, at(2));

        assertThat(List.of(IPV4, IPV6, IPV6_ETH1))
                .allSatisfy(family -> assertThat(ledger.evidence(family).nodeOf(MAC, List.of(WEB2)))
                        .contains(WEB2));
    }

    @Test
    void linkLocalRouterShouldCountOnlyOnTheLinkOnWhichItWasHeard() {
        look(eth0(2), at(1));
        ledger.heard(LINK_LOCAL, Optional.of("eth1"), REPLY, at(2));

        assertThat(ledger.evidence(IPV6_ETH1).of(LINK_LOCAL).answers()).isTrue();
        assertThat(ledger.evidence(IPV6).of(LINK_LOCAL).answers()).isFalse();
    }

    @Test
    void evidenceWhenTheInterfaceWasMadeAnewShouldBeVoidOnThatInterfaceAlone() {
        look(eth0(2), at(1));
        ledger.heard(WEB2.address(), REPLY, at(2));
        look(eth0(7), at(3));

        assertThat(ledger.evidence(IPV4).provesHearing()).isFalse();
        assertThat(ledger.evidence(IPV6).provesHearing()).isFalse();
        assertThat(ledger.evidence(IPV6_ETH1).provesHearing()).isTrue();
    }

    @Test
    void evidenceWhenNothingHappenedToTheInterfaceShouldStay() {
        look(eth0(2), at(1));
        ledger.heard(WEB2.address(), REPLY, at(2));
        look(eth0(2), at(3));

        assertThat(ledger.evidence(IPV4).provesHearing()).isTrue();
    }

    /** What the verticle does when the kernel tells of something. */
    private void look(Link eth0, Duration now) {
        settings.aliases().stream()
                .filter(spec -> ledger.find(spec.address()).isEmpty())
                .forEach(spec -> ledger.add(new Defended(spec, now)));
        Link eth1 = new Link(3, "eth1", new MacAddress(2), true, true, false);
        KernelView kernel = new KernelView(
                List.of(eth0, eth1),
                List.of(),
                List.of(
                        new DefaultRoute(ROUTER, eth0.index(), 0),
                        new DefaultRoute(LINK_LOCAL, eth0.index(), 0),
                        new DefaultRoute(LINK_LOCAL, eth1.index(), 0)));
        ledger.look(kernel, now);
        ledger.families().forEach(family -> ledger.witnesses(family, Topology.witnesses(kernel, settings, family)));
        ledger.asksOnly(
                Topology.plan(kernel, settings, ledger.witnesses()), Topology.hosts(settings, ledger.witnesses()));
    }

    private static Link eth0(int index) {
        return new Link(index, "eth0", new MacAddress(1), true, true, false);
    }

    private static Duration at(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
