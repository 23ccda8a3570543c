package io.aliasdefender.announce;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.address.AddressChanger;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.Namespaces;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.os.Netlink;
import io.aliasdefender.payload.Settings.AddressTool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking an address on host a, as real kernels see it. Needs root. */
class AnnouncerIT {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static Namespaces net;
    private static String a;
    private static String c;

    @BeforeAll
    static void build() throws Exception {
        Namespaces.requireRoot();
        net = new Namespaces();
        a = net.host("a");
        c = net.host("c");
        ip("-n", a, "address", "add", "192.0.2.11/24", "dev", "eth0");
        ip("-n", c, "address", "add", "192.0.2.13/24", "dev", "eth0");
        ip("-n", c, "address", "add", "2001:db8::13/64", "dev", "eth0", "nodad");
    }

    @AfterAll
    static void tearDown() {
        if (net != null) {
            net.close();
        }
    }

    @Test
    void addressOfIpv6WhenAddedShouldBeUsableAtOnceAndNeverTheSourceOfOurOwnConnections() throws Exception {
        Placement alias = placement("2001:db8::101/64");

        assertThat(add(alias).result()).isInstanceOf(CommandResult.Done.class);

        KernelView.Carried carried = kernel(a).addresses().stream()
                .filter(address -> address.address().equals(alias.address()))
                .findFirst()
                .orElseThrow();
        assertThat(carried.tentative())
                .as("no duplicate address detection goes on")
                .isFalse();
        assertThat(ip("-n", a, "-o", "-6", "address", "show", "to", "2001:db8::101"))
                .contains(" deprecated ", " nodad ", "preferred_lft 0sec", "valid_lft forever");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.100/24", "2001:db8::100/64"})
    void cacheOfAThirdHostWhenTheAddressIsAnnouncedShouldForgetTheOldHolder(String address) throws Exception {
        Placement alias = placement(address);
        IpAddress ip = alias.address().address();
        ip(
                "-n",
                c,
                "neighbour",
                "replace",
                ip.toString(),
                "lladdr",
                "02:00:00:00:00:0b",
                "nud",
                "stale",
                "dev",
                "eth0");
        add(alias);

        String expected = net.mac(a).toString();
        // A port of the switch needs a moment to come up, so that the first announcement may get lost.
        awaitTrue(() -> {
            announce(alias);
            return neighbour(c, ip).contains(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void announcementOfIpv6ShouldSayThatTheHostIsARouterExactlyWhenItForwards(boolean forwards) throws Exception {
        String value = forwards ? "1" : "0";
        ip("netns", "exec", a, "sysctl", "-qw", "net.ipv6.conf.eth0.forwarding=" + value);
        Placement alias = placement("2001:db8::103/64");
        IpAddress ip = alias.address().address();
        add(alias);
        String mac = forwards ? "02:00:00:00:00:0b" : "02:00:00:00:00:0c";
        ip("-n", c, "neighbour", "replace", ip.toString(), "lladdr", mac, "nud", "stale", "dev", "eth0");

        String expected = net.mac(a).toString();
        awaitTrue(() -> {
            announce(alias);
            return neighbour(c, ip).contains(expected);
        });

        assertThat(neighbour(c, ip).contains(" router ")).isEqualTo(forwards);
    }

    @Test
    void socketsThatOnlySendShouldLetNothingQueueUp() throws Exception {
        int index = net.index(a);
        MacAddress mac = net.mac(a);
        int otherIndex = net.index(c);
        MacAddress otherMac = net.mac(c);
        IpAddress v4 = IpAddress.of("192.0.2.102");
        IpAddress v6 = IpAddress.of("2001:db8::102");
        try (ArpSocket arp = NetNs.call(a, () -> ArpSocket.openToSend(index, mac));
                NdSocket nd = NetNs.call(a, () -> NdSocket.openToSend(index, mac));
                ArpSocket arpEars = NetNs.call(a, () -> ArpSocket.open(index, mac));
                NdSocket ndEars = NetNs.call(a, () -> NdSocket.open(index, mac));
                ArpSocket otherArp = NetNs.call(c, () -> ArpSocket.open(otherIndex, otherMac));
                NdSocket otherNd = NetNs.call(c, () -> NdSocket.open(otherIndex, otherMac))) {
            awaitTrue(() -> otherArp.announce(v4).isEmpty() && arpEars.receive(8, packet -> {}) > 0);
            awaitTrue(() -> otherNd.announce(v6).isEmpty() && ndEars.receive(8, (packet, sender) -> {}) > 0);

            assertThat(arp.receive(8, packet -> {})).isZero();
            assertThat(nd.receive(8, (packet, sender) -> {})).isZero();
        }
    }

    private static Placement placement(String address) {
        return new Placement(Cidr.of(address), "eth0", Optional.empty());
    }

    private static AddressApplied add(Placement alias) throws Exception {
        return NetNs.call(a, () -> {
            try (AddressChanger changer = AddressChanger.of(AddressTool.IP)) {
                return changer.apply(List.of(new AddressAction(1, AddressAction.Kind.ADD, alias)))
                        .get(0);
            }
        });
    }

    private static void announce(Placement alias) {
        try {
            Optional<String> problem = NetNs.call(a, () -> {
                try (Announcer announcer = new Announcer()) {
                    return announcer.announce(alias, true, Netlink.readOnce());
                }
            });
            assertThat(problem).isEmpty();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static String neighbour(String namespace, IpAddress address) {
        try {
            return ip("-n", namespace, "neighbour", "show", address.toString());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static KernelView kernel(String namespace) throws Exception {
        return NetNs.call(namespace, Netlink::readOnce);
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() < deadline) {
            met = condition.getAsBoolean();
        }
        assertThat(met).isTrue();
    }
}
