package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the kernel lets through to the ARP socket of host a when host b speaks. Needs root. */
class ArpSocketIT {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress SECOND = IpAddress.of("192.0.2.101");
    private static final IpAddress CLIENT = IpAddress.of("192.0.2.50");
    private static final IpAddress SERVER = IpAddress.of("192.0.2.60");
    private static final MacAddress CLIENT_MAC = MacAddress.of("02:00:00:00:00:50");
    private static final int REPLIES = 4_000;

    private static Namespaces net;
    private static String a;
    private static String b;
    private static MacAddress ofA;
    private static MacAddress ofB;
    /** The last frame of each test, which shows that those before it had their chance. */
    private static ArpPacket last;

    @BeforeAll
    static void build() throws Exception {
        Namespaces.requireRoot();
        net = new Namespaces();
        a = net.host("a");
        b = net.host("b");
        ofA = net.mac(a);
        ofB = net.mac(b);
        last = new ArpPacket(true, ofB, SERVER, ofA, CLIENT);
        int index = net.index(a);
        // A port of the switch needs a moment to come up.
        try (ArpSocket socket = NetNs.call(a, () -> ArpSocket.open(index, ofA))) {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            do {
                send(BROADCAST, last);
            } while (socket.receive(1, packet -> {}) == 0 && System.nanoTime() < deadline);
        }
    }

    @AfterAll
    static void tearDown() {
        if (net != null) {
            net.close();
        }
    }

    private static void send(MacAddress to, ArpPacket... packets) throws Exception {
        int index = net.index(b);
        try (NativeSocket socket =
                NetNs.call(b, () -> NativeSocket.open(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0, 256, ByteOrder.BIG_ENDIAN))) {
            for (ArpPacket packet : packets) {
                socket.prepare();
                SocketAddresses.putLink(socket.to, ArpSocket.ETHERTYPE, index, to);
                packet.put(socket.out);
                assertThat(socket.send()).isEmpty();
            }
        }
    }

    /** What is heard of these broadcasts, in their order. */
    private static List<ArpPacket> heard(Optional<Set<IpAddress>> concerned, ArpPacket... packets) throws Exception {
        int index = net.index(a);
        try (ArpSocket socket = NetNs.call(a, () -> ArpSocket.open(index, ofA))) {
            concerned.ifPresent(
                    addresses -> assertThat(socket.hearAbout(addresses)).isEmpty());
            send(BROADCAST, packets);
            send(ofA, last);
            List<ArpPacket> heard = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!heard.contains(last) && System.nanoTime() < deadline) {
                // More than the parser takes would be counted.
                assertThat(socket.receive(16, heard::add)).isLessThanOrEqualTo(heard.size());
                Thread.onSpinWait();
            }
            assertThat(heard).endsWith(last);
            return heard.subList(0, heard.size() - 1);
        }
    }

    @Test
    void questionThatConcernsNobodyHereShouldNotWakeThisProcess() throws Exception {
        ArpPacket aboutTheAlias = ArpPacket.request(CLIENT_MAC, CLIENT, ALIAS);
        ArpPacket fromTheSecond = ArpPacket.request(CLIENT_MAC, SECOND, SERVER);
        ArpPacket probe = ArpPacket.probe(CLIENT_MAC, SECOND);
        ArpPacket announcement = ArpPacket.announcement(CLIENT_MAC, ALIAS);
        ArpPacket replyToAll = ArpPacket.announcementAsReply(CLIENT_MAC, ALIAS);

        List<ArpPacket> heard = heard(
                Optional.of(Set.of(ALIAS, SECOND)),
                ArpPacket.request(CLIENT_MAC, CLIENT, SERVER),
                aboutTheAlias,
                ArpPacket.probe(CLIENT_MAC, SERVER),
                fromTheSecond,
                probe,
                announcement,
                ArpPacket.announcement(CLIENT_MAC, CLIENT),
                replyToAll);

        assertThat(heard).containsExactly(aboutTheAlias, fromTheSecond, probe, announcement, replyToAll);
    }

    @Test
    void questionsShouldAllBeHeardBeforeItIsSaidWhatConcerns() throws Exception {
        ArpPacket other = ArpPacket.request(CLIENT_MAC, CLIENT, SERVER);
        assertThat(heard(Optional.empty(), other)).containsExactly(other);
    }

    @Test
    void manyAddressesShouldBeFilteredAndTooManyShouldNotBeLost() throws Exception {
        ArpPacket other = ArpPacket.request(CLIENT_MAC, CLIENT, SERVER);
        Set<IpAddress> addresses = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            addresses.add(IpAddress.ofV4(0x0a000000 + i));
        }
        ArpPacket concerns = ArpPacket.request(CLIENT_MAC, CLIENT, IpAddress.of("10.0.3.231"));
        assertThat(heard(Optional.of(addresses), other, concerns)).containsExactly(concerns);

        addresses.add(ALIAS);
        assertThat(heard(Optional.of(addresses), other, concerns)).containsExactly(other, concerns);
    }

    @Test
    void frameOfOurOwnShouldNotBeReceived() throws Exception {
        int index = net.index(a);
        try (ArpSocket socket = NetNs.call(a, () -> ArpSocket.open(index, ofA));
                ArpSocket speaker = NetNs.call(a, () -> ArpSocket.openToSend(index, ofA))) {
            assertThat(speaker.announce(ALIAS)).isEmpty();
            send(ofA, last);
            List<ArpPacket> heard = new ArrayList<>();
            int frames = 0;
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (heard.isEmpty() && System.nanoTime() < deadline) {
                frames += socket.receive(16, heard::add);
                Thread.onSpinWait();
            }
            assertThat(heard).containsExactly(last);
            assertThat(frames).isEqualTo(1);
        }
    }

    @Test
    void thousandsOfRepliesAtOnceShouldAllBeKept() throws Exception {
        int index = net.index(a);
        try (ArpSocket socket = NetNs.call(a, () -> ArpSocket.open(index, ofA))) {
            ArpPacket[] replies = new ArpPacket[REPLIES];
            for (int i = 0; i < REPLIES; i++) {
                replies[i] = new ArpPacket(true, ofB, IpAddress.ofV4(0x0a000000 + i), ofA, CLIENT);
            }
            send(ofA, replies);
            send(ofA, last);
            Set<ArpPacket> heard = new HashSet<>();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!heard.contains(last) && System.nanoTime() < deadline) {
                socket.receive(256, heard::add);
            }
            assertThat(heard).hasSize(REPLIES + 1);
        }
    }

    @Test
    void questionOfAWatchingDefenderShouldCarryItsMark() throws Exception {
        int indexOfA = net.index(a);
        int indexOfB = net.index(b);
        try (ArpSocket socket = NetNs.call(a, () -> ArpSocket.open(indexOfA, ofA));
                ArpSocket defender = NetNs.call(b, () -> ArpSocket.openToSend(indexOfB, ofB))) {
            assertThat(defender.watch(CLIENT, ALIAS, Optional.empty())).isEmpty();
            assertThat(defender.watch(CLIENT, ALIAS, Optional.of(ofA))).isEmpty();
            List<ArpPacket> heard = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (heard.size() < 2 && System.nanoTime() < deadline) {
                socket.receive(16, heard::add);
                Thread.onSpinWait();
            }
            assertThat(heard).hasSize(2).allMatch(packet -> packet.mark() == Mark.WATCH);
        }
    }
}
