package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import java.util.Optional;

/** The own address of a host, written as an address or as a name. */
final class HostAddress {
    private HostAddress() {}

    /** Reads an address, or asks the host's resolver for a name; that may take as long as the DNS does. */
    static Verdict<IpAddress> of(String text, HostFacts host) {
        if (AddressText.looksLikeAddress(text)) {
            Verdict<IpAddress> verdict = AddressText.address(text);
            return verdict instanceof Verdict.Right<IpAddress> right
                    ? usable(right.value(), right.value().toString())
                    : verdict;
        }
        if (!Names.isHost(text)) {
            return Verdict.wrong(
                    Quoted.of(text) + " is neither an IP address nor a host name",
                    "write an address such as 192.0.2.11");
        }
        Optional<IpAddress> resolved = host.resolver().resolve(text);
        if (resolved.isEmpty()) {
            return Verdict.wrongNow(
                    Quoted.of(text)
                            + (host.resolver().ranOutOfTime(text)
                                    ? " was not resolved within " + Lookups.LIMIT.toSeconds() + " s"
                                    : " cannot be resolved"),
                    "write its address, or enter it in /etc/hosts");
        }
        return usable(resolved.get(), Quoted.of(text) + " resolves to " + resolved.get() + ", which");
    }

    private static Verdict<IpAddress> usable(IpAddress address, String subject) {
        Optional<String> why = AddressText.whyNoHostAddress(address)
                .or(() ->
                        Optional.of("is a link-local address").filter(reason -> address.v6() && address.isLinkLocal()));
        return why.<Verdict<IpAddress>>map(reason ->
                        Verdict.wrong(subject + " " + reason, "write the address that the other hosts reach it by"))
                .orElseGet(() -> Verdict.right(address));
    }
}
