package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the present state of the host is no lasting error, and what the host has is made the best of. */
class HostStateTest {
    private static final String PAIR = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24}]
            """;
    private static final String ORIGINALS = "eth0 | 192.0.2.100 | /24 | 192.0.2.12 | yes\n";
    private static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.11/24", "2001:db8:5::11/64", "169.254.7.7/16", "192.0.2.100/24"})
    void nodeWhenItsOwnAddressIsNotThereYetMayBeFoundLater(String other) {
        Reading reading = read(PAIR, host(List.of(Hosts.carried(2, other)), List.of()));

        assertThat(reading.passing()).isTrue();
        assertThat(reading.errors())
                .singleElement()
                .extracting(Finding::what)
                .isEqualTo("none of the nodes is this host: it has " + other.replaceFirst("/.*", "")
                        + ", the nodes are web1 192.0.2.11, web2 192.0.2.12");
    }

    /** By an address that is yet to come or to go, in both formats. */
    @Test
    void errorThatThePresentAddressesMakeMayPass() {
        List<Carried> twoNodes = List.of(Hosts.carried(2, "192.0.2.11/24"), Hosts.carried(2, "192.0.2.12/24"));
        List<Carried> otherPrefix = List.of(Hosts.carried(2, "192.0.2.11/25"));

        assertThat(read(PAIR, host(twoNodes, List.of())).passing()).isTrue();
        assertThat(read(PAIR, host(otherPrefix, List.of())).passing()).isTrue();
        assertThat(read(ORIGINALS, host(twoNodes, List.of())).passing()).isTrue();
        assertThat(read(ORIGINALS, host(List.of(), List.of())).passing()).isTrue();
        assertThat(read(ORIGINALS, host(List.of(Hosts.carried(2, "169.254.7.7/16")), List.of()))
                        .passing())
                .isTrue();
        assertThat(read(PAIR + "intervall: 1s\n", host(twoNodes, List.of())).passing())
                .isFalse();
    }

    @Test
    void fileThatTheConfigurationNamesMayComeLater() {
        String named = "web: {token-file: /nonexistent/token}\n";

        assertThat(read(PAIR + named, Hosts.web1()).passing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {PAIR, ORIGINALS})
    void nodeThatIsKnownShouldStayItselfWhileItsAddressIsGone(String text) {
        HostFacts without = host(List.of(), List.of())
                .defending(read(text, Hosts.web1()).settings().orElseThrow());

        assertThat(read(text, without).settings().orElseThrow().self()).isEqualTo(WEB1);
    }

    /** A reload in that moment must not move what is held to another card. */
    @Test
    void aliasWhenTheOwnAddressIsGoneForAMomentShouldStayThoughAnotherCardIsInItsSubnet() {
        List<Carried> both = List.of(Hosts.carried(2, "192.0.2.11/24"), Hosts.carried(3, "192.0.2.31/24"));
        Settings running = read(PAIR, host(both, List.of())).settings().orElseThrow();
        HostFacts without = host(List.of(Hosts.carried(3, "192.0.2.31/24")), List.of());

        assertThat(read(PAIR, without.defending(running))
                        .settings()
                        .orElseThrow()
                        .aliases())
                .isEqualTo(running.aliases());
    }

    /** The addresses on eth0 and eth1 (the third is the alias itself), the metrics of their routes, and the choice. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.11/24, 192.0.2.31/24, 0, 0, eth0, has this host's own address 192.0.2.11",
        "192.0.2.31/24, 192.0.2.11/24, 100, 0, eth1, has this host's own address 192.0.2.11",
        "192.0.2.31/24, 192.0.2.32/24, 100, 0, eth0, has the best default route",
        "192.0.2.31/24, 192.0.2.32/24, 100, 50, eth1, has the best default route",
        "192.0.2.31/24, 192.0.2.32/24 192.0.2.100/24, 0, 0, eth1, has it already",
        "192.0.2.31/24, 192.0.2.32/24, 0, 0, eth0, is the first of them"
    })
    void aliasWhenSeveralCardsAreInItsSubnetShouldGoToOneAndBeWarnedOf(
            String eth0, String eth1, int metric0, int metric1, String chosen, String why) {
        List<Carried> addresses = new ArrayList<>();
        Stream.of(eth0.split(" ")).map(text -> Hosts.carried(2, text)).forEach(addresses::add);
        Stream.of(eth1.split(" ")).map(text -> Hosts.carried(3, text)).forEach(addresses::add);
        addresses.add(Hosts.carried(1, "198.51.100.11/24"));
        List<DefaultRoute> routes = new ArrayList<>();
        if (metric0 > 0) {
            routes.add(new DefaultRoute(IpAddress.of("192.0.2.1"), 2, metric0));
        }
        if (metric1 > 0) {
            routes.add(new DefaultRoute(IpAddress.of("192.0.2.1"), 3, metric1));
        }
        HostFacts host = Hosts.as(host(addresses, routes), "web1");

        Reading reading = read(PAIR, host);

        assertThat(reading.settings().orElseThrow().aliases().get(0).placement().interfaceName())
                .isEqualTo(chosen);
        assertThat(reading.warnings())
                .extracting(Finding::what)
                .contains("several interfaces of this host carry the subnet of 192.0.2.100, which goes to " + chosen
                        + ", because that one " + why);
    }

    @Test
    void aliasWhenItIsOfAnotherSubnetThanItsNamedInterfaceShouldBeAcceptedWithAWarning() {
        for (String address : List.of("203.0.113.100/32", "203.0.113.100/28", "198.51.100.100/24")) {
            String named = PAIR.replace("192.0.2.100/24", address + ", interface: eth0");

            Reading reading = read(named, Hosts.web1());

            assertThat(reading.settings().orElseThrow().aliases().get(0).placement())
                    .hasToString(address + " on eth0");
            assertThat(reading.warnings())
                    .singleElement()
                    .extracting(Finding::what)
                    .isEqualTo(address.replaceFirst("/.*", "")
                            + " is outside every subnet of its interface: 192.0.2.0/24 on eth0");
        }
    }

    @Test
    void aliasOfTheOriginalsFormatWhenItIsOfAnotherSubnetShouldBeAcceptedWithAWarning() {
        Reading reading = read(ORIGINALS.replace("192.0.2.100", "203.0.113.100"), Hosts.web1());

        assertThat(reading.settings().orElseThrow().self()).isEqualTo(WEB1);
        assertThat(reading.warnings())
                .singleElement()
                .extracting(Finding::what)
                .isEqualTo("203.0.113.100 is outside every subnet of its interface: 192.0.2.0/24 on eth0");
    }

    @Test
    void aliasWhenLinkLocalShouldNeedItsInterfaceAndNothingElse() {
        String alias = PAIR.replace("192.0.2.100/24", "fe80::1/64");

        assertThat(read(alias.replace("fe80::1/64", "fe80::1/64, interface: eth0"), Hosts.web1())
                        .settings()
                        .orElseThrow()
                        .aliases()
                        .get(0)
                        .placement())
                .hasToString("fe80::1/64 on eth0");
        assertThat(read(alias, Hosts.web1()).passing()).isFalse();
        // Named, but not for this host.
        assertThat(read(alias.replace("fe80::1/64", "fe80::1/64, interface: {web2: eth0}"), Hosts.web1())
                        .errors())
                .singleElement()
                .extracting(Finding::what)
                .asString()
                .startsWith("fe80::1 is a link-local address");
    }

    private static HostFacts host(List<Carried> addresses, List<DefaultRoute> routes) {
        HostFacts plain = Hosts.withAddresses("web1", addresses);
        KernelView kernel = new KernelView(plain.kernel().links(), addresses, routes);
        return new HostFacts(kernel, plain.hostName(), plain.nodeName(), plain.resolver());
    }

    private static Reading read(String text, HostFacts host) {
        return ConfigReader.read("test", text.getBytes(StandardCharsets.UTF_8), host);
    }
}
