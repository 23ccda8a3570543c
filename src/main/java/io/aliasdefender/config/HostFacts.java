package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Settings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What must be known of this host to understand a configuration file that is the same on every host.
 *
 * @param kernel its interfaces and addresses at this moment
 * @param hostName what this host calls itself; names it in a {@code hostname.alias} configuration
 * @param nodeName which node this host is, where the user said so ({@code --node})
 * @param resolver finds the address of a host name; may take as long as the DNS does
 * @param before what this host was when it was asked last: its own address may be gone for a moment
 * @param elsewhere whether this is a stand-in for a host that cannot be asked: nothing is said about what depends on it
 */
public record HostFacts(
        KernelView kernel,
        String hostName,
        Optional<String> nodeName,
        Resolver resolver,
        Optional<Before> before,
        boolean elsewhere) {

    /** This very host, which nothing is known of from before. */
    public HostFacts(KernelView kernel, String hostName, Optional<String> nodeName, Resolver resolver) {
        this(kernel, hostName, nodeName, resolver, Optional.empty(), false);
    }

    HostFacts with(Resolver other) {
        return new HostFacts(kernel, hostName, nodeName, other, before, elsewhere);
    }

    /** The same host, which defends so until now. */
    HostFacts defending(Settings running) {
        Map<IpAddress, String> interfaces = running.aliases().stream()
                .map(AliasSpec::placement)
                .filter(Placement::placed)
                .collect(Collectors.toMap(place -> place.address().address(), Placement::interfaceName));
        return new HostFacts(
                kernel, hostName, nodeName, resolver, Optional.of(new Before(running.self(), interfaces)), elsewhere);
    }

    /**
     * What is known of a host that defends.
     *
     * @param interfaces where each alias goes
     */
    public record Before(Node self, Map<IpAddress, String> interfaces) {}

    /** Where an alias went when this host's own address was there, which it is not at the moment. */
    Optional<String> interfaceBefore(IpAddress alias) {
        return before.filter(known -> !kernel.carries(known.self().address()))
                .flatMap(known -> Optional.ofNullable(known.interfaces().get(alias)))
                .filter(name -> kernel.link(name).isPresent());
    }

    /** A host that asks the system's resolver for names. */
    public static HostFacts of(KernelView kernel, String hostName, Optional<String> nodeName) {
        return new HostFacts(kernel, hostName, nodeName, HostFacts::resolve);
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
