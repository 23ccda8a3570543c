package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpEchoTest {
    private static final long COOKIE = 0x0123_4567_89ab_cdefL;
    private static final long SENT = 123_456_789_012L;
    private static final int IP_HEADER_BYTES = 24; // with one option word, so that its length must be read

    private static ByteBuffer request(boolean v6) {
        ByteBuffer packet = ByteBuffer.allocate(64);
        IcmpEcho.putRequest(packet, v6, 0x1_0007, COOKIE, SENT);
        return packet.flip();
    }

    /** What a host makes of the request: the same with another type. */
    private static ByteBuffer reply(boolean v6) {
        return request(v6).put(0, (byte) (v6 ? 129 : 0));
    }

    private static ByteBuffer withIpHeader(ByteBuffer message) {
        return ByteBuffer.allocate(IP_HEADER_BYTES + message.limit())
                .put(0, (byte) (0x40 | IP_HEADER_BYTES / 4))
                .put(IP_HEADER_BYTES, message, 0, message.limit());
    }

    @Test
    void requestOfIpv4ShouldHaveTypeSequenceAndASoundChecksum() {
        ByteBuffer packet = request(false);
        assertThat(packet.get(0)).isEqualTo((byte) 8);
        assertThat(packet.getShort(6)).isEqualTo((short) 7);
        assertThat(Checksum.of(packet, 0, packet.limit())).isZero();
    }

    @Test
    void requestOfIpv6ShouldLeaveTheChecksumToTheKernel() {
        ByteBuffer packet = request(true);
        assertThat(packet.get(0)).isEqualTo((byte) 128);
        assertThat(packet.getShort(2)).isZero();
    }

    @Test
    void replyShouldTellWhenItsRequestWasSent() {
        assertThat(IcmpEcho.sentNanosOfReply(reply(false), false, false, COOKIE))
                .hasValue(SENT);
        assertThat(IcmpEcho.sentNanosOfReply(reply(true), true, false, COOKIE)).hasValue(SENT);
        assertThat(IcmpEcho.sentNanosOfReply(withIpHeader(reply(false)), false, true, COOKIE))
                .hasValue(SENT);
    }

    @Test
    void replyOfAnotherProgramOrFamilyShouldBeIgnored() {
        assertThat(IcmpEcho.sentNanosOfReply(reply(false), false, false, COOKIE + 1))
                .isEmpty();
        assertThat(IcmpEcho.sentNanosOfReply(reply(true), false, false, COOKIE)).isEmpty();
        assertThat(IcmpEcho.sentNanosOfReply(request(false), false, false, COOKIE))
                .isEmpty();
        assertThat(IcmpEcho.sentNanosOfReply(reply(false).put(1, (byte) 1), false, false, COOKIE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replyCutShortAnywhereShouldBeIgnored(boolean withIpHeader) {
        ByteBuffer whole = withIpHeader ? withIpHeader(reply(false)) : reply(false);
        for (int length = 0; length < whole.capacity() && length < whole.limit(); length++) {
            ByteBuffer cut = whole.duplicate().limit(length);
            assertThat(IcmpEcho.sentNanosOfReply(cut, false, withIpHeader, COOKIE))
                    .as("%d bytes", length)
                    .isEqualTo(OptionalLong.empty());
        }
    }
}
