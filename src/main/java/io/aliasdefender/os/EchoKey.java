package io.aliasdefender.os;

import io.aliasdefender.core.net.IpAddress;
import java.security.SecureRandom;

/**
 * The secret by which this process knows the answers to its own echo requests: each request carries a code over whom it
 * asks, on which link and when, and only an answer brings it back. A code that one target was sent is worth nothing for
 * another target or another moment, and nobody else can make one. One thread only.
 *
 * <p>SipHash-2-4 (Aumasson and Bernstein, 2012) was made for short messages like these: 64 bits, and no object for any of
 * thousands of probes a second, which the JDK's HMAC would need.
 */
final class EchoKey {
    private static final long INITIAL_0 = 0x736f6d6570736575L;
    private static final long INITIAL_1 = 0x646f72616e646f6dL;
    private static final long INITIAL_2 = 0x6c7967656e657261L;
    private static final long INITIAL_3 = 0x7465646279746573L;
    /** The last word of the message: how many bytes there were before it. */
    private static final long LENGTH = 32L << 56;

    private static final long FINALIZATION = 0xff;

    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    EchoKey(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** One that nobody knows. It is kept nowhere, so no answer to an earlier process counts. */
    static EchoKey random() {
        SecureRandom random = new SecureRandom();
        return new EchoKey(random.nextLong(), random.nextLong());
    }

    /**
     * The code of a request.
     *
     * @param scope the interface's index where the address alone does not say which link is meant, else 0
     */
    long code(IpAddress target, int scope, long sentNanos) {
        return code(target, scope, 0, sentNanos);
    }

    /**
     * The same with a mark, which tells requests to one host apart that were sent from different addresses.
     *
     * @param mark 0: none; less than 2^31
     */
    long code(IpAddress target, int scope, int mark, long sentNanos) {
        // The family tells 192.0.2.1 from ::c000:201, which have the same bits.
        long place = (long) mark << 33 | Integer.toUnsignedLong(scope) << 1 | (target.v6() ? 1 : 0);
        return hash(target.high(), target.low(), place, sentNanos);
    }

    /** Of a message of four words, each with its lowest byte first. */
    long hash(long word0, long word1, long word2, long word3) {
        v0 = key0 ^ INITIAL_0;
        v1 = key1 ^ INITIAL_1;
        v2 = key0 ^ INITIAL_2;
        v3 = key1 ^ INITIAL_3;
        compress(word0);
        compress(word1);
        compress(word2);
        compress(word3);
        compress(LENGTH);
        v2 ^= FINALIZATION;
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32) + v3;
        v2 += v1;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
