package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArpPacketTest {
    private static final MacAddress SELF = MacAddress.of("02:00:00:00:00:0a");
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress OWN = IpAddress.of("192.0.2.11");
    private static final String HEAD = "0001" + "0800" + "06" + "04";

    private static ByteBuffer bytes(ArpPacket packet) {
        ByteBuffer out = ByteBuffer.allocate(64);
        packet.put(out);
        return out.flip();
    }

    private static String hex(ArpPacket packet) {
        ByteBuffer bytes = bytes(packet);
        byte[] array = new byte[bytes.limit()];
        bytes.get(array);
        return HexFormat.of().formatHex(array);
    }

    @Test
    void probeShouldHaveNoSenderAddress() {
        ArpPacket probe = ArpPacket.probe(SELF, ALIAS);
        assertThat(hex(probe)).isEqualTo(HEAD + "0001" + "02000000000a" + "00000000" + "000000000000" + "c0000264");
        assertThat(probe.isProbe()).isTrue();
        assertThat(probe.isGratuitous()).isFalse();
    }

    @Test
    void requestShouldHaveOurAddressAndBeNeitherProbeNorAnnouncement() {
        ArpPacket request = ArpPacket.request(SELF, OWN, ALIAS);
        assertThat(hex(request)).isEqualTo(HEAD + "0001" + "02000000000a" + "c000020b" + "000000000000" + "c0000264");
        assertThat(request.isProbe()).isFalse();
        assertThat(request.isGratuitous()).isFalse();
    }

    @Test
    void markShouldStandWhereRequestsLeaveOpenWhatStandsThere() {
        ArpPacket watch = ArpPacket.watch(SELF, OWN, ALIAS);
        assertThat(hex(watch)).isEqualTo(HEAD + "0001" + "02000000000a" + "c000020b" + "02414c494153" + "c0000264");
        assertThat(watch.mark()).isEqualTo(Mark.WATCH);
        assertThat(ArpPacket.parse(bytes(watch))).contains(watch);
        assertThat(ArpPacket.request(SELF, OWN, ALIAS).mark()).isEqualTo(Mark.NONE);
        assertThat(ArpPacket.probe(SELF, ALIAS).mark()).isEqualTo(Mark.NONE);
        assertThat(ArpPacket.watchFromNowhere(SELF, ALIAS).mark()).isEqualTo(Mark.WATCH);
        assertThat(ArpPacket.farewell(SELF, Optional.of(OWN), ALIAS).mark()).isEqualTo(Mark.FAREWELL);
        assertThat(ArpPacket.farewell(SELF, Optional.empty(), ALIAS).isProbe()).isFalse();
        assertThat(ArpPacket.watchFromNowhere(SELF, ALIAS).isProbe())
                .as("whoever only watches is no rival of a claim")
                .isFalse();
        assertThat(new ArpPacket(true, SELF, OWN, Mark.WATCH.bits(), ALIAS).mark())
                .as("a reply")
                .isEqualTo(Mark.NONE);
    }

    @Test
    void announcementsShouldNameTheAliasTwice() {
        assertThat(hex(ArpPacket.announcement(SELF, ALIAS)))
                .isEqualTo(HEAD + "0001" + "02000000000a" + "c0000264" + "000000000000" + "c0000264");
        assertThat(hex(ArpPacket.announcementAsReply(SELF, ALIAS)))
                .isEqualTo(HEAD + "0002" + "02000000000a" + "c0000264" + "02000000000a" + "c0000264");
        assertThat(ArpPacket.announcement(SELF, ALIAS).isGratuitous()).isTrue();
        assertThat(ArpPacket.announcementAsReply(SELF, ALIAS).isGratuitous()).isTrue();
    }

    @Test
    void packetWhenWrittenAndReadShouldBeTheSameEvenWithEthernetPadding() {
        ArpPacket packet = new ArpPacket(true, MacAddress.of("fe:dc:ba:98:76:54"), ALIAS, SELF, OWN);
        ByteBuffer padded = bytes(packet);
        padded.limit(46);
        assertThat(ArpPacket.parse(padded)).contains(packet);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "2, 6", "4, 8", "5, 16", "6, 1", "7, 0", "7, 3", "7, 8"})
    void packetOfAnotherKindShouldBeIgnored(int at, byte value) {
        ByteBuffer packet = bytes(ArpPacket.probe(SELF, ALIAS));
        assertThat(ArpPacket.parse(packet)).isPresent();
        assertThat(ArpPacket.parse(packet.put(at, value))).isEmpty();
    }

    @Test
    void packetCutShortAnywhereShouldBeIgnored() {
        ByteBuffer whole = bytes(ArpPacket.probe(SELF, ALIAS));
        for (int length = 0; length < ArpPacket.BYTES; length++) {
            assertThat(ArpPacket.parse(whole.duplicate().limit(length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
    }
}
