package io.aliasdefender.failover;

import static io.aliasdefender.failover.Site.ALIAS;
import static io.aliasdefender.failover.Site.ROUTER;
import static io.aliasdefender.failover.Site.WEB1;
import static io.aliasdefender.failover.Site.WEB2;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
    private static final int LO = 1;
    private static final int ETH0 = 2;
    private static final int ETH1 = 3;
    private static final LinkFamily IPV4 = new LinkFamily("eth0", false);
    private static final LinkFamily IPV6 = new LinkFamily("eth0", true);
    private static final IpAddress LINK_LOCAL = IpAddress.of("fe80::1");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # carried          | link | present | stray
            192.0.2.100/24     | 2    | true    | -
            192.0.2.100/32     | 2    | false   | 192.0.2.100/32 on eth0
            192.0.2.100/25     | 2    | false   | 192.0.2.100/25 on eth0
            192.0.2.100/24     | 3    | false   | 192.0.2.100/24 on eth1
            192.0.2.100/32     | 1    | false   | -
            192.0.2.10/24      | 2    | false   | -
            192.0.2.101/24     | 2    | false   | -
            2001:db8::64/24    | 2    | false   | -
            """)
    void aliasShouldBePresentOnlyWithItsExactPrefixOnItsExactInterface(
            String carried, int link, boolean present, String stray) {
        Observed observed = Topology.observe(kernel(carried(link, carried)), ALIAS);

        assertThat(observed.present()).isEqualTo(present);
        assertThat(observed.strayAddresses())
                .extracting(Placement::toString)
                .isEqualTo(stray == null ? List.of() : List.of(stray));
    }

    @Test
    void aliasWhenItIsThereTwiceShouldBePresentAndAStray() {
        Observed observed =
                Topology.observe(kernel(carried(ETH0, "192.0.2.100/32"), carried(ETH0, "192.0.2.100/24")), ALIAS);

        assertThat(observed.present()).isTrue();
        assertThat(observed.strayAddresses()).extracting(Placement::address).containsExactly(Cidr.of("192.0.2.100/32"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aliasOfIpv6WhenItsDuplicateDetectionHasNotEndedWellShouldBeNeitherPresentNorAStray(boolean duplicate) {
        Placement alias = Site.placement("2001:db8::100/64");
        Carried carried = new Carried(ETH0, alias.address(), Optional.empty(), true, duplicate);

        assertThat(Topology.observe(kernel(carried), alias))
                .isEqualTo(new Observed(false, List.of(), true, true, new MacAddress(1)));
    }

    @ParameterizedTest
    @CsvSource({"true, true, true", "true, false, false", "false, true, false", "false, false, false"})
    void linkShouldBeUsableOnlyWhenItIsUpAndHasACarrier(boolean up, boolean carrier, boolean usable) {
        Link eth0 = new Link(ETH0, "eth0", new MacAddress(1), up, carrier, false);

        assertThat(Topology.observe(new KernelView(List.of(eth0), List.of(), List.of()), ALIAS)
                        .linkUsable())
                .isEqualTo(usable);
    }

    @Test
    void aliasWhenItsInterfaceIsMissingShouldBeAbsent() {
        assertThat(Topology.observe(KernelView.EMPTY, ALIAS)).isEqualTo(new Observed(false, List.of(), false));
    }

    @Test
    void witnessesShouldBeEachRouterOfTheVeryInterfaceAndTheFixedOnes() {
        Settings settings =
                Site.settings(List.of(new Witness.Fixed(IpAddress.of("192.0.2.53")), new Witness.DefaultRouter()));
        KernelView kernel = new KernelView(
                links(),
                List.of(),
                List.of(
                        new DefaultRoute(IpAddress.of("198.51.100.1"), ETH1, 0),
                        new DefaultRoute(IpAddress.of("192.0.2.2"), ETH0, 200),
                        new DefaultRoute(ROUTER, ETH0, 100)));

        assertThat(Topology.witnesses(kernel, settings, IPV4).named())
                .containsExactly(
                        Map.entry(IpAddress.of("192.0.2.53"), "witness 192.0.2.53"),
                        Map.entry(ROUTER, "router 192.0.2.1"),
                        Map.entry(IpAddress.of("192.0.2.2"), "router 192.0.2.2"));
        assertThat(Topology.witnesses(KernelView.EMPTY, settings, IPV4).named())
                .containsOnlyKeys(IpAddress.of("192.0.2.53"));
    }

    @Test
    void witnessesOfAnAliasShouldBeThoseOfItsLinkAlone() {
        Placement far = new Placement(Cidr.of("198.51.100.100/24"), "eth1", Optional.empty());
        Settings both = Site.seenFrom(WEB1, ALIAS, far);
        IpAddress own = IpAddress.of("198.51.100.53");
        Settings settings = new Settings(
                both.self(),
                both.nodes(),
                both.aliases().stream()
                        .map(spec -> spec.placement().equals(far)
                                ? spec.provedBy(Optional.of(List.of(new Witness.Fixed(own))))
                                : spec)
                        .toList(),
                both.interval(),
                both.witnesses(),
                both.addressTool(),
                both.web());
        KernelView kernel =
                kernel(new DefaultRoute(ROUTER, ETH0, 0), new DefaultRoute(IpAddress.of("198.51.100.1"), ETH1, 0));

        assertThat(Topology.witnesses(kernel, settings, new LinkFamily("eth1", false))
                        .named())
                .containsOnlyKeys(own);
        assertThat(Topology.witnesses(kernel, settings, IPV4).named()).containsOnlyKeys(ROUTER);
    }

    @Test
    void witnessesWhenALinkHasVeryManyRoutersShouldBeThePreferredOnes() {
        DefaultRoute[] routes = IntStream.rangeClosed(1, 100)
                .mapToObj(number -> new DefaultRoute(IpAddress.of("192.0.2." + number), ETH0, 200 - number))
                .toArray(DefaultRoute[]::new);

        assertThat(Topology.witnesses(kernel(routes), Site.settings(List.of(new Witness.DefaultRouter())), IPV4)
                        .named())
                .hasSize(8)
                .containsKeys(IpAddress.of("192.0.2.100"), IpAddress.of("192.0.2.93"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # listed                          | of IPv4 aliases          | of IPv6 aliases
            router                            | 192.0.2.1                | fe80::1
            router, 192.0.2.53, 2001:db8::53  | 192.0.2.1, 192.0.2.53    | fe80::1, 2001:db8::53
            192.0.2.53, 2001:db8::53          | 192.0.2.53               | 2001:db8::53
            192.0.2.53, 198.51.100.53         | 192.0.2.53, 198.51.100.53 | 192.0.2.53, 198.51.100.53
            2001:db8::53                      | 2001:db8::53             | 2001:db8::53
            """)
    void witnessesShouldBeOfTheAliasesFamilyUnlessOnlyTheOtherOneIsListed(String listed, String v4, String v6) {
        Settings settings = Site.settings(witnesses(listed));
        KernelView kernel = kernel(new DefaultRoute(ROUTER, ETH0, 0), new DefaultRoute(LINK_LOCAL, ETH0, 1024));

        assertThat(Topology.witnesses(kernel, settings, IPV4).named().keySet()).isEqualTo(addresses(v4));
        assertThat(Topology.witnesses(kernel, settings, IPV6).named().keySet()).isEqualTo(addresses(v6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"router", "router, 192.0.2.53"})
    void aliasOfIpv6WhenItHasNoRouterOfItsFamilyShouldHaveNoWitness(String listed) {
        KernelView kernel = kernel(new DefaultRoute(ROUTER, ETH0, 0));

        assertThat(Topology.witnesses(kernel, Site.settings(witnesses(listed)), IPV6)
                        .named())
                .isEmpty();
        assertThat(Topology.witnesses(kernel, Site.settings(witnesses(listed)), IPV4)
                        .named())
                .containsKey(ROUTER);
    }

    @Test
    void answersOfANodeShouldBeEvidenceForBothFamiliesAndThoseOfAWitnessForItsOwn() {
        Watchlist watchlist = watchlist(
                kernel(carried(ETH0, "192.0.2.11/24")),
                Site.seenFrom(WEB1, ALIAS, Site.placement("2001:db8::100/64")),
                Map.of(IPV4, Map.of(ROUTER, "router"), IPV6, Map.of(LINK_LOCAL, "router")));

        assertThat(watchlist.hosts())
                .containsOnly(
                        Map.entry(IPV4, Set.of(ROUTER, WEB2.address())),
                        Map.entry(IPV6, Set.of(LINK_LOCAL, WEB2.address())));
    }

    @Test
    void nodeOnAnotherLinkThanTheAliasShouldBeAskedThereAndForItsIdentityHere() {
        Placement far = new Placement(Cidr.of("198.51.100.100/24"), "eth1", Optional.empty());
        Watchlist watchlist = watchlist(
                kernel(carried(ETH0, "192.0.2.11/24"), carried(ETH1, "198.51.100.11/24")),
                Site.seenFrom(WEB1, far),
                Map.of());

        assertThat(watchlist.plan().targets())
                .extracting(target -> target.question() + " " + target.purpose())
                .containsExactly(
                        "198.51.100.100 on eth1 TAKE", "192.0.2.12 on eth0 HOST", "192.0.2.12 on eth1 IDENTITY");
        assertThat(watchlist.concerned(Question.on("eth0", WEB2.address()))).isEmpty();
        assertThat(watchlist.concerned(Question.on("eth1", WEB2.address())))
                .containsExactly(new LinkFamily("eth1", false));
        assertThat(watchlist.elsewhere()).containsExactly(WEB2.address());
    }

    @Test
    void nodeOfAliasesOnBothLinksShouldBeEvidenceOnItsOwnLinkByItsAnswersThere() {
        Placement far = new Placement(Cidr.of("198.51.100.100/24"), "eth1", Optional.empty());
        Watchlist watchlist = watchlist(
                kernel(carried(ETH0, "192.0.2.11/24"), carried(ETH1, "198.51.100.11/24")),
                Site.seenFrom(WEB1, far, ALIAS),
                Map.of());

        assertThat(watchlist.concerned(Question.on("eth0", WEB2.address()))).containsExactly(IPV4);
        assertThat(watchlist.plan().targets())
                .filteredOn(target -> target.address().equals(WEB2.address()))
                .extracting(target -> target.question().toString())
                .containsExactly("192.0.2.12 on eth0", "192.0.2.12 on eth1");
    }

    @Test
    void linkLocalRouterOfTwoLinksShouldBeTwoQuestions() {
        Placement far = new Placement(Cidr.of("2001:db8:1::100/64"), "eth1", Optional.empty());
        LinkFamily eth1 = new LinkFamily("eth1", true);
        Watchlist watchlist = watchlist(
                kernel(carried(ETH0, "2001:db8::11/64"), carried(ETH1, "2001:db8:1::11/64")),
                Site.seenFrom(WEB1, Site.placement("2001:db8::100/64"), far),
                Map.of(IPV6, Map.of(LINK_LOCAL, "router"), eth1, Map.of(LINK_LOCAL, "router")));

        assertThat(watchlist.concerned(Question.on("eth0", LINK_LOCAL))).containsExactly(IPV6);
        assertThat(watchlist.concerned(Question.on("eth1", LINK_LOCAL))).containsExactly(eth1);
    }

    @Test
    void wayToAHostShouldNotChangeWhenTheAliasComesHere() {
        Settings settings = Site.seenFrom(WEB1, ALIAS);
        Map<LinkFamily, Map<IpAddress, String>> none = Map.of();

        assertThat(watchlist(kernel(carried(ETH1, "192.0.2.11/24"), carried(ETH0, "192.0.2.100/24")), settings, none)
                        .plan())
                .isEqualTo(watchlist(kernel(carried(ETH1, "192.0.2.11/24")), settings, none)
                        .plan());
    }

    @Test
    void aliasThatThisHostDoesNotTakeShouldOnlyBeLookedAt() {
        Watchlist watchlist = Topology.watchlist(
                kernel(carried(ETH0, "192.0.2.11/24")), Site.seenFrom(WEB1, ALIAS), Map.of(), alias -> false);

        assertThat(watchlist.plan().targets().get(0).purpose()).isEqualTo(ProbeTarget.Purpose.SHOW);
    }

    @Test
    void routerThatIsANodeShouldBeNoWitness() {
        KernelView kernel = kernel(new DefaultRoute(WEB2.address(), ETH0, 0), new DefaultRoute(ROUTER, ETH1, 0));

        assertThat(Topology.witnesses(kernel, Site.seenFrom(WEB1, ALIAS), IPV4).named())
                .isEmpty();
    }

    @Test
    void routeOfIpv4OverAnIpv6NextHopShouldBeAWitnessForIpv4Alone() {
        KernelView kernel = kernel(new DefaultRoute(LINK_LOCAL, ETH0, 0, false));

        assertThat(Topology.witnesses(kernel, Site.seenFrom(WEB1, ALIAS), IPV4).named())
                .containsOnlyKeys(LINK_LOCAL);
        assertThat(Topology.witnesses(kernel, Site.seenFrom(WEB1, ALIAS), IPV6).named())
                .isEmpty();
    }

    @Test
    void planShouldAskTheAliasItsNodesAndItsWitnessesOnceEach() {
        ProbePlan plan = plan(
                kernel(carried(ETH0, "192.0.2.11/24")),
                Site.settings(List.of(new Witness.DefaultRouter())),
                Map.of(IPV4, Map.of(ROUTER, "router 192.0.2.1", WEB2.address(), "witness 192.0.2.12")));

        assertThat(plan.targets())
                .extracting(ProbeTarget::address)
                .containsExactlyInAnyOrder(ALIAS.address().address(), WEB2.address(), ROUTER)
                .doesNotContain(WEB1.address());
        assertThat(plan.targets()).filteredOn(ProbeTarget::alias).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.12, eth0", // in the subnet of eth0
        "198.51.100.9, eth1", // another link is next to it
        "203.0.113.5, eth0", // by way of a router on the alias's link
        "2001:db8::12, eth0",
        "2001:db9::12, eth0",
        "fe80::1, eth0" // a link-local address is on every link
    })
    void witnessShouldBeAskedOnTheLinkThatReachesItDirectlyAndElseOverThatOfTheAlias(String address, String link) {
        IpAddress witness = IpAddress.of(address);
        ProbePlan plan = plan(
                kernel(
                        carried(ETH0, "192.0.2.11/24"),
                        carried(ETH0, "203.0.113.5/32"),
                        carried(ETH0, "2001:db8::11/64"),
                        carried(ETH1, "198.51.100.11/24")),
                Site.settings(List.of()),
                Map.of(IPV4, Map.of(witness, "witness")));

        assertThat(plan.targets())
                .filteredOn(target -> target.address().equals(witness))
                .singleElement()
                .extracting(ProbeTarget::linkName)
                .isEqualTo(Optional.ofNullable(link));
    }

    /** Its own network is not there yet: whoever is in it is asked there all the same, from nowhere. */
    @Test
    void witnessInTheNetworkOfAnAliasShouldBeAskedThereWhereTheInterfaceHasNoAddressOfItsFamily() {
        IpAddress witness = IpAddress.of("192.0.2.53");
        Map<LinkFamily, Map<IpAddress, String>> witnesses = Map.of(IPV4, Map.of(witness, "witness"));

        ProbePlan bare = plan(
                kernel(carried(ETH0, "fe80::11/64"), carried(ETH1, "198.51.100.11/24")),
                Site.settings(List.of()),
                witnesses);
        ProbePlan other = plan(kernel(carried(ETH0, "203.0.113.11/24")), Site.settings(List.of()), witnesses);

        assertThat(link(bare, witness)).contains("eth0");
        assertThat(bare.neighbours()).contains(Question.on("eth0", witness));
        assertThat(link(other, witness)).as("by way of a router over that link").contains("eth0");
        assertThat(other.neighbours()).doesNotContain(Question.on("eth0", witness));
    }

    private static Optional<String> link(ProbePlan plan, IpAddress address) {
        return plan.targets().stream()
                .filter(target -> target.address().equals(address))
                .findFirst()
                .orElseThrow()
                .linkName();
    }

    private static ProbePlan plan(
            KernelView kernel, Settings settings, Map<LinkFamily, Map<IpAddress, String>> witnesses) {
        return watchlist(kernel, settings, witnesses).plan();
    }

    private static Watchlist watchlist(
            KernelView kernel, Settings settings, Map<LinkFamily, Map<IpAddress, String>> witnesses) {
        return Topology.watchlist(kernel, settings, witnesses, alias -> true);
    }

    private static List<Witness> witnesses(String listed) {
        return Arrays.stream(listed.split(", "))
                .<Witness>map(text ->
                        text.equals("router") ? new Witness.DefaultRouter() : new Witness.Fixed(IpAddress.of(text)))
                .toList();
    }

    private static Set<IpAddress> addresses(String listed) {
        return Arrays.stream(listed.split(", ")).map(IpAddress::of).collect(Collectors.toSet());
    }

    private static KernelView kernel(DefaultRoute... routes) {
        return new KernelView(links(), List.of(), Arrays.asList(routes));
    }

    private static KernelView kernel(Carried... carried) {
        return new KernelView(links(), Arrays.asList(carried), List.of());
    }

    private static List<Link> links() {
        return List.of(
                new Link(LO, "lo", new MacAddress(0), true, true, true),
                new Link(ETH0, "eth0", new MacAddress(1), true, true, false),
                new Link(ETH1, "eth1", new MacAddress(2), true, true, false));
    }

    private static Carried carried(int link, String address) {
        return new Carried(link, Cidr.of(address), Optional.empty(), false);
    }
}
