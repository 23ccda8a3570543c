package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a frame of somebody else. Needs root. */
class OverhearSocketIT {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");
    private static final int LLDP = 0x88cc;
    /** A frame of IEEE 802.3 says its length here; spanning tree's are such. */
    private static final int BPDU = 0x0026;

    private static final int VLAN = 0x8100;

    private static Namespaces net;
    private static String a;
    private static String b;

    @BeforeAll
    static void build() throws Exception {
        Namespaces.requireRoot();
        net = new Namespaces();
        a = net.host("a");
        b = net.host("b");
        for (String host : List.of(a, b)) {
            Namespaces.ip("netns", "exec", host, "sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=1");
        }
        awaitPath();
    }

    /** A port of the switch needs a moment to come up. */
    private static void awaitPath() throws Exception {
        int index = net.index(a);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try (OverhearSocket socket = NetNs.call(a, () -> OverhearSocket.open(index))) {
            do {
                send(ArpSocket.ETHERTYPE);
            } while (socket.receive(1, sender -> {}) == 0 && System.nanoTime() < deadline);
        }
    }

    @AfterAll
    static void tearDown() {
        if (net != null) {
            net.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SocketAddresses.ETHERTYPE_IPV4, SocketAddresses.ETHERTYPE_IPV6, ArpSocket.ETHERTYPE})
    void frameOfAnotherHostShouldBeOverheard(int etherType) throws Exception {
        assertThat(sendersAfter(etherType)).containsExactly(net.mac(b));
    }

    @ParameterizedTest
    @ValueSource(ints = {LLDP, BPDU, VLAN})
    void frameOfASwitchOrOfAnotherVlanShouldNotBeOverheard(int etherType) throws Exception {
        // The ARP frame after it shows that it had its chance.
        assertThat(sendersAfter(etherType, ArpSocket.ETHERTYPE)).containsExactly(net.mac(b));
    }

    @Test
    void frameOfOurOwnShouldNotBeOverheard() throws Exception {
        int index = net.index(a);
        MacAddress mac = net.mac(a);
        try (OverhearSocket socket = NetNs.call(a, () -> OverhearSocket.open(index));
                ArpSocket own = NetNs.call(a, () -> ArpSocket.open(index, mac))) {
            assertThat(own.probe(IpAddress.of("192.0.2.100"))).isEmpty();
            send(ArpSocket.ETHERTYPE);
            assertThat(await(socket)).containsExactly(net.mac(b));
        }
    }

    /** Sends frames from b, and gives the senders that a overhears up to the first of them. */
    private List<MacAddress> sendersAfter(int... etherTypes) throws Exception {
        int index = net.index(a);
        try (OverhearSocket socket = NetNs.call(a, () -> OverhearSocket.open(index))) {
            send(etherTypes);
            return await(socket);
        }
    }

    private static void send(int... etherTypes) throws Exception {
        int index = net.index(b);
        try (NativeSocket socket =
                NetNs.call(b, () -> NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, 256, ByteOrder.BIG_ENDIAN))) {
            for (int etherType : etherTypes) {
                socket.prepare();
                SocketAddresses.putLink(socket.to, etherType, index, BROADCAST);
                socket.out.put(content(etherType));
                assertThat(socket.send()).isEmpty();
            }
        }
    }

    /** Bridges drop IP packets that are not sound. */
    private static byte[] content(int etherType) {
        ByteBuffer content = ByteBuffer.allocate(64);
        switch (etherType) {
            case SocketAddresses.ETHERTYPE_IPV4 -> {
                content.putInt(0x45000014).putInt(0).putInt(0x40fd0000);
                content.putInt(0xc000020c).putInt(0xffffffff);
                content.putShort(10, Checksum.of(content, 0, 20));
            }
            case SocketAddresses.ETHERTYPE_IPV6 ->
                NeighbourPacket.probe(IpAddress.of("2001:db8::100")).put(content);
            case ArpSocket.ETHERTYPE ->
                ArpPacket.probe(MacAddress.of("02:00:00:00:00:0b"), IpAddress.of("192.0.2.100"))
                        .put(content);
            case VLAN -> content.putShort((short) 5).putShort((short) ArpSocket.ETHERTYPE);
            default -> content.putLong(0);
        }
        return Arrays.copyOf(content.array(), content.position());
    }

    /** All that is there when the first is there: frames arrive in the order in which they were sent. */
    private static List<MacAddress> await(OverhearSocket socket) {
        List<MacAddress> senders = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (senders.isEmpty() && System.nanoTime() < deadline) {
            socket.receive(16, senders::add);
            Thread.onSpinWait();
        }
        socket.receive(16, senders::add);
        return senders;
    }
}
