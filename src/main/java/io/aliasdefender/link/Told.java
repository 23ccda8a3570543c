package io.aliasdefender.link;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.link.protocol.AliasTold;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.Settings;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What this host tells the others. */
record Told(HostTold host, List<AliasTold> aliases, List<MacTold> macs) {
    static final Told NOTHING = new Told(new HostTold(Known.UNKNOWN, false, false), List.of(), List.of());
    /** Half of a message at the most, so that there is room for aliases. */
    private static final int MOST_MACS = 12;

    static Told of(Settings settings, NodeStatus status, KernelView kernel, boolean maintenance) {
        return new Told(
                new HostTold(hearsWitness(settings, status), maintenance, false),
                status.aliases().stream()
                        .map(alias -> told(alias, kernel, maintenance))
                        .toList(),
                macs(settings, kernel));
    }

    Told stopping() {
        return new Told(new HostTold(host.hearsWitness(), host.maintenance(), true), aliases, macs);
    }

    private static Known hearsWitness(Settings settings, NodeStatus status) {
        Set<String> nodes = settings.nodes().stream().map(Node::name).collect(Collectors.toSet());
        Set<HostState> states = status.hosts().stream()
                .filter(host -> !nodes.contains(host.name()))
                .map(NodeStatus.HostStatus::state)
                .collect(Collectors.toSet());
        return states.contains(HostState.ANSWERING)
                ? Known.YES
                : states.contains(HostState.SILENT) ? Known.NO : Known.UNKNOWN;
    }

    private static AliasTold told(AliasStatus alias, KernelView kernel, boolean maintenance) {
        // What the kernel has, and not what we believe to hold.
        Known has = kernel.links().isEmpty()
                ? Known.UNKNOWN
                : kernel.carries(alias.placement().address().address()) ? Known.YES : Known.NO;
        boolean stops = switch (alias.phase()) {
            case RELEASING, STOPPED -> true;
            case STARTING,
                    WATCHING,
                    CONFIRMING,
                    VACANT,
                    READY,
                    CLAIMING,
                    HOLDING,
                    HANDING_OVER,
                    RESTORING,
                    STANDING_ASIDE,
                    SUSPENDED -> false;
        };
        boolean wants = switch (alias.phase()) {
            case STARTING, HANDING_OVER, RELEASING, STANDING_ASIDE, SUSPENDED, STOPPED -> false;
            case WATCHING, CONFIRMING, VACANT, READY, CLAIMING, HOLDING, RESTORING -> true;
        };
        return new AliasTold(
                alias.placement().address().address(),
                has,
                wants,
                wants && alias.placement().placed(),
                maintenance,
                stops,
                Math.max(0, Math.min(AliasTold.MOST_AGE_MILLIS, alias.phaseAge().toMillis())));
    }

    /** Of the host's own addresses, those of the configuration first. */
    private static List<MacTold> macs(Settings settings, KernelView kernel) {
        Set<Object> aliases = new HashSet<>();
        settings.aliases().forEach(alias -> aliases.add(alias.address()));
        return kernel.addresses().stream()
                .filter(carried -> !aliases.contains(carried.address().address()))
                .filter(carried -> !carried.address().address().isLinkLocal())
                .flatMap(carried -> kernel.links().stream()
                        .filter(link -> link.index() == carried.linkIndex() && link.neighbourly())
                        .map(link -> new MacTold(carried.address(), link.mac())))
                .sorted(Comparator.comparing(
                        told -> !told.address().address().equals(settings.self().address())))
                .limit(MOST_MACS)
                .toList();
    }
}
