package io.aliasdefender.platform;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the default routes from {@code netstat -rn} of Solaris, the BSDs and macOS. */
public final class NetstatRoutes {
    private static final Set<String> DEFAULT = Set.of("default", "0.0.0.0", "0.0.0.0/0", "::/0");

    private NetstatRoutes() {}

    /** In the order of the text, which is that of preference. */
    public static List<DefaultRoute> parse(String text, IfconfigList.Listed host) {
        List<DefaultRoute> routes = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length < 3 || !DEFAULT.contains(words[0])) {
                continue;
            }
            String[] gateway = words[1].split("%");
            Optional<IpAddress> address = IpAddress.parse(gateway[0]);
            // U: up; G: over a router, and not an interface's own network.
            if (address.isPresent() && words[2].contains("U") && words[2].contains("G")) {
                link(words, gateway, address.get(), host)
                        .ifPresent(link -> routes.add(new DefaultRoute(address.get(), link.index(), routes.size())));
            }
        }
        return routes;
    }

    /** Its name is in a later column (which one, differs), behind the gateway's {@code %}, or, on Solaris, nowhere. */
    private static Optional<Link> link(String[] words, String[] gateway, IpAddress address, IfconfigList.Listed host) {
        if (gateway.length > 1) {
            // Valid on that interface alone.
            return named(gateway[1], host).findFirst();
        }
        return Stream.of(words)
                .skip(3)
                .map(word -> word.split(":")[0])
                .flatMap(name -> named(name, host))
                .findFirst()
                .or(() -> around(address, host));
    }

    private static Stream<Link> named(String name, IfconfigList.Listed host) {
        return host.links().stream().filter(link -> link.name().equals(name));
    }

    private static Optional<Link> around(IpAddress address, IfconfigList.Listed host) {
        return host.addresses().stream()
                .filter(carried ->
                        carried.address().contains(address) && carried.address().prefixLength() > 0)
                .map(Carried::linkIndex)
                .flatMap(index -> host.links().stream().filter(link -> link.index() == index))
                .findFirst();
    }
}
