package io.aliasdefender.config;

import static io.aliasdefender.config.YamlPair.PAIR;
import static io.aliasdefender.config.YamlPair.only;
import static io.aliasdefender.config.YamlPair.read;
import static io.aliasdefender.config.YamlPair.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On which interface of this host an alias is, and what the host must have for it. */
class YamlPlacementTest {
    @Test
    void interfaceWhenMapPerNodeShouldTakeThisHostsEntry() {
        String yaml = PAIR + "    interface: {web1: eth0, web2: bond0}\n    label: {web1: 'eth0:1', web2: 'bond0:1'}\n";

        assertThat(only(settings(yaml, Hosts.web1())).placement().label()).contains("eth0:1");
        Reading web2 = read(yaml, Hosts.web2());
        assertThat(only(web2.settings().orElseThrow()).placement())
                .isEqualTo(new Placement(Cidr.of("192.0.2.100/24"), "bond0", Optional.of("bond0:1")));
        assertThat(web2.warnings()).hasSize(1);
    }

    @Test
    void interfaceWhenNotNamedShouldBeTheOneWithTheSubnet() {
        String yaml = PAIR + "  - address: 198.51.100.100/24\n  - address: 2001:db8::100/64\n";

        assertThat(settings(yaml, Hosts.web1()).aliases())
                .extracting(alias -> alias.placement().interfaceName())
                .containsExactly("eth0", "eth1", "eth0");
    }

    @Test
    void subnetWhenOnlyTheHeldAliasItselfIsInItShouldNotCount() {
        List<Carried> addresses = new ArrayList<>(Hosts.web1().kernel().addresses());
        addresses.add(Hosts.carried(3, "192.0.2.100/24"));

        Settings settings = settings(PAIR, Hosts.withAddresses("web1", addresses));

        assertThat(only(settings).placement().interfaceName()).isEqualTo("eth0");
    }

    @Test
    void subnetWhenTheHostHasOnlyASingleAddressShouldBeWarningForANamedInterface() {
        HostFacts host = Hosts.withAddresses("web1", List.of(Hosts.carried(2, "192.0.2.11/32")));

        Reading reading = read(PAIR + "    interface: eth0\n", host);

        assertThat(only(reading.settings().orElseThrow()).placement().interfaceName())
                .isEqualTo("eth0");
        assertThat(reading.warnings())
                .extracting(Finding::toString)
                .containsExactly("test.yaml:5:14: eth0 has no IPv4 subnet that 192.0.2.100/24 could be compared with; "
                        + "make sure that the prefix is right");
    }

    @Test
    void hostWithoutARouterShouldBeWarnedThatNothingIsEverTaken() {
        HostFacts host = Hosts.withoutRoutes(Hosts.web1());

        assertThat(read(PAIR, host).warnings())
                .extracting(Finding::what)
                .containsExactly("no IPv4 default router is known on eth0, so nothing can prove that the network works,"
                        + " and no IPv4 alias is ever taken over");
        assertThat(read(PAIR + "witnesses: [router, 192.0.2.53]\n", host).warnings())
                .isEmpty();
        assertThat(read(PAIR + "witnesses: [any]\n", host).warnings()).isEmpty();
        assertThat(read(PAIR + "witnesses: none\n", host).warnings()).isEmpty();
    }

    @Test
    void aliasWhenSingleAddressPrefixShouldBeAccepted() {
        String yaml = PAIR.replace("100/24", "100/32") + "  - address: 2001:db8::100/128\n";

        assertThat(settings(yaml, Hosts.web1()).aliases())
                .extracting(alias -> alias.placement().toString())
                .containsExactly("192.0.2.100/32 on eth0", "2001:db8::100/128 on eth0");
    }
}
