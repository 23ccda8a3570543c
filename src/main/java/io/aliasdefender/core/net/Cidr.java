package io.aliasdefender.core.net;

import java.util.Optional;

/**
 * An address with the length of its network's prefix, as an interface carries it: {@code 192.0.2.100/24}.
 *
 * @param address the host address, not the network's
 * @param prefixLength 0 to {@link IpAddress#bits()}
 */
public record Cidr(IpAddress address, int prefixLength) {
    public Cidr {
        if (prefixLength < 0 || prefixLength > address.bits()) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " of " + address);
        }
    }

    /** Reads {@code ADDRESS/LENGTH}; fails loudly. For literals in code and tests. */
    public static Cidr of(String literal) {
        return parse(literal).orElseThrow(() -> new IllegalArgumentException("not ADDRESS/PREFIX: " + literal));
    }

    /** Reads {@code ADDRESS/LENGTH}; empty when it is anything else. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9]\\d{0,2}")) {
            return Optional.empty();
        }
        int length = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> length <= address.bits())
                .map(address -> new Cidr(address, length));
    }

    /** The prefix length of a dotted IPv4 netmask; empty when its ones are not all to the left. */
    public static Optional<Integer> prefixLengthOf(IpAddress netmask) {
        int bits = (int) netmask.low();
        int length = Integer.bitCount(bits);
        return !netmask.v6() && bits == maskBits(length) ? Optional.of(length) : Optional.empty();
    }

    /** Whether the other address lies in this network. */
    public boolean contains(IpAddress other) {
        if (other.v6() != address.v6()) {
            return false;
        }
        if (!address.v6()) {
            int mask = maskBits(prefixLength);
            return ((int) address.low() & mask) == ((int) other.low() & mask);
        }
        long highMask = mask64(Math.min(prefixLength, 64));
        long lowMask = mask64(Math.max(prefixLength - 64, 0));
        return (address.high() & highMask) == (other.high() & highMask)
                && (address.low() & lowMask) == (other.low() & lowMask);
    }

    /** The dotted netmask of an IPv4 network. */
    public IpAddress netmask() {
        requireV4();
        return IpAddress.ofV4(maskBits(prefixLength));
    }

    /** Whether the network has a directed broadcast address: IPv6 knows none, and a /31 or /32 has no room (RFC 3021). */
    public boolean hasBroadcast() {
        return !address.v6() && prefixLength < 31;
    }

    /** The network's directed broadcast address (IPv4); the address itself where there is none. */
    public IpAddress broadcast() {
        requireV4();
        return hasBroadcast() ? IpAddress.ofV4((int) address.low() | ~maskBits(prefixLength)) : address;
    }

    /** The network's own address (IPv4 or IPv6): all host bits zero. */
    public IpAddress network() {
        return address.v6()
                ? new IpAddress(
                        address.high() & mask64(Math.min(prefixLength, 64)),
                        address.low() & mask64(Math.max(prefixLength - 64, 0)),
                        true)
                : IpAddress.ofV4((int) address.low() & maskBits(prefixLength));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that && prefixLength == that.prefixLength && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + prefixLength;
    }

    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }

    private void requireV4() {
        if (address.v6()) {
            throw new IllegalStateException(address + " is not IPv4");
        }
    }

    private static int maskBits(int length) {
        return length == 0 ? 0 : -1 << 32 - length;
    }

    private static long mask64(int length) {
        return length == 0 ? 0 : -1L << 64 - length;
    }
}
