package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import org.junit.jupiter.api.Test;

class EchoKeyTest {
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress WITNESS = IpAddress.of("198.51.100.50");
    private static final IpAddress LINK_LOCAL = IpAddress.of("fe80::1");
    private static final long SENT = 123_456_789_012L;

    private final EchoKey key = new EchoKey(0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L);

    /** The bytes 0 to 31 under the key of the bytes 0 to 15, as the authors' test vectors have them. */
    @Test
    void hashShouldBeSipHash24() {
        assertThat(key.hash(
                        0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L, 0x1716_1514_1312_1110L, 0x1f1e_1d1c_1b1a_1918L))
                .isEqualTo(0x7127_512f_72f2_7cceL);
    }

    @Test
    void codeShouldBeTheSameForTheSameQuestion() {
        assertThat(key.code(ALIAS, 0, SENT)).isEqualTo(key.code(ALIAS, 0, SENT));
    }

    @Test
    void codeOfOneTargetShouldBeWorthNothingForAnother() {
        assertThat(key.code(WITNESS, 0, SENT)).isNotEqualTo(key.code(ALIAS, 0, SENT));
    }

    @Test
    void codeOfOneMomentShouldBeWorthNothingForAnother() {
        assertThat(key.code(ALIAS, 0, SENT + 1)).isNotEqualTo(key.code(ALIAS, 0, SENT));
    }

    @Test
    void codeOfOneLinkShouldBeWorthNothingForAnother() {
        assertThat(key.code(LINK_LOCAL, 3, SENT)).isNotEqualTo(key.code(LINK_LOCAL, 2, SENT));
    }

    @Test
    void codeShouldTellFamiliesApartWhoseAddressesHaveTheSameBits() {
        assertThat(key.code(new IpAddress(0, ALIAS.low(), true), 0, SENT)).isNotEqualTo(key.code(ALIAS, 0, SENT));
    }

    @Test
    void codeOfOneProcessShouldBeWorthNothingForAnother() {
        assertThat(EchoKey.random().code(ALIAS, 0, SENT))
                .isNotEqualTo(EchoKey.random().code(ALIAS, 0, SENT));
    }
}
