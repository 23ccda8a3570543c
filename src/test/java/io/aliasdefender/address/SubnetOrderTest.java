package io.aliasdefender.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubnetOrderTest {
    private static final Link ETH0 = new Link(2, "eth0", new MacAddress(1), true, true, false);
    private static final Set<IpAddress> ALIASES =
            Set.of(IpAddress.of("192.0.2.100"), IpAddress.of("192.0.2.101"), IpAddress.of("2001:db8::100"));

    private static final Duration NOW = Duration.ofDays(1);

    private static Carried carried(String address, boolean secondary) {
        return new Carried(ETH0.index(), Cidr.of(address), Optional.empty(), false, false, secondary);
    }

    private static List<AddressAction> restore(Carried... carried) {
        return SubnetOrder.restore(new KernelView(List.of(ETH0), Arrays.asList(carried), List.of()), ALIASES, NOW);
    }

    @Test
    void aliasesBehindTheOwnAddressShouldBeLeftAlone() {
        assertThat(restore(carried("192.0.2.11/24", false), carried("192.0.2.100/24", true)))
                .isEmpty();
        assertThat(restore(carried("2001:db8::100/64", false), carried("2001:db8::11/64", false)))
                .as("IPv6 has no primary address")
                .isEmpty();
    }

    @Test
    void aliasesBeforeTheOwnAddressShouldGoAndComeAgainInOneBatch() {
        List<AddressAction> actions = restore(
                carried("192.0.2.100/24", false),
                carried("192.0.2.101/24", true),
                carried("192.0.2.11/24", true),
                carried("192.0.2.12/24", true));

        assertThat(actions)
                .extracting(AddressAction::kind)
                .containsExactly(Kind.REMOVE, Kind.REMOVE, Kind.ADD, Kind.ADD);
        assertThat(actions)
                .extracting(AddressAction::placement)
                .extracting(Placement::address)
                .extracting(Cidr::toString)
                .containsExactly("192.0.2.100/24", "192.0.2.101/24", "192.0.2.100/24", "192.0.2.101/24");
    }

    /** The kernel tells whole seconds that have begun: what is told as 3 s may be 2 s and a little. */
    @Test
    void aliasWithALifetimeShouldComeAgainForNoLongerThanIsLeft() {
        List<AddressAction> actions = restore(lasting("192.0.2.100/24", 3), carried("192.0.2.11/24", true));

        Lifetime lifetime = actions.get(1).lifetime().orElseThrow();
        assertThat(lifetime.seconds()).isEqualTo(2);
        assertThat(lifetime.fits(NOW.plusMillis(50))).isTrue();
        assertThat(lifetime.fits(NOW.plusMillis(150)))
                .as("the process was stopped before the change")
                .isFalse();
    }

    @Test
    void aliasWhoseLifetimeIsAsGoodAsOverShouldBeLeftToItsEnd() {
        assertThat(restore(lasting("192.0.2.100/24", 1), carried("192.0.2.11/24", true)))
                .isEmpty();
    }

    private static Carried lasting(String address, int seconds) {
        return new Carried(ETH0.index(), Cidr.of(address), Optional.empty(), false, false, false, seconds);
    }

    @Test
    void aliasesAloneInTheirSubnetShouldBeLeftAlone() {
        assertThat(restore(carried("192.0.2.100/24", false), carried("192.0.2.101/24", true)))
                .as("there is nobody to be behind")
                .isEmpty();
        assertThat(restore(carried("192.0.2.100/32", false), carried("192.0.2.11/24", false)))
                .as("another prefix is a subnet of its own")
                .isEmpty();
    }
}
