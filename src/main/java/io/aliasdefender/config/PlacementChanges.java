package io.aliasdefender.config;

import io.aliasdefender.config.Subnets.Subnet;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What becomes of the places of aliases while the interfaces of this host come and go. */
final class PlacementChanges {
    private PlacementChanges() {}

    /**
     * Whether an alias that has no place, or one that is gone, could have one on an interface that is there now.
     *
     * @param subnets those of the same view
     */
    static boolean mayBeFound(Settings running, KernelView kernel, Subnets subnets) {
        List<AliasSpec> lost = running.aliases().stream()
                .filter(spec -> kernel.link(spec.placement().interfaceName()).isEmpty())
                .toList();
        return lost.stream().anyMatch(spec -> !subnets.around(spec.address()).isEmpty());
    }

    /**
     * Whether the subnet of an alias came to an interface or left one, be it that a network manager moved an address of
     * this host to a bridge, a bond or a VLAN: an alias for which no interface is written follows it.
     */
    static boolean mayHaveMoved(Settings running, Subnets before, Subnets now) {
        List<Subnet> changed = before.differenceTo(now);
        return !changed.isEmpty()
                && running.aliases().stream()
                        .map(AliasSpec::address)
                        .anyMatch(alias ->
                                changed.stream().anyMatch(subnet -> subnet.own().contains(alias)));
    }

    /** The subnets of this host, as far as aliases do not make them. */
    static Subnets subnets(Settings running, KernelView kernel) {
        return new Subnets(
                kernel, running.aliases().stream().map(AliasSpec::address).collect(Collectors.toSet()));
    }

    /**
     * The new settings, with the present place of every alias for which they have none: an interface whose addresses are
     * wiped for a moment is no reason to take an alias off it.
     */
    static Settings kept(Settings running, Settings next) {
        Map<Object, Placement> known = running.aliases().stream()
                .map(AliasSpec::placement)
                .filter(Placement::placed)
                .collect(Collectors.toMap(Placement::address, Function.identity()));
        return next.defending(next.aliases().stream()
                .map(spec -> spec.placement().placed()
                        ? spec
                        : placed(
                                spec,
                                Optional.ofNullable(known.get(spec.placement().address()))))
                .toList());
    }

    private static AliasSpec placed(AliasSpec spec, Optional<Placement> place) {
        return place.map(spec::at).orElse(spec);
    }

    /** The aliases that have no place and did not wait for one before. */
    static List<AliasSpec> newlyLost(Settings running, Settings next) {
        Set<Object> waiting = running.aliases().stream()
                .map(AliasSpec::placement)
                .filter(placement -> !placement.placed())
                .map(Placement::address)
                .collect(Collectors.toSet());
        return next.aliases().stream()
                .filter(spec -> !spec.placement().placed())
                .filter(spec -> !waiting.contains(spec.placement().address()))
                .toList();
    }
}
