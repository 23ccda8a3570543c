package io.aliasdefender.core.net;

import java.util.HexFormat;

/**
 * A 48-bit link-layer address.
 *
 * @param bits the address as an unsigned 48-bit number
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {
    private static final int BYTES = 6;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    /** From six bytes at an offset, in network order. */
    public static MacAddress of(byte[] bytes, int offset) {
        long bits = 0;
        for (int i = 0; i < BYTES; i++) {
            bits = bits << 8 | bytes[offset + i] & 0xff;
        }
        return new MacAddress(bits);
    }

    /** Reads {@code 02:00:00:00:00:01}; fails loudly. */
    public static MacAddress of(String literal) {
        return new MacAddress(Long.parseLong(literal.replace(":", ""), 16));
    }

    /** The six bytes in network order. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (bits >>> 8 * (BYTES - 1 - i));
        }
        return bytes;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MacAddress that && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    @Override
    public String toString() {
        return COLONS.formatHex(toBytes());
    }
}
