package io.aliasdefender.failover;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.core.spec.Witnesses;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the settings mean on this host, given what its kernel has. Pure. */
final class Topology {
    private static final MacAddress NO_LINK_ADDRESS = new MacAddress(0);

    private Topology() {}

    /**
     * What the kernel has of one alias. Compared exactly: address and prefix. An IPv6 address whose duplicate address
     * detection has not ended well is not held: the kernel does not answer for it, and perhaps another host does.
     */
    static Observed observe(KernelView kernel, Placement placement) {
        Optional<Link> link = kernel.link(placement.interfaceName());
        boolean present = false;
        boolean endless = false;
        List<Placement> strayAddresses = new ArrayList<>();
        for (Carried carried : kernel.carried(placement.address().address())) {
            boolean here =
                    link.filter(own -> own.index() == carried.linkIndex()).isPresent();
            if (here && carried.address().equals(placement.address())) {
                present = !carried.tentative();
                endless = present && carried.validSeconds() == Carried.FOREVER;
            } else {
                kernel.link(carried.linkIndex())
                        .filter(other -> !other.loopback())
                        .ifPresent(other ->
                                strayAddresses.add(new Placement(carried.address(), other.name(), carried.label())));
            }
        }
        return new Observed(
                present,
                strayAddresses,
                link.filter(Link::usable).isPresent(),
                link.map(Link::neighbourly).orElse(true),
                link.map(Link::mac).orElse(NO_LINK_ADDRESS),
                endless);
    }

    /** What proves that our own network works for the aliases of this link and family: what any of them names. */
    static Witnesses witnesses(KernelView kernel, Settings settings, LinkFamily family) {
        Set<Witness> listed = new LinkedHashSet<>();
        for (AliasSpec spec : settings.aliases()) {
            if (LinkFamily.of(spec).equals(family)) {
                listed.addAll(spec.witnesses().orElse(settings.witnesses()));
            }
        }
        return Witnesses.of(
                listed.isEmpty() ? settings.witnesses() : listed,
                settings.nodes(),
                kernel,
                family.linkName(),
                family.v6());
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
