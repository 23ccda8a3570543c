package io.aliasdefender.config;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** IP addresses as people write them, and the mistakes they make. */
final class AddressText {
    private static final String FORM = "write an address such as 192.0.2.11 or 2001:db8::11";
    private static final String FORM_WITH_PREFIX =
            "write an address with its prefix such as 192.0.2.100/24 or 2001:db8::100/64";

    private AddressText() {}

    /** Whether somebody who wrote this meant an address and not a host name. */
    static boolean looksLikeAddress(String text) {
        return text.indexOf(':') >= 0 || text.indexOf('/') >= 0 || text.matches("[\\d.]+");
    }

    /** Reads an address without a prefix. */
    static Verdict<IpAddress> address(String text) {
        Optional<IpAddress> parsed = IpAddress.parse(text);
        if (parsed.isPresent()) {
            return Verdict.right(parsed.get());
        }
        int slash = text.indexOf('/');
        if (slash >= 0 && IpAddress.parse(text.substring(0, slash)).isPresent()) {
            return Verdict.wrong(
                    Quoted.of(text) + " has a prefix where only an address belongs",
                    "write " + text.substring(0, slash));
        }
        return diagnose(text, FORM);
    }

    private static <T> Verdict<T> diagnose(String text, String form) {
        int scope = text.indexOf('%');
        if (scope >= 0 && IpAddress.parse(text.substring(0, scope)).isPresent()) {
            return Verdict.wrong(
                    Quoted.of(text) + " has a scope", "write it without " + Quoted.of(text.substring(scope)));
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return Verdict.wrong(Quoted.of(text) + " is in brackets", "write it without them");
        }
        if (text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            String plain = Arrays.stream(text.split("\\."))
                    .map(octet -> Integer.toString(Integer.parseInt(octet)))
                    .collect(Collectors.joining("."));
            return IpAddress.parse(plain).isPresent()
                    ? Verdict.wrong(
                            Quoted.of(text) + " has a leading zero, which many programs read as octal",
                            "write " + plain)
                    : Verdict.wrong(Quoted.of(text) + " has a number above 255", form);
        }
        return Verdict.wrong(Quoted.of(text) + " is not an IP address", form);
    }

    /**
     * Reads {@code ADDRESS/PREFIX}.
     *
     * @param probablePrefix what to suggest when the prefix is missing
     */
    static Verdict<Cidr> withPrefix(String text, ToIntFunction<IpAddress> probablePrefix) {
        int slash = text.indexOf('/');
        String written = slash < 0 ? text : text.substring(0, slash);
        Optional<IpAddress> address = IpAddress.parse(written);
        if (address.isEmpty()) {
            return diagnose(written, FORM_WITH_PREFIX);
        }
        if (slash < 0) {
            return Verdict.wrong(
                    address.get() + " has no prefix length",
                    "write " + new Cidr(address.get(), probablePrefix.applyAsInt(address.get())));
        }
        return prefix(text.substring(slash + 1), address.get());
    }

    private static Verdict<Cidr> prefix(String text, IpAddress address) {
        Optional<Cidr> parsed = Cidr.parse(address + "/" + text);
        if (parsed.isPresent() && parsed.get().prefixLength() > 0) {
            return Verdict.right(parsed.get());
        }
        Optional<Integer> dotted = IpAddress.parse(text).flatMap(Cidr::prefixLengthOf);
        if (dotted.isPresent()) {
            return Verdict.wrong(
                    Quoted.of(address + "/" + text) + " has a netmask where the prefix length belongs",
                    "write " + address + "/" + dotted.get());
        }
        return Verdict.wrong(
                Quoted.of(address + "/" + text) + " has no possible prefix length",
                "write " + address + "/1 to " + address + "/" + address.bits());
    }

    /**
     * Reads the netmask of an address: {@code 255.255.255.0} or {@code /24}.
     */
    static Verdict<Cidr> withNetmask(IpAddress address, String mask, ToIntFunction<IpAddress> probablePrefix) {
        String probable = "/" + probablePrefix.applyAsInt(address);
        if (mask.startsWith("/")) {
            Optional<Cidr> parsed = Cidr.parse(address + mask).filter(cidr -> cidr.prefixLength() > 0);
            return parsed.<Verdict<Cidr>>map(Verdict::right)
                    .orElseGet(() -> Verdict.wrong(
                            Quoted.of(mask) + " is not a prefix length of " + address, "write " + probable));
        }
        Optional<IpAddress> dotted = IpAddress.parse(mask).filter(parsed -> !parsed.v6());
        if (address.v6() || dotted.isEmpty()) {
            String form = address.v6() ? probable : "255.255.255.0 or " + probable;
            return Verdict.wrong(Quoted.of(mask) + " is not a netmask of " + address, "write " + form);
        }
        return dotted.flatMap(Cidr::prefixLengthOf)
                .filter(length -> length > 0)
                .<Verdict<Cidr>>map(length -> Verdict.right(new Cidr(address, length)))
                .orElseGet(() -> Verdict.wrong(
                        Quoted.of(mask) + " does not have all its ones to the left",
                        "write 255.255.255.0 or " + probable));
    }

    /** Why an address can belong to no host that others talk to; empty when it can. */
    static Optional<String> whyNoHostAddress(IpAddress address) {
        if (address.isUnspecified()) {
            return Optional.of("is the unspecified address");
        }
        if (address.isLoopback()) {
            return Optional.of("is a loopback address, which is every host itself");
        }
        if (address.isMulticast()) {
            return Optional.of("is a multicast address");
        }
        if (!address.v6() && address.low() >>> 24 == 0) {
            return Optional.of("is in 0.0.0.0/8, which no host may use (RFC 1122, 3.2.1.3)");
        }
        if (!address.v6() && address.low() >>> 28 == 0xf) {
            return Optional.of("is in 240.0.0.0/4, which no host may use (RFC 1112, 4)");
        }
        return Optional.empty();
    }
}
