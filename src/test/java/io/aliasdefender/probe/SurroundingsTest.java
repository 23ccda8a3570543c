package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsTest {
    private static final Link ETH0 = new Link(2, "eth0", MacAddress.of("02:00:00:00:00:0a"), true, true, false);
    private static final Link ETH1 = new Link(3, "eth1", MacAddress.of("02:00:00:00:00:1a"), true, false, false);
    private static final Link ETH2 = new Link(4, "eth2", MacAddress.of("02:00:00:00:00:2a"), false, false, false);
    private static final Link LO = new Link(1, "lo", new MacAddress(0), true, true, true);
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress OTHER_ALIAS = IpAddress.of("203.0.113.100");
    private final Surroundings here = new Surroundings(
            new KernelView(
                    List.of(LO, ETH0, ETH1, ETH2),
                    List.of(
                            carried("192.0.2.100/24", false),
                            carried("192.0.2.11/24", false),
                            carried("203.0.113.100/24", false),
                            carried("2001:db8::11/64", false),
                            carried("fe80::11/64", false),
                            carried("2001:db8:1::11/64", true)),
                    List.of()),
            Set.of(ALIAS, OTHER_ALIAS));

    private static Carried carried(String address, boolean tentative) {
        return new Carried(ETH0.index(), Cidr.of(address), Optional.empty(), tentative);
    }

    @ParameterizedTest
    @CsvSource({
        "eth0, ",
        "eth1, eth1 has no carrier: cable or switch port",
        "eth2, eth2 is down",
        "eth7, there is no interface eth7",
    })
    void obstacleShouldSayWhatToLookAt(String name, String why) {
        assertThat(here.obstacle(name)).isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void obstacleBeforeTheKernelWasReadShouldSaySo() {
        assertThat(new Surroundings(KernelView.EMPTY, Set.of()).obstacle("eth0"))
                .contains("the interfaces of this host are not known yet");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.12, 192.0.2.11", // not the alias, though it is listed first
        "192.0.2.100, 192.0.2.11",
        "192.0.2.11, ", // nobody asks himself
        "198.51.100.1, ", // not on this link
        "2001:db8::12, fe80::11",
        "fe80::11, ",
    })
    void sourceShouldBeAnAddressThatStays(String target, String source) {
        assertThat(here.source(ETH0, IpAddress.of(target)))
                .isEqualTo(Optional.ofNullable(source).map(IpAddress::of));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.12, true", "198.51.100.1, false", "2001:db8::12, true", "2001:db8:9::1, false", "fe80::1, true"
    })
    void onLinkShouldBeWhatANetworkOfTheInterfaceContains(String address, boolean onLink) {
        assertThat(here.onLink("eth0", IpAddress.of(address))).isEqualTo(onLink);
        assertThat(here.onLink("eth7", IpAddress.of(address))).isFalse();
    }

    @Test
    void neighbourOfAnInterfaceWithoutAnAddressInItsNetworkShouldBeAskedFromNowhere() {
        IpAddress stray = IpAddress.of("203.0.113.1");
        IpAddress near = IpAddress.of("192.0.2.12");
        Surroundings told = new Surroundings(
                new KernelView(List.of(ETH0, ETH1), List.of(carried("192.0.2.11/24", false)), List.of()),
                Set.of(ALIAS),
                Set.of(Question.on("eth0", stray), Question.on("eth0", near), Question.on("eth7", near)));

        assertThat(told.onLink("eth0", stray)).isTrue();
        assertThat(told.onLink("eth1", stray)).isFalse();
        assertThat(told.strayNeighbour(ETH0, stray)).isTrue();
        assertThat(told.strayNeighbour(ETH0, near))
                .as("there is an address to ask from")
                .isFalse();
        assertThat(told.strayNeighbour(ETH0, IpAddress.of("203.0.113.2"))).isFalse();
    }

    @Test
    void obstacleOfAPortShouldBeWhoseItIs() {
        Link port = new Link(5, "eth5", ETH0.mac(), true, true, false, ETH0.index());

        assertThat(port.usable()).isFalse();
        assertThat(new Surroundings(new KernelView(List.of(ETH0, port), List.of(), List.of()), Set.of())
                        .obstacle("eth5"))
                .contains("eth5 is a port of eth0, which hears in its place");
    }

    @Test
    void networkOfAnAliasShouldNotCountForItComesAndGoes() {
        assertThat(here.carries(OTHER_ALIAS)).isTrue();
        assertThat(here.onLink("eth0", IpAddress.of("203.0.113.1"))).isFalse();
        assertThat(here.onSomeLink(IpAddress.of("203.0.113.1"))).isFalse();
    }

    @Test
    void ownAddressesShouldBeKnown() {
        assertThat(here.carries(ALIAS)).isTrue();
        assertThat(here.alias(ALIAS)).isTrue();
        assertThat(here.alias(IpAddress.of("192.0.2.11"))).isFalse();
        assertThat(here.carries(IpAddress.of("192.0.2.12"))).isFalse();
        assertThat(here.ownMac(ETH1.mac())).isTrue();
        assertThat(here.ownMac(new MacAddress(0))).as("loopback's").isFalse();
        assertThat(LO.neighbourly()).isFalse();
        assertThat(ETH0.neighbourly()).isTrue();
    }
}
