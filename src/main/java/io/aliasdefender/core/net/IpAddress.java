package io.aliasdefender.core.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address, without scope, never a name.
 *
 * <p>Not {@link InetAddress}, because its parser also asks the DNS and accepts {@code 10.1} and {@code 010.0.0.1}.
 *
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address; an IPv4 address as an unsigned 32-bit number
 * @param v6 whether this is IPv6
 */
public record IpAddress(long high, long low, boolean v6) implements Comparable<IpAddress> {
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    /** An IPv4 address from its four bytes or an IPv6 address from its sixteen, in network order. */
    public static IpAddress of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case V4_BYTES -> ofV4(buffer.getInt());
            case V6_BYTES -> new IpAddress(buffer.getLong(), buffer.getLong(), true);
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** An IPv4 address from its 32 bits. */
    public static IpAddress ofV4(int bits) {
        return new IpAddress(0, Integer.toUnsignedLong(bits), false);
    }

    /** Reads a literal; fails loudly. For literals in code and tests. */
    public static IpAddress of(String literal) {
        return parse(literal).orElseThrow(() -> new IllegalArgumentException("not an IP address: " + literal));
    }

    /**
     * Reads a dotted quad without leading zeros or an RFC 4291 IPv6 literal without scope.
     *
     * @return empty when the text is anything else, a host name included; this never asks the DNS
     */
    public static Optional<IpAddress> parse(String text) {
        Matcher quad = DOTTED_QUAD.matcher(text);
        if (quad.matches()) {
            int bits = 0;
            for (int group = 1; group <= V4_BYTES; group++) {
                int octet = Integer.parseInt(quad.group(group));
                if (octet > 255) {
                    return Optional.empty();
                }
                bits = bits << 8 | octet;
            }
            return Optional.of(ofV4(bits));
        }
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return Optional.empty();
        }
        try {
            // With a colon in it the JDK treats the text as a literal and never resolves it.
            InetAddress parsed = InetAddress.getByName(text);
            return parsed instanceof Inet6Address ? Optional.of(of(parsed.getAddress())) : Optional.empty();
        } catch (UnknownHostException notALiteral) {
            return Optional.empty();
        }
    }

    /*
     * Spelled out, here and in the other values that are looked up at every probe or address: what the compiler makes
     * of a record goes through method handles, which have to be made at each start and which a JVM without its second
     * compiler does not inline.
     */

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && low == that.low && high == that.high && v6 == that.v6;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    /** The four or sixteen bytes in network order. */
    public byte[] toBytes() {
        return v6
                ? ByteBuffer.allocate(V6_BYTES).putLong(high).putLong(low).array()
                : ByteBuffer.allocate(V4_BYTES).putInt((int) low).array();
    }

    /** How many bits an address of this family has: 32 or 128. */
    public int bits() {
        return v6 ? 128 : 32;
    }

    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    public boolean isLoopback() {
        return v6 ? high == 0 && low == 1 : low >>> 24 == 127;
    }

    public boolean isMulticast() {
        return v6 ? high >>> 56 == 0xff : low >>> 28 == 0xe;
    }

    /** Valid on one link only: 169.254.0.0/16 or fe80::/10. */
    public boolean isLinkLocal() {
        return v6 ? high >>> 54 == 0x3fa : low >>> 16 == 0xa9fe;
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = Boolean.compare(v6, other.v6);
        int byHigh = byFamily != 0 ? byFamily : Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Dotted quad, or RFC 5952 form for IPv6. */
    @Override
    public String toString() {
        return v6 ? rfc5952() : (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
    }

    /** RFC 5952: lower case, no leading zeros, the first longest run of at least two zero groups as "::". */
    private String rfc5952() {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? high >>> 48 - 16 * i : low >>> 48 - 16 * (i - 4)) & 0xffff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
