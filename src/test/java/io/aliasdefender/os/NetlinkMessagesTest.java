package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetlinkMessagesTest {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer attribute(ByteBuffer into, int type, byte[] value) {
        into.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return into.position(into.position() + 3 & ~3);
    }

    private static ByteBuffer attribute(ByteBuffer into, int type, int value) {
        return attribute(into, type, buffer().putInt(value).flip().slice());
    }

    private static ByteBuffer attribute(ByteBuffer into, int type, ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return attribute(into, type, bytes);
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ip(String address) {
        return IpAddress.of(address).toBytes();
    }

    private static ByteBuffer linkHeader(int index, int flags) {
        return buffer().putInt(0).putInt(index).putInt(flags).putInt(0);
    }

    private static ByteBuffer addressHeader(int family, int prefix, int flags, int index) {
        return buffer().put((byte) family)
                .put((byte) prefix)
                .put((byte) flags)
                .put((byte) 0)
                .putInt(index);
    }

    private static ByteBuffer routeHeader(int family, int prefix, int table, int type) {
        ByteBuffer header = buffer().put((byte) family).put((byte) prefix).putShort((short) 0);
        return header.put((byte) table)
                .put((byte) 3)
                .put((byte) 0)
                .put((byte) type)
                .putInt(0);
    }

    @ParameterizedTest
    @CsvSource({"bridge, 9", "bond, 9", "openvswitch, 9", "vrf, 0"})
    void linkShouldBeAPortOfWhatHearsInItsPlace(String kind, int portOf) {
        ByteBuffer info = attribute(buffer(), 4, text(kind)).flip();
        ByteBuffer body = attribute(attribute(attribute(linkHeader(7, 0x10041), 3, text("eth0")), 10, 9), 18, info)
                .flip();

        assertThat(NetlinkMessages.link(body).orElseThrow().portOf()).isEqualTo(portOf);
    }

    @Test
    void linkAsABridgeSeesItsPortShouldBeNoLink() {
        ByteBuffer body = attribute(linkHeader(7, 0x10041), 3, text("eth0")).flip();
        body.put(0, (byte) 7);

        assertThat(NetlinkMessages.link(body)).isEmpty();
        assertThat(NetlinkMessages.goneLink(body))
                .as("the port has left its bridge")
                .isEmpty();
        body.put(0, (byte) 0);
        assertThat(NetlinkMessages.goneLink(body)).contains(7);
    }

    @ParameterizedTest
    @CsvSource({
        "0x10041, true, true, false",
        "0x41, true, false, false",
        "0, false, false, false",
        "0x10009, true, true, true"
    })
    void linkShouldHaveNameAddressAndState(String flags, boolean up, boolean carrier, boolean loopback) {
        ByteBuffer body = linkHeader(7, Integer.decode(flags));
        attribute(body, 3, text("eth0"));
        attribute(body, 1, new byte[] {2, 0, 0, 0, 0, 10});
        assertThat(NetlinkMessages.link(body.flip()))
                .contains(new Link(7, "eth0", MacAddress.of("02:00:00:00:00:0a"), up, carrier, loopback));
    }

    @Test
    void linkWithoutAnEthernetAddressShouldHaveNone() {
        ByteBuffer body = attribute(linkHeader(3, 1), 3, text("tun0"));
        assertThat(NetlinkMessages.link(body.flip()))
                .hasValueSatisfying(link -> assertThat(link.mac()).isEqualTo(new MacAddress(0)));
    }

    @Test
    void addressShouldBeTheLocalOneOfAPointToPointLink() {
        ByteBuffer body = addressHeader(AF_INET, 32, 0, 4);
        attribute(body, 1, ip("198.51.100.1"));
        attribute(body, 2, ip("192.0.2.100"));
        attribute(body, 3, text("ppp0:1"));
        assertThat(NetlinkMessages.address(body.flip()))
                .contains(new Carried(4, Cidr.of("192.0.2.100/32"), Optional.of("ppp0:1"), false));
    }

    @ParameterizedTest
    @CsvSource({"0x40, true, false", "0x08, true, true", "0xc8, true, true", "0x80, false, false", "0x240, true, false"
    })
    void addressOfIpv6ShouldTellWhetherItIsTentativeOrADuplicate(String flags, boolean tentative, boolean duplicate) {
        ByteBuffer body = addressHeader(AF_INET6, 64, 0, 4);
        attribute(body, 1, ip("2001:db8::100"));
        attribute(body, 8, Integer.decode(flags));
        assertThat(NetlinkMessages.address(body.flip()))
                .contains(new Carried(4, Cidr.of("2001:db8::100/64"), Optional.empty(), tentative, duplicate));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.100, true", "2001:db8::100, false"})
    void addressOfAnotherOneInItsSubnetShouldBeSecondaryForIpv4Alone(String address, boolean secondary) {
        int family = address.contains(":") ? AF_INET6 : AF_INET;
        ByteBuffer body = attribute(addressHeader(family, 24, 0x01, 4), 1, ip(address));
        assertThat(NetlinkMessages.address(body.flip()))
                .hasValueSatisfying(carried -> assertThat(carried.secondary()).isEqualTo(secondary));
    }

    @Test
    void addressWithFlagsInItsHeaderAloneShouldUseThem() {
        ByteBuffer body = attribute(addressHeader(AF_INET6, 64, 0x40, 4), 1, ip("2001:db8::100"));
        assertThat(NetlinkMessages.address(body.flip()))
                .hasValueSatisfying(carried -> assertThat(carried.tentative()).isTrue());
    }

    @Test
    void defaultRouteShouldHaveGatewayInterfaceAndMetric() {
        ByteBuffer body = routeHeader(AF_INET, 0, 254, 1);
        attribute(body, 15, 254);
        attribute(body, 5, ip("192.0.2.1"));
        attribute(body, 4, 2);
        attribute(body, 6, 100);
        assertThat(NetlinkMessages.defaultRoutes(body.flip()))
                .containsExactly(new DefaultRoute(IpAddress.of("192.0.2.1"), 2, 100));
    }

    @Test
    void defaultRouteWithSeveralGatewaysShouldGiveEachOfThem() {
        ByteBuffer hops = buffer();
        for (int i = 1; i <= 2; i++) {
            hops.putShort((short) 16).putShort((short) 0).putInt(i);
            attribute(hops, 5, ip("192.0.2." + i));
        }
        ByteBuffer body = attribute(routeHeader(AF_INET, 0, 254, 1), 6, 50);
        attribute(body, 9, hops.flip());
        assertThat(NetlinkMessages.defaultRoutes(body.flip()))
                .containsExactly(
                        new DefaultRoute(IpAddress.of("192.0.2.1"), 1, 50),
                        new DefaultRoute(IpAddress.of("192.0.2.2"), 2, 50));
    }

    @Test
    void defaultRouteOfIpv4OverAnIpv6GatewayShouldBeOneOfIpv4() {
        ByteBuffer via = buffer().putShort((short) AF_INET6).put(ip("fe80::1"));
        ByteBuffer body = attribute(routeHeader(AF_INET, 0, 254, 1), 4, 2);
        attribute(body, 18, via.flip());
        assertThat(NetlinkMessages.defaultRoutes(body.flip()))
                .containsExactly(new DefaultRoute(IpAddress.of("fe80::1"), 2, 0, false));
    }

    @ParameterizedTest
    @CsvSource({"24, 254, 1", "0, 255, 1", "0, 100, 1", "0, 254, 7"})
    void routeThatIsNotADefaultOneOfTheMainTableShouldBeLeftOut(int prefix, int table, int type) {
        ByteBuffer body = attribute(routeHeader(AF_INET, prefix, table, type), 5, ip("192.0.2.1"));
        attribute(body, 4, 2);
        assertThat(NetlinkMessages.defaultRoutes(body.flip())).isEmpty();
    }

    @Test
    void messagesCutShortAnywhereShouldNeverThrow() {
        ByteBuffer link = attribute(linkHeader(7, 1), 3, text("eth0"));
        ByteBuffer address = attribute(addressHeader(AF_INET, 24, 0, 4), 2, ip("192.0.2.100"));
        attribute(address, 8, 0x80);
        ByteBuffer hops = buffer().putShort((short) 16).putShort((short) 0).putInt(1);
        attribute(hops, 5, ip("192.0.2.1"));
        ByteBuffer route = attribute(routeHeader(AF_INET, 0, 254, 1), 9, hops.flip());
        for (ByteBuffer whole : List.of(link, address, route)) {
            int end = whole.position();
            for (int length = 0; length < end; length++) {
                ByteBuffer cut =
                        whole.duplicate().order(whole.order()).position(0).limit(length);
                assertThatCode(() -> {
                            NetlinkMessages.link(cut);
                            NetlinkMessages.address(cut);
                            NetlinkMessages.defaultRoutes(cut);
                        })
                        .as("%d bytes", length)
                        .doesNotThrowAnyException();
            }
        }
    }
}
