package io.aliasdefender.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.address.AddressCommands.UnsuitableException;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IfconfigCommandsTest {
    private static final Carried OWN = carried(2, "192.0.2.11/24", null);
    private final IfconfigCommands commands = new IfconfigCommands("/sbin/ifconfig");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.100/24  | eth0:7 | eth0:7 192.0.2.100 netmask 255.255.255.0 broadcast 192.0.2.255 up
            192.0.2.100/24  |        | eth0:1 192.0.2.100 netmask 255.255.255.0 broadcast 192.0.2.255 up
            192.0.2.100/30  |        | eth0:1 192.0.2.100 netmask 255.255.255.252 broadcast 192.0.2.103 up
            192.0.2.100/31  |        | eth0:1 192.0.2.100 netmask 255.255.255.254 up
            192.0.2.100/32  |        | eth0:1 192.0.2.100 netmask 255.255.255.255 up
            2001:db8::64/64 |        | eth0 inet6 add 2001:db8::64/64
            """)
    void addShouldMakeAnInterfaceOfItsOwnByName(String address, String label, String expected) throws Exception {
        assertThat(argv(Kind.ADD, address, label, OWN)).isEqualTo("/sbin/ifconfig " + expected);
    }

    @Test
    void addWhenLabelsAreInUseShouldTakeTheFirstFreeOne() throws Exception {
        String argv = argv(
                Kind.ADD,
                "192.0.2.100/24",
                null,
                OWN,
                carried(2, "192.0.2.101/24", "eth0:1"),
                carried(2, "192.0.2.103/24", "eth0:3"));

        assertThat(argv).startsWith("/sbin/ifconfig eth0:2 192.0.2.100 ");
    }

    @Test
    void addWhenItsLabelCarriesAnotherAddressShouldBeRefused() {
        assertThatThrownBy(() -> argv(Kind.ADD, "192.0.2.100/24", "eth0:1", carried(2, "192.0.2.101/24", "eth0:1")))
                .isInstanceOf(UnsuitableException.class)
                .hasMessage("the label eth0:1 is used by 192.0.2.101; give the alias another `label:`");
    }

    @Test
    void addWhenItsLabelCarriesTheAliasWithAnotherPrefixShouldPutItRight() throws Exception {
        assertThat(argv(Kind.ADD, "192.0.2.100/24", "eth0:1", carried(2, "192.0.2.100/32", "eth0:1")))
                .startsWith("/sbin/ifconfig eth0:1 192.0.2.100 netmask 255.255.255.0 ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.100/24  | eth0:1 | eth0:5 | eth0:5 down
            192.0.2.100/24  |        | eth0:5 | eth0:5 down
            2001:db8::64/64 |        |        | eth0 inet6 del 2001:db8::64/64
            """)
    void removeShouldTakeDownTheNameUnderWhichTheAddressReallyIs(
            String address, String wished, String real, String expected) throws Exception {
        assertThat(argv(Kind.REMOVE, address, wished, OWN, carried(2, address, real)))
                .isEqualTo("/sbin/ifconfig " + expected);
    }

    @Test
    void removeWhenTheAddressHasNoNameOfItsOwnShouldBeRefusedForTheInterfaceWouldGoDown() {
        assertThatThrownBy(() -> argv(Kind.REMOVE, "192.0.2.100/24", null, OWN, carried(2, "192.0.2.100/24", null)))
                .isInstanceOf(UnsuitableException.class)
                .hasMessageContaining("192.0.2.100/24 has no label of its own on eth0");
    }

    @Test
    void removeWhenTheSameAddressIsOnAnotherInterfaceShouldNotTouchThatOne() throws Exception {
        String argv = argv(
                Kind.REMOVE,
                "192.0.2.100/24",
                null,
                carried(3, "192.0.2.100/24", "eth1:4"),
                carried(2, "192.0.2.100/24", "eth0:2"));

        assertThat(argv).isEqualTo("/sbin/ifconfig eth0:2 down");
    }

    @Test
    void removeWhenAnotherAddressHasTheSameLabelShouldBeRefused() {
        assertThatThrownBy(() -> argv(
                        Kind.REMOVE,
                        "192.0.2.100/24",
                        "eth0:1",
                        carried(2, "192.0.2.101/24", "eth0:1"),
                        carried(2, "192.0.2.100/24", "eth0:1")))
                .isInstanceOf(UnsuitableException.class)
                .hasMessageContaining("the label eth0:1 is shared by [192.0.2.101, 192.0.2.100]");
    }

    private String argv(Kind kind, String address, String label, Carried... carried) throws Exception {
        Placement placement = new Placement(Cidr.of(address), "eth0", Optional.ofNullable(label));
        KernelView kernel =
                new KernelView(List.of(link(2, "eth0"), link(3, "eth1")), Arrays.asList(carried), List.of());
        return commands.command(new AddressAction(1, kind, placement), () -> kernel)
                .toString();
    }

    private static Link link(int index, String name) {
        return new Link(index, name, new MacAddress(index), true, true, false);
    }

    private static Carried carried(int link, String address, String label) {
        return new Carried(link, Cidr.of(address), Optional.ofNullable(label), false);
    }
}
