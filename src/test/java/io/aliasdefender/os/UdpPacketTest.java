package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpPacketTest {
    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.11, 192.0.2.12, 41444c4b, 4500 0020 00004000 4011b6b5 c000020b c000020c 21992199 000c aafc 41444c4b",
        // An odd last byte.
        "192.0.2.11, 192.0.2.12, 41444c4b21, 4500 0021 00004000 4011b6b4 c000020b c000020c 21992199 000d 89fa 41444c4b21",
        "2001:db8::11, 2001:db8::12, 41444c4b21, 60000000 000d1140 20010db8000000000000000000000011"
                + " 20010db8000000000000000000000012 21992199 000d b27d 41444c4b21",
        // A sum of 0 is written as ffff: 0 would say that there is none, which IPv6 does not allow.
        "2001:db8::11, 2001:db8::12, 6113, 60000000 000a1140 20010db8000000000000000000000011"
                + " 20010db8000000000000000000000012 21992199 000a ffff 6113",
    })
    void packetShouldHaveTheBytesThatAnotherImplementationMakes(
            String from, String to, String payload, String expected) {
        ByteBuffer packet = ByteBuffer.allocate(100);
        UdpPacket.put(packet, IpAddress.of(from), IpAddress.of(to), 8601, bytes(payload));

        byte[] made = Arrays.copyOf(packet.array(), packet.position());
        assertThat(made).isEqualTo(bytes(expected));
    }

    @Test
    void headerShouldBeTheOneOfTheOftenCitedExample() {
        ByteBuffer packet = ByteBuffer.allocate(200);
        UdpPacket.put(packet, IpAddress.of("192.168.0.1"), IpAddress.of("192.168.0.199"), 53, new byte[87]);

        assertThat(Arrays.copyOf(packet.array(), 20))
                .isEqualTo(bytes("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7"));
    }

    @Test
    void bufferShouldHoldTheLargestDatagramOfEitherFamily() {
        for (String host : List.of("192.0.2.", "2001:db8::")) {
            byte[] payload = new byte[1_232];
            ByteBuffer packet = ByteBuffer.allocate(UdpPacket.MOST_HEADER_BYTES + payload.length);
            UdpPacket.put(packet, IpAddress.of(host + "11"), IpAddress.of(host + "12"), 8601, payload);

            // The least that every IPv6 link carries (RFC 8200, section 5).
            assertThat(packet.position()).isLessThanOrEqualTo(1_280);
        }
    }
}
