package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Node;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * What must be known of this host to understand a configuration file that is the same on every host.
 *
 * @param kernel its interfaces and addresses at this moment
 * @param hostName what this host calls itself; names it in a {@code hostname.alias} configuration
 * @param nodeName which node this host is, where the user said so ({@code --node})
 * @param resolver finds the address of a host name; may take as long as the DNS does
 * @param before which node this host was when it was asked last: its own address may be gone for a moment
 * @param elsewhere whether this is a stand-in for a host that cannot be asked: nothing is said about what depends on it
 */
public record Host(
        KernelView kernel,
        String hostName,
        Optional<String> nodeName,
        Resolver resolver,
        Optional<Node> before,
        boolean elsewhere) {

    /** This very host, which nothing is known of from before. */
    public Host(KernelView kernel, String hostName, Optional<String> nodeName, Resolver resolver) {
        this(kernel, hostName, nodeName, resolver, Optional.empty(), false);
    }

    Host with(Resolver other) {
        return new Host(kernel, hostName, nodeName, other, before, elsewhere);
    }

    /** The same host, which was this node until now. */
    Host knownAs(Node self) {
        return new Host(kernel, hostName, nodeName, resolver, Optional.of(self), elsewhere);
    }

    /** A host that asks the system's resolver for names. */
    public static Host of(KernelView kernel, String hostName, Optional<String> nodeName) {
        return new Host(kernel, hostName, nodeName, Host::resolve);
    }

    /**
     * Asks the system's resolver; blocks. Of several addresses the first IPv4 one is taken, and a loopback address
     * only when there is nothing else: many systems list their own name as 127.0.1.1 besides its real address.
     */
    public static Optional<IpAddress> resolve(String name) {
        // Else the JVM remembers for ten seconds that a name is unknown. It looks at this once, at the first name.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .min(Comparator.comparing(InetAddress::isLoopbackAddress)
                            .thenComparing(address -> !(address instanceof Inet4Address)))
                    .map(address -> IpAddress.of(address.getAddress()));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }
}
