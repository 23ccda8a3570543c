package io.aliasdefender.held;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which addresses of this host the defender is answerable for: those that its commands put there, from before the
 * command is run, and those that it found where the configuration has them. Such a one is released like any other when
 * it leaves the configuration while the defender runs; what is left of it after a crash must not be treated otherwise.
 * The kernel has the last word: what it does not have any more is forgotten, and if it comes back it is somebody else's.
 */
final class Held {
    private Map<HeldAddress, String> addresses;
    /** Ordered, and not seen in the kernel yet. */
    private final Set<HeldAddress> awaited = new HashSet<>();

    /** @param before what an earlier daemon was answerable for, each with its interface's name */
    Held(Map<HeldAddress, String> before) {
        addresses = new LinkedHashMap<>(before);
    }

    /** Each with its interface's name, for people. */
    Map<HeldAddress, String> addresses() {
        return Map.copyOf(addresses);
    }

    /**
     * A command is about to add it.
     *
     * @return whether that is news
     */
    boolean adding(Placement placement, KernelView kernel) {
        // Where there is no such interface the command fails.
        Optional<HeldAddress> address = find(placement, kernel);
        if (address.isEmpty() || addresses.containsKey(address.get())) {
            return false;
        }
        addresses.put(address.get(), placement.interfaceName());
        awaited.add(address.get());
        return true;
    }

    /**
     * A command could not add it, or has removed it. Should it be there all the same, and be configured there, the next
     * look takes note of it again.
     */
    boolean gone(Placement placement, KernelView kernel) {
        Optional<HeldAddress> address = find(placement, kernel);
        address.ifPresent(awaited::remove);
        return address.map(addresses::remove).isPresent();
    }

    private static Optional<HeldAddress> find(Placement placement, KernelView kernel) {
        return kernel.link(placement.interfaceName()).map(link -> new HeldAddress(placement.address(), link.index()));
    }

    /**
     * Takes note of what the kernel has.
     *
     * @return whether that is news
     */
    boolean observe(KernelView kernel, Settings settings) {
        Map<Integer, String> links = kernel.links().stream().collect(Collectors.toMap(Link::index, Link::name));
        Map<Cidr, String> configured = new HashMap<>();
        settings.aliases()
                .forEach(alias -> configured.put(
                        alias.placement().address(), alias.placement().interfaceName()));
        Set<IpAddress> nodes = settings.nodes().stream().map(Node::address).collect(Collectors.toSet());
        Map<HeldAddress, String> now = new LinkedHashMap<>();
        for (Carried carried : kernel.addresses()) {
            HeldAddress address = HeldAddress.of(carried);
            String link = links.getOrDefault(carried.linkIndex(), "");
            boolean ours = addresses.containsKey(address) || link.equals(configured.get(carried.address()));
            // The configuration may have made it a host's own address meanwhile.
            if (ours && !nodes.contains(carried.address().address())) {
                now.put(address, link);
                awaited.remove(address);
            }
        }
        awaited.removeIf(address -> !links.containsKey(address.linkIndex()));
        awaited.forEach(address -> now.put(address, links.get(address.linkIndex())));
        boolean news = !now.equals(addresses);
        addresses = now;
        return news;
    }

    /**
     * What this host still has though the configuration does not know it. An alias that is configured elsewhere on this
     * host is none: it is moved, without a gap, by whoever decides about it.
     */
    List<Placement> leftovers(KernelView kernel, Settings settings) {
        Set<IpAddress> configured =
                settings.aliases().stream().map(AliasSpec::address).collect(Collectors.toSet());
        List<Placement> leftovers = new ArrayList<>();
        for (Carried carried : kernel.addresses()) {
            if (addresses.containsKey(HeldAddress.of(carried))
                    && !configured.contains(carried.address().address())) {
                kernel.link(carried.linkIndex())
                        .ifPresent(
                                link -> leftovers.add(new Placement(carried.address(), link.name(), carried.label())));
            }
        }
        return leftovers;
    }
}
