package io.aliasdefender.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.KernelChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelTablesTest {
    private static final Link ETH0 = new Link(2, "eth0", new MacAddress(1), true, true, false);
    private static final Link ETH1 = new Link(3, "eth1", new MacAddress(2), true, true, false);
    private static final Carried OWN = carried(2, "192.0.2.11/24", Optional.of("eth0"));
    private static final Carried OWN_V6 = carried(2, "2001:db8::11/64", Optional.empty());
    private static final Carried ALIAS = carried(3, "192.0.2.100/24", Optional.of("eth1:1"));

    private final KernelTables tables = new KernelTables(List.of(ETH1, ETH0), List.of(OWN_V6, OWN), List.of());

    private static Carried carried(int link, String address, Optional<String> label) {
        return new Carried(link, Cidr.of(address), label, false);
    }

    @Test
    void viewShouldBeInTheKernelsOrderAndWithoutPlainLabels() {
        assertThat(tables.apply(new KernelChange.AddressIs(ALIAS))).isTrue();

        assertThat(tables.view().links()).containsExactly(ETH0, ETH1);
        assertThat(tables.view().addresses())
                .containsExactly(carried(2, "192.0.2.11/24", Optional.empty()), ALIAS, OWN_V6);
    }

    @Test
    void labelShouldBePlainOrNotByTheNameThatTheInterfaceHasNow() {
        tables.apply(new KernelChange.LinkIs(new Link(2, "lan0", ETH0.mac(), true, true, false)));

        assertThat(tables.view().addresses()).contains(OWN);
    }

    @Test
    void changesThatAreToldAgainShouldChangeNothing() {
        KernelTables read = new KernelTables(List.of(ETH0, ETH1), List.of(OWN, OWN_V6, ALIAS), List.of());
        List<KernelChange> told = List.of(
                new KernelChange.AddressIs(ALIAS),
                new KernelChange.AddressGone(ALIAS),
                new KernelChange.AddressIs(ALIAS));

        told.forEach(tables::apply);
        told.forEach(read::apply);

        assertThat(read.sameAs(tables)).isTrue();
        assertThat(tables.apply(new KernelChange.AddressIs(ALIAS))).isFalse();
        assertThat(tables.apply(new KernelChange.AddressGone(ALIAS))).isTrue();
        assertThat(tables.apply(new KernelChange.AddressGone(ALIAS))).isFalse();
        assertThat(read.sameAs(tables)).isFalse();
    }

    @Test
    void interfaceThatIsGoneShouldTakeItsAddressesAlong() {
        assertThat(tables.apply(new KernelChange.LinkGone(2))).isTrue();

        assertThat(tables.view().addresses()).isEmpty();
        assertThat(tables.view().links()).containsExactly(ETH1);
        assertThat(tables.apply(new KernelChange.LinkGone(2))).isFalse();
    }
}
