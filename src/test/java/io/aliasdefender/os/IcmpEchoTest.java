package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpEchoTest {
    private static final short IDENTIFIER = 0x1234;
    private static final short SEQUENCE = 7;
    private static final long CODE = 0x0123_4567_89ab_cdefL;
    private static final long SENT = 123_456_789_012L;
    private static final int LINK = 3;
    private static final int IP_HEADER_BYTES = 24; // with one option word, so that its length must be read

    private static ByteBuffer request(boolean v6) {
        ByteBuffer packet = ByteBuffer.allocate(64);
        IcmpEcho.putRequest(packet, v6, IDENTIFIER, SEQUENCE, CODE, SENT, LINK);
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
    void requestOfIpv4ShouldHaveTypeIdentifierSequenceAndASoundChecksum() {
        ByteBuffer packet = request(false);
        assertThat(packet.get(0)).isEqualTo((byte) 8);
        assertThat(packet.getShort(4)).isEqualTo(IDENTIFIER);
        assertThat(packet.getShort(6)).isEqualTo(SEQUENCE);
        assertThat(Checksum.of(packet, 0, packet.limit())).isZero();
    }

    @Test
    void requestOfIpv6ShouldLeaveTheChecksumToTheKernel() {
        ByteBuffer packet = request(true);
        assertThat(packet.get(0)).isEqualTo((byte) 128);
        assertThat(packet.getShort(2)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replyShouldBringBackTheCodeAndWhenAndOverWhichLinkItsRequestWasSent(boolean v6) {
        int start = IcmpEcho.reply(reply(v6), v6, false);
        assertThat(start).isZero();
        assertThat(IcmpEcho.code(reply(v6), start)).isEqualTo(CODE);
        assertThat(IcmpEcho.sentNanos(reply(v6), start)).isEqualTo(SENT);
        assertThat(IcmpEcho.link(reply(v6), start)).isEqualTo(LINK);
    }

    @Test
    void replyBehindAnIpHeaderShouldBeginWhereTheHeaderEnds() {
        ByteBuffer packet = withIpHeader(reply(false));
        int start = IcmpEcho.reply(packet, false, true);
        assertThat(start).isEqualTo(IP_HEADER_BYTES);
        assertThat(IcmpEcho.code(packet, start)).isEqualTo(CODE);
        assertThat(IcmpEcho.sentNanos(packet, start)).isEqualTo(SENT);
    }

    @Test
    void requestReplyOfAnotherFamilyOrWithACodeNumberShouldBeIgnored() {
        assertThat(IcmpEcho.reply(reply(true), false, false)).isEqualTo(IcmpEcho.NONE);
        assertThat(IcmpEcho.reply(request(false), false, false)).isEqualTo(IcmpEcho.NONE);
        assertThat(IcmpEcho.reply(reply(false).put(1, (byte) 1), false, false)).isEqualTo(IcmpEcho.NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replyCutShortAnywhereShouldBeIgnored(boolean withIpHeader) {
        ByteBuffer whole = withIpHeader ? withIpHeader(reply(false)) : reply(false);
        for (int length = 0; length < whole.capacity() && length < whole.limit(); length++) {
            ByteBuffer cut = whole.duplicate().limit(length);
            assertThat(IcmpEcho.reply(cut, false, withIpHeader))
                    .as("%d bytes", length)
                    .isEqualTo(IcmpEcho.NONE);
        }
    }
}
