package io.aliasdefender.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.held.HeldTest;
import io.aliasdefender.os.KernelChange;
import io.aliasdefender.payload.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alias 192.0.2.100 belongs on eth0; the node is 192.0.2.11. */
class ConcernTest {
    private static final Link ETH0 = link(2, "eth0");
    private static final Link BACK = link(3, "back");
    private static final Link VETH7 = link(7, "veth7");

    private final Concern concern =
            new Concern(HeldTest.settings(new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.empty())));
    private final KernelTables tables = new KernelTables(
            List.of(ETH0, BACK, VETH7), List.of(carried(3, "192.0.2.11/24"), carried(7, "10.0.0.1/24")), List.of());

    private static Link link(int index, String name) {
        return new Link(index, name, new MacAddress(index), true, true, false);
    }

    private static Carried carried(int link, String address) {
        return new Carried(link, Cidr.of(address), Optional.empty(), false);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 203.0.113.1/24, true", // on the interface of an alias
        "7, 10.0.0.2/24, false",
        "7, 192.0.2.100/32, true", // the alias elsewhere
        "7, 192.0.2.77/24, true" // the subnet of an alias on another interface
    })
    void addressShouldBeOfConcernWhereAnAliasOrTheWayToANodeIs(int link, String address, boolean is) {
        assertThat(concern.in(new KernelChange.AddressIs(carried(link, address)), tables))
                .isEqualTo(is);
        assertThat(concern.in(new KernelChange.AddressGone(carried(link, address)), tables))
                .isEqualTo(is);
    }

    @Test
    void interfaceShouldBeOfConcernByItsNameAndByWhatItReaches() {
        assertThat(concern.in(new KernelChange.LinkIs(ETH0), tables)).isTrue();
        assertThat(concern.in(new KernelChange.LinkIs(link(9, "eth0")), tables))
                .as("it comes anew")
                .isTrue();
        assertThat(concern.in(new KernelChange.LinkIs(link(2, "lan0")), tables))
                .as("it was renamed")
                .isTrue();
        assertThat(concern.in(new KernelChange.LinkGone(2), tables)).isTrue();
        assertThat(concern.in(new KernelChange.LinkIs(BACK), tables))
                .as("a node is in its subnet")
                .isTrue();
        assertThat(concern.in(new KernelChange.LinkIs(VETH7), tables)).isFalse();
        assertThat(concern.in(new KernelChange.LinkGone(7), tables)).isFalse();
    }

    @Test
    void wayToAWitnessOfOneAliasAloneShouldBeOfConcern() {
        Settings plain = HeldTest.settings(new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.empty()));
        AliasSpec alias =
                plain.aliases().get(0).provedBy(Optional.of(List.of(new Witness.Fixed(IpAddress.of("10.0.0.53")))));
        Settings proved = new Settings(
                plain.self(),
                plain.nodes(),
                List.of(alias),
                plain.interval(),
                plain.witnesses(),
                plain.addressTool(),
                plain.web());

        assertThat(new Concern(proved).in(new KernelChange.LinkGone(7), tables)).isTrue();
    }
}
