package io.aliasdefender.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Solaris's, the BSDs' and macOS's {@code ifconfig} are told, word by word. */
class OtherSystemsCommandsTest {
    private final SolarisIfconfigCommands solaris = new SolarisIfconfigCommands("/sbin/ifconfig");
    private final BsdIfconfigCommands bsd = new BsdIfconfigCommands("/sbin/ifconfig");
    private final List<Carried> carried = new ArrayList<>(List.of(up("192.0.2.11/24", null)));

    private static Carried up(String address, String label) {
        return new Carried(2, Cidr.of(address), Optional.ofNullable(label), false);
    }

    private KernelView kernel() {
        Link link = new Link(2, "hme0", new MacAddress(0), true, true, false);
        return new KernelView(List.of(link), carried, List.of());
    }

    private static AddressAction action(AddressAction.Kind kind, String address, String label) {
        return new AddressAction(1, kind, new Placement(Cidr.of(address), "hme0", Optional.ofNullable(label)));
    }

    private String solaris(AddressAction.Kind kind, String address, String label) throws Exception {
        return solaris.command(action(kind, address, label), this::kernel).toString();
    }

    @Test
    void addOnSolarisShouldPlumbTheFirstLogicalInterfaceThatIsFree() throws Exception {
        assertThat(solaris(AddressAction.Kind.ADD, "192.0.2.100/24", null))
                .isEqualTo("/sbin/ifconfig hme0:1 plumb 192.0.2.100 netmask 255.255.255.0 broadcast 192.0.2.255 up");

        carried.add(up("192.0.2.101/24", "hme0:1"));
        // Plumbed, without an address and down.
        carried.add(new Carried(2, Cidr.of("0.0.0.0/0"), Optional.of("hme0:2"), true));
        // IPv6 has numbers of its own.
        carried.add(up("2001:db8::11/64", "hme0:3"));
        assertThat(solaris(AddressAction.Kind.ADD, "192.0.2.100/24", null)).contains(" hme0:3 plumb ");
        assertThat(solaris(AddressAction.Kind.ADD, "192.0.2.100/32", "hme0:7"))
                .isEqualTo("/sbin/ifconfig hme0:7 plumb 192.0.2.100 netmask 255.255.255.255 up");
        assertThatThrownBy(() -> solaris(AddressAction.Kind.ADD, "192.0.2.100/24", "hme0:1"))
                .hasMessageContaining("hme0:1 is used by another address");
    }

    @Test
    void addOnSolarisWhenItIsThereShouldNotMakeASecondOne() throws Exception {
        carried.add(up("192.0.2.100/24", "hme0:1"));
        assertThat(solaris(AddressAction.Kind.ADD, "192.0.2.100/24", null)).isEqualTo("/sbin/ifconfig -a");

        carried.remove(1);
        carried.add(new Carried(2, Cidr.of("192.0.2.100/24"), Optional.of("hme0:1"), true));
        assertThat(solaris(AddressAction.Kind.ADD, "192.0.2.100/24", null)).isEqualTo("/sbin/ifconfig hme0:1 up");
    }

    @Test
    void removeOnSolarisShouldUnplumbTheOneThatHasTheAddress() throws Exception {
        carried.add(up("192.0.2.101/24", "hme0:1"));
        carried.add(up("192.0.2.100/24", "hme0:4"));

        assertThat(solaris(AddressAction.Kind.REMOVE, "192.0.2.100/24", "hme0:1"))
                .isEqualTo("/sbin/ifconfig hme0:4 down unplumb");
        assertThatThrownBy(() -> solaris(AddressAction.Kind.REMOVE, "192.0.2.11/24", null))
                .hasMessageContaining("192.0.2.11/24 is no logical interface of hme0");
        assertThat(solaris.wasDoneAlready(
                        AddressAction.Kind.REMOVE, "ifconfig: unplumb: SIOCGLIFFLAGS: hme0:4: no such interface"))
                .isTrue();
        assertThat(solaris.wasDoneAlready(AddressAction.Kind.REMOVE, "ifconfig: unplumb: permission denied"))
                .isFalse();
    }

    @Test
    void ipv6OnSolarisShouldLeaveTheNumberToTheCommand() throws Exception {
        assertThat(solaris(AddressAction.Kind.ADD, "2001:db8::100/64", null))
                .isEqualTo("/sbin/ifconfig hme0 inet6 addif 2001:db8::100/64 up");
        assertThat(solaris(AddressAction.Kind.REMOVE, "2001:db8::100/64", null))
                .isEqualTo("/sbin/ifconfig hme0 inet6 removeif 2001:db8::100");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADD    | 192.0.2.100/24   | /sbin/ifconfig hme0 alias 192.0.2.100 netmask 255.255.255.0
            REMOVE | 192.0.2.100/24   | /sbin/ifconfig hme0 -alias 192.0.2.100
            ADD    | 2001:db8::100/64 | /sbin/ifconfig hme0 inet6 2001:db8::100 prefixlen 64 alias
            REMOVE | 2001:db8::100/64 | /sbin/ifconfig hme0 inet6 2001:db8::100 -alias
            """)
    void commandsOfBsdAndMacOsShouldBeAliases(AddressAction.Kind kind, String address, String expected) {
        assertThat(bsd.command(action(kind, address, null), this::kernel)).hasToString(expected);
        assertThat(bsd.wasDoneAlready(
                        AddressAction.Kind.REMOVE, "ifconfig: ioctl (SIOCDIFADDR): Can't assign requested address"))
                .isTrue();
    }
}
