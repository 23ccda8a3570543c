package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NeighbourPacketTest {
    private static final MacAddress SELF = MacAddress.of("02:00:00:00:00:0a");
    private static final IpAddress ALIAS = IpAddress.of("2001:db8::12:3456");
    private static final IpAddress OWN = IpAddress.of("fe80::1");
    private static final int LENGTH_AT = 4;
    private static final int CHECKSUM_AT = 42;
    private static final int OPTION_LENGTH_AT = 65;

    static Stream<NeighbourPacket> packets() {
        return Stream.of(
                NeighbourPacket.probe(ALIAS),
                NeighbourPacket.request(SELF, OWN, ALIAS),
                NeighbourPacket.watch(SELF, OWN, ALIAS),
                NeighbourPacket.announcement(SELF, ALIAS));
    }

    private static ByteBuffer bytes(NeighbourPacket packet) {
        ByteBuffer out = ByteBuffer.allocate(128);
        packet.put(out);
        return out.flip();
    }

    /** As a sender would who means it: the checksum is right for what was changed. */
    private static ByteBuffer withSoundChecksum(ByteBuffer packet) {
        packet.putShort(CHECKSUM_AT, (short) 0);
        IpAddress[] addresses = new IpAddress[2];
        for (int i = 0; i < 2; i++) {
            addresses[i] = new IpAddress(packet.getLong(8 + 16 * i), packet.getLong(16 + 16 * i), true);
        }
        int end = Math.min(40 + (packet.getShort(LENGTH_AT) & 0xffff), packet.limit());
        return packet.putShort(CHECKSUM_AT, Checksum.ofIcmp6(packet, 40, end, addresses[0], addresses[1]));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetWhenWrittenAndReadShouldBeTheSame(NeighbourPacket packet) {
        assertThat(NeighbourPacket.parse(bytes(packet))).contains(packet);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetCutShortAnywhereShouldBeIgnored(NeighbourPacket packet) {
        ByteBuffer whole = bytes(packet);
        for (int length = 0; length < whole.limit(); length++) {
            assertThat(NeighbourPacket.parse(whole.duplicate().limit(length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void announcementOfARouterShouldHaveTheRouterFlagBesideOverride() {
        NeighbourPacket announcement = NeighbourPacket.announcement(SELF, ALIAS);
        ByteBuffer router = ByteBuffer.allocate(128);
        announcement.put(router, true);

        assertThat(bytes(announcement).get(44) & 0xff).isEqualTo(0x20);
        assertThat(router.flip().get(44) & 0xff).isEqualTo(0xa0);
        assertThat(NeighbourPacket.parse(router)).contains(announcement);
    }

    @Test
    void probeShouldComeFromNowhereAndGoToTheSolicitedNodeGroup() {
        NeighbourPacket probe = NeighbourPacket.probe(ALIAS);
        assertThat(probe.isProbe()).isTrue();
        assertThat(probe.source()).isEqualTo(IpAddress.of("::"));
        assertThat(probe.destination()).isEqualTo(IpAddress.of("ff02::1:ff12:3456"));
        assertThat(probe.mac()).isEmpty();
        assertThat(NeighbourPacket.multicastMac(probe.destination())).hasToString("33:33:ff:12:34:56");
        assertThat(NeighbourPacket.request(SELF, OWN, ALIAS).isProbe()).isFalse();
        assertThat(NeighbourPacket.watchFromNowhere(ALIAS).isProbe()).isFalse();
        assertThat(NeighbourPacket.watchFromNowhere(ALIAS).mark()).isEqualTo(Mark.WATCH);
    }

    @Test
    void nonceOfAnotherShouldBeNoMarkOfAWatchingDefender() {
        int nonceAt = 40 + 24 + 8;
        ByteBuffer packet = bytes(NeighbourPacket.watch(SELF, OWN, ALIAS));
        assertThat(packet.get(nonceAt)).isEqualTo((byte) 14);
        packet.put(nonceAt + 7, (byte) 1);
        assertThat(NeighbourPacket.parse(withSoundChecksum(packet))).hasValueSatisfying(read -> {
            assertThat(read.mark()).isEqualTo(Mark.NONE);
            assertThat(read.mac()).contains(SELF);
        });
    }

    @Test
    void announcementShouldOverrideWhatCachesHave() {
        ByteBuffer packet = bytes(NeighbourPacket.announcement(SELF, ALIAS));
        assertThat(packet.getInt(44)).isEqualTo(0x20000000);
        assertThat(packet.get(7)).isEqualTo((byte) 255);
        assertThat(NeighbourPacket.parse(packet))
                .hasValueSatisfying(read -> assertThat(read.destination()).isEqualTo(IpAddress.of("ff02::1")));
    }

    @Test
    void packetWithAWrongChecksumShouldBeIgnored() {
        ByteBuffer packet = bytes(NeighbourPacket.announcement(SELF, ALIAS));
        assertThat(NeighbourPacket.parse(packet.putShort(CHECKSUM_AT, (short) (packet.getShort(CHECKSUM_AT) + 1))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 64", // IPv4
        "6, 17", // UDP
        "7, -2", // forwarded by a router: hop limit 254
        "40, 133", // router solicitation
        "40, 137", // redirect
        "41, 1", // code
        "48, -1", // a multicast target
        "65, 0", // an option of no length
        "65, 2", // an option that is longer than the packet
    })
    void packetOfAnotherKindShouldBeIgnoredThoughItsChecksumIsSound(int at, int value) {
        ByteBuffer packet = bytes(NeighbourPacket.announcement(SELF, ALIAS)).put(at, (byte) value);
        assertThat(NeighbourPacket.parse(withSoundChecksum(packet))).isEmpty();
    }

    @Test
    void packetWithOtherOptionsShouldBeReadWithoutAnAddress() {
        ByteBuffer packet = bytes(NeighbourPacket.announcement(SELF, ALIAS));
        packet.put(OPTION_LENGTH_AT - 1, (byte) 14); // a nonce (RFC 3971)
        assertThat(NeighbourPacket.parse(withSoundChecksum(packet)))
                .hasValueSatisfying(read -> assertThat(read.mac()).isEqualTo(Optional.empty()));
    }
}
