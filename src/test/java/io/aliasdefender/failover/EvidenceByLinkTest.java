package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The nodes' addresses are on eth0; eth1 has an alias of its own. */
class EvidenceByLinkTest {
    private static final LinkFamily IPV4 = new LinkFamily("eth0", false);
    private static final LinkFamily IPV6 = new LinkFamily("eth0", true);
    private static final LinkFamily IPV6_ETH1 = new LinkFamily("eth1", true);
    private static final IpAddress LINK_LOCAL = IpAddress.of("fe80::1");
    private static final MacAddress MAC = MacAddress.of("02:00:00:00:00:12");
    private static final MacAddress MAC_ETH1 = MacAddress.of("02:00:00:00:01:12");
    private static final Duration RTT = Duration.ofMillis(1);

    private final EvidenceByLink evidenceByLink = new EvidenceByLink(Duration.ZERO);
    private final Settings settings = Site.seenFrom(
            WEB1,
            ALIAS,
            Site.placement("2001:db8::100/64"),
            new Placement(Cidr.of("2001:db8:1::100/64"), "eth1", Optional.empty()));

    @Test
    void answerOfTheIpv4RouterShouldProveNothingForIpv6() {
        kernelChanged(eth0(2), at(1));
        replies(Question.on("eth0", ROUTER), MAC, at(2));

        assertThat(evidenceByLink.evidence(IPV4).somebodyAnswers()).isTrue();
        assertThat(evidenceByLink.evidence(IPV6).somebodyAnswers()).isFalse();
    }

    @Test
    void answerOfTheRouterOnOneLinkShouldProveNothingOnAnother() {
        kernelChanged(eth0(2), at(1));
        replies(Question.on("eth1", LINK_LOCAL), MAC, at(2));

        assertThat(evidenceByLink.evidence(IPV6_ETH1).of(LINK_LOCAL).answers()).isTrue();
        assertThat(evidenceByLink.evidence(IPV6).of(LINK_LOCAL).answers()).isFalse();
    }

    @Test
    void nodeShouldBeKnownOnEachLinkByWhatAnsweredThere() {
        kernelChanged(eth0(2), at(1));
        replies(Question.on("eth0", WEB2.address()), MAC, at(2));

        assertThat(evidenceByLink.evidence(IPV4).nodeOf(MAC, List.of(WEB2))).contains(WEB2);
        assertThat(evidenceByLink.evidence(IPV6).nodeOf(MAC, List.of(WEB2))).contains(WEB2);
        assertThat(evidenceByLink.evidence(IPV6_ETH1).whose(MAC, List.of(WEB2)).unknown())
                .isTrue();

        replies(Question.on("eth1", WEB2.address()), MAC_ETH1, at(3));

        assertThat(evidenceByLink.evidence(IPV6_ETH1).nodeOf(MAC_ETH1, List.of(WEB2)))
                .contains(WEB2);
        assertThat(evidenceByLink.evidence(IPV6_ETH1).whose(MAC, List.of(WEB2)).stranger())
                .isTrue();
    }

    @Test
    void nodeShouldBeKnownByWhatItToldOnTheLinkOfThatNetworkAlone() {
        kernelChanged(eth0(2), at(1));
        evidenceByLink.told(WEB2, Map.of(Cidr.of("192.0.2.12/24"), MAC, Cidr.of("203.0.113.12/24"), MAC_ETH1));
        assertThat(evidenceByLink.evidence(IPV4).nodeOf(MAC, List.of(WEB2))).contains(WEB2);
        assertThat(evidenceByLink.evidence(IPV4).nodeOf(MAC_ETH1, List.of(WEB2)))
                .isEmpty();
        assertThat(evidenceByLink.evidence(IPV6_ETH1).whose(MAC, List.of(WEB2)).unknown())
                .isTrue();
    }

    @Test
    void nodeThatAnswersOverItsOwnLinkShouldProveNothingOnTheAliasesOne() {
        kernelChanged(eth0(2), at(1));
        replies(Question.on("eth0", WEB2.address()), MAC, at(2));

        assertThat(evidenceByLink.evidence(IPV6_ETH1).somebodyAnswers()).isFalse();

        replies(Question.on("eth1", WEB2.address()), MAC_ETH1, at(3));

        assertThat(evidenceByLink.evidence(IPV6_ETH1).somebodyAnswers()).isTrue();
    }

    @Test
    void answerInABurstShouldCountOnlyOverTheBurstsOwnLink() {
        kernelChanged(eth0(2), at(1));
        burst("eth1", new Tally(5, 0, 3, 3, 0, 0, Optional.of(RTT), Optional.empty(), RTT));

        assertThat(evidenceByLink.evidence(IPV6_ETH1).somebodyAnswers()).isFalse();

        burst("eth1", new Tally(5, 0, 3, 3, 3, 0, Optional.of(RTT), Optional.of(MAC_ETH1), RTT));

        assertThat(evidenceByLink.evidence(IPV6_ETH1).somebodyAnswers()).isTrue();
        assertThat(evidenceByLink.evidence(IPV6_ETH1).nodeOf(MAC_ETH1, List.of(WEB2)))
                .contains(WEB2);
    }

