package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a probe costs before it is sent and after it was received, in the buffers that the sockets use. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private static final short IDENTIFIER = 0x1234;
    private static final long SENT = 42;
    private static final int IP_HEADER_BYTES = 20;
    private static final byte ECHO_REPLY = 0;
    private static final MacAddress SELF = MacAddress.of("02:00:00:00:00:11");
    private static final IpAddress OWN = IpAddress.of("192.0.2.11");
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");

    private final ByteBuffer out = ByteBuffer.allocateDirect(2048);
    private final ByteBuffer echoReply = ByteBuffer.allocateDirect(2048);
    private final ByteBuffer arpReply = ByteBuffer.allocateDirect(2048);
    private final EchoKey key = EchoKey.random();
    private short sequence;

    @Setup
    public void prepare() {
        echoReply.put(0, (byte) 0x45);
        echoReply.position(IP_HEADER_BYTES);
        IcmpEcho.putRequest(echoReply, false, IDENTIFIER, (short) 7, key.code(ALIAS, 0, SENT), SENT);
        echoReply.put(IP_HEADER_BYTES, ECHO_REPLY);
        echoReply.flip();
        new ArpPacket(true, SELF, ALIAS, SELF, OWN).put(arpReply);
        arpReply.flip();
        if (!decodeEcho() || decodeArp().isEmpty()) {
            throw new IllegalStateException("the packets to be decoded are not right");
        }
    }

    @Benchmark
    public ByteBuffer encodeEcho() {
        out.clear();
        IcmpEcho.putRequest(out, false, IDENTIFIER, sequence++, key.code(ALIAS, 0, sequence), sequence);
        return out;
    }

    @Benchmark
    public boolean decodeEcho() {
        int start = IcmpEcho.reply(echoReply, false, true);
        return start != IcmpEcho.NONE
                && IcmpEcho.code(echoReply, start) == key.code(ALIAS, 0, IcmpEcho.sentNanos(echoReply, start));
    }

    @Benchmark
    public ByteBuffer encodeArp() {
        out.clear();
        ArpPacket.request(SELF, OWN, ALIAS).put(out);
        return out;
    }

    @Benchmark
    public Optional<ArpPacket> decodeArp() {
        return ArpPacket.parse(arpReply);
    }
}
