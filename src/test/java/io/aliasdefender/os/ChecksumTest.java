package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {
    @ParameterizedTest
    @CsvSource({
        "0001f203f4f5f6f7, 220d", // the example of RFC 1071, section 3
        "'', ffff",
        "01, feff", // an odd last byte is the high one
        "ffffffff, 0",
    })
    void checksumOfBytesShouldBeAsInTheRfc(String bytes, String expected) {
        ByteBuffer packet = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
        assertThat(Checksum.of(packet, 0, packet.limit())).isEqualTo((short) Integer.parseInt(expected, 16));
    }
}