    @Test
    void hostThatIsHeardOnlyElsewhereShouldStillBeShown() {
        Settings far = Site.seenFrom(WEB1, new Placement(Cidr.of("2001:db8:1::100/64"), "eth1", Optional.empty()));
        kernelChanged(far, eth0(2), at(1));
        replies(Question.on("eth0", WEB2.address()), MAC, at(2));

        assertThat(evidenceByLink.newest(WEB2.address()).answers()).isTrue();
    }

    @Test
    void whatNobodyAsksShouldBeForgotten() {
        kernelChanged(eth0(2), at(1));

        assertThat(replies(Question.on("eth1", ROUTER), MAC, at(2))).isEmpty();
        assertThat(replies(Question.routed(WEB2.address()), MAC, at(2))).isEmpty();
        assertThat(evidenceByLink.evidence(IPV4).hosts()).isEmpty();
    }

    @Test
    void whatIsHeardBesideARoundShouldNotHideTheLoss() {
        kernelChanged(eth0(2), at(1));
        Question router = Question.on("eth0", ROUTER);
        for (int i = 2; i < 40; i += 2) {
            replies(router, MAC, at(i));
            evidenceByLink.heard(new ProbeResult(router, new ProbeOutcome.Silence(RTT)), at(i + 1));
        }
        double loss = evidenceByLink.evidence(IPV4).of(ROUTER).loss();
        for (int i = 40; i < 60; i++) {
            evidenceByLink.heard(
                    new ProbeResult(router, new ProbeOutcome.Reply(RTT, Optional.of(MAC)), ProbeResult.TOLD, false),
                    at(i));
        }

        assertThat(evidenceByLink.evidence(IPV4).of(ROUTER).loss()).isEqualTo(loss);
    }

    @Test
    void evidenceWhenTheInterfaceWasMadeAnewShouldBeVoidOnThatInterfaceAlone() {
        kernelChanged(eth0(2), at(1));
        replies(Question.on("eth0", WEB2.address()), MAC, at(2));
        replies(Question.on("eth1", WEB2.address()), MAC_ETH1, at(2));
        kernelChanged(eth0(7), at(3));

        assertThat(evidenceByLink.evidence(IPV4).somebodyAnswers()).isFalse();
        assertThat(evidenceByLink.evidence(IPV6).somebodyAnswers()).isFalse();
        assertThat(evidenceByLink.evidence(IPV6).whose(MAC, List.of(WEB2)).unknown())
                .isTrue();
        assertThat(evidenceByLink.evidence(IPV6_ETH1).somebodyAnswers()).isTrue();
    }

    @Test
    void evidenceWhenNothingHappenedToTheInterfaceShouldStay() {
        kernelChanged(eth0(2), at(1));
        replies(Question.on("eth0", WEB2.address()), MAC, at(2));
        kernelChanged(eth0(2), at(3));

        assertThat(evidenceByLink.evidence(IPV4).somebodyAnswers()).isTrue();
    }

    @Test
    void evidenceWhenTheConfigurationAsksOthersShouldBeOfThoseAlone() {
        kernelChanged(eth0(2), at(1));
        replies(Question.on("eth0", ROUTER), MAC, at(2));
        kernelChanged(Site.settings(List.of()), eth0(2), at(3));

        assertThat(evidenceByLink.evidence(IPV4).hosts()).isEmpty();
        assertThat(replies(Question.on("eth0", ROUTER), MAC, at(4))).isEmpty();
    }

    private List<LinkFamily> replies(Question question, MacAddress mac, Duration now) {
        return evidenceByLink.heard(new ProbeResult(question, new ProbeOutcome.Reply(RTT, Optional.of(mac))), now);
    }

    private void burst(String link, Tally tally) {
        IpAddress alias = IpAddress.of("2001:db8:1::100");
        Tally silent = new Tally(5, 0, 0, Optional.empty(), Optional.empty(), RTT);
        evidenceByLink.heard(
                new BurstResult(1, alias, link, silent, Map.of(WEB2.address(), tally)),
                new LinkFamily(link, true),
                at(5));
    }

    private void kernelChanged(Link eth0, Duration now) {
        kernelChanged(settings, eth0, now);
    }

    /** What the engine does when the kernel tells of something. */
    private void kernelChanged(Settings of, Link eth0, Duration now) {
        evidenceByLink.nodes(List.of(WEB2));
        Link eth1 = new Link(3, "eth1", new MacAddress(2), true, true, false);
        KernelView kernel = new KernelView(
                List.of(eth0, eth1),
                List.of(carried(eth0, "192.0.2.11/24"), carried(eth1, "2001:db8:1::11/64")),
                List.of(
                        new DefaultRoute(ROUTER, eth0.index(), 0),
                        new DefaultRoute(LINK_LOCAL, eth0.index(), 0),
                        new DefaultRoute(LINK_LOCAL, eth1.index(), 0)));
        Set<LinkFamily> families = new LinkedHashSet<>();
        of.aliases().forEach(spec -> families.add(LinkFamily.of(spec)));
        evidenceByLink.kernelChanged(kernel, families, now);
        families.forEach(family -> evidenceByLink.witnesses(family, Topology.witnesses(kernel, of, family)));
        evidenceByLink.asksOnly(Topology.watchlist(kernel, of, evidenceByLink.witnesses(), alias -> true));
    }

    private static Carried carried(Link link, String address) {
        return new Carried(link.index(), Cidr.of(address), Optional.empty(), false);
    }

    private static Link eth0(int index) {
        return new Link(index, "eth0", new MacAddress(1), true, true, false);
    }

    private static Duration at(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
