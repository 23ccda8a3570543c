package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses among several interfaces of this host that are in an alias's subnet: a docking station, Wi-Fi, a macvlan. */
final class InterfaceChooser {
    private final KernelView kernel;
    private final Optional<IpAddress> own;

    /** @param own this host's address of the configuration */
    InterfaceChooser(KernelView kernel, Optional<IpAddress> own) {
        this.kernel = kernel;
        this.own = own;
    }

    /**
     * An interface, and why it is this one.
     *
     * @param why as a clause, such as {@code has the best default route}
     */
    record Chosen(String interfaceName, String why) {}

    /**
     * The same one at each reading as long as the host is the same, so that a reload moves nothing.
     *
     * @param names of the interfaces, one at least
     */
    Chosen among(List<String> names, IpAddress alias) {
        return own.flatMap(address -> carrying(address, names))
                .map(name -> new Chosen(name, "has this host's own address " + own.get()))
                .or(() -> ofBestRoute(names, alias.v6()).map(name -> new Chosen(name, "has the best default route")))
                .or(() -> carrying(alias, names).map(name -> new Chosen(name, "has it already")))
                .orElseGet(() -> new Chosen(names.get(0), "is the first of them"));
    }

    private Optional<String> carrying(IpAddress address, List<String> names) {
        return kernel.carried(address).stream()
                .map(Carried::linkIndex)
                .flatMap(this::name)
                .filter(names::contains)
                .findFirst();
    }

    private Optional<String> ofBestRoute(List<String> names, boolean v6) {
        return kernel.routes().stream()
                .filter(route -> route.v6() == v6)
                .filter(route -> name(route.linkIndex()).anyMatch(names::contains))
                .min(Comparator.comparingInt(DefaultRoute::metric))
                .flatMap(route -> name(route.linkIndex()).findFirst());
    }

    private Stream<String> name(int linkIndex) {
        return kernel.link(linkIndex).map(Link::name).stream();
    }
}
