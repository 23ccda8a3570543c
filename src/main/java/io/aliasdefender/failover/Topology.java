package io.aliasdefender.failover;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the settings mean on this host, given what its kernel has. Pure. */
final class Topology {
    private Topology() {}

    /**
     * What the kernel has of one alias. Compared exactly: address and prefix. An IPv6 address whose duplicate address
     * detection has not ended well is not held: the kernel does not answer for it, and perhaps another host does.
     */
    static Observed observe(KernelView kernel, Placement placement) {
        Optional<Link> link = kernel.link(placement.interfaceName());
        boolean present = false;
        List<Placement> strays = new ArrayList<>();
        for (Carried carried : kernel.carried(placement.address().address())) {
            boolean here =
                    link.filter(own -> own.index() == carried.linkIndex()).isPresent();
            if (here && carried.address().equals(placement.address())) {
                present = !carried.tentative();
            } else {
                kernel.link(carried.linkIndex())
                        .filter(other -> !other.loopback())
                        .ifPresent(
                                other -> strays.add(new Placement(carried.address(), other.name(), carried.label())));
            }
        }
        return new Observed(
                present,
                strays,
                link.filter(Link::usable).isPresent(),
                link.map(Link::neighbourly).orElse(true));
    }

    /**
     * The addresses that can prove that our own network works for aliases of this family; with the words for each.
     *
     * <p>An answer by IPv4 does not prove that our IPv6 works: were it broken, the living holder of an IPv6 alias would
     * be silent for us alone, and taking over would make two holders. So the other family counts only where somebody
     * listed nothing but addresses of that family, and thereby wants it.
     */
    static Map<IpAddress, String> witnesses(KernelView kernel, Settings settings, LinkFamily family) {
        Map<IpAddress, String> own = new LinkedHashMap<>();
        Map<IpAddress, String> foreign = new LinkedHashMap<>();
        boolean handPicked = true;
        for (Witness witness : settings.witnesses()) {
            if (witness instanceof Witness.Fixed fixed) {
                Map<IpAddress, String> which = family.isOf(fixed.address()) ? own : foreign;
                which.putIfAbsent(fixed.address(), "witness " + fixed.address());
            } else {
                handPicked = false;
                // A node that is the router of the others proves nothing about the network when it is down.
                kernel.defaultRouters(family.linkName(), family.v6()).stream()
                        .filter(router -> settings.nodes().stream()
                                .noneMatch(node -> node.address().equals(router)))
                        .forEach(router -> own.putIfAbsent(router, "router " + router));
            }
        }
        return own.isEmpty() && handPicked ? foreign : own;
    }

    /**
     * Everything that is to be asked, and what the answers prove.
     *
     * @param takes whether this host takes an alias when it falls silent
     */
    static Watchlist watchlist(
            KernelView kernel,
            Settings settings,
            Map<LinkFamily, Map<IpAddress, String>> witnesses,
            Predicate<IpAddress> takes) {
        return new Asking(new Ways(kernel, settings), settings, witnesses).all(takes);
    }
}
