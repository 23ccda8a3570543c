package io.aliasdefender.failover;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.probe.ProbePlan;
import io.aliasdefender.core.probe.ProbeTarget;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Settings;
import io.aliasdefender.core.spec.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the settings mean on this host, given what its kernel has. Pure. */
final class Topology {
    /** The reply time-out of a first miss never goes below so many spacings of the burst. */
    private static final int TIMEOUT_SPACINGS = 2;

    private Topology() {}

    /** What the kernel has of one alias. Compared exactly: address and prefix. */
    static Observed observe(KernelView kernel, Placement placement) {
        Optional<Link> link = kernel.link(placement.interfaceName());
        boolean present = false;
        List<Placement> strays = new ArrayList<>();
        for (Carried carried : kernel.addresses()) {
            if (!carried.address().address().equals(placement.address().address())) {
                continue;
            }
            boolean here =
                    link.filter(own -> own.index() == carried.linkIndex()).isPresent();
            if (here && carried.address().equals(placement.address())) {
                present = true;
            } else {
                kernel.link(carried.linkIndex())
                        .filter(other -> !other.loopback())
                        .ifPresent(
                                other -> strays.add(new Placement(carried.address(), other.name(), carried.label())));
            }
        }
        return new Observed(present, strays, link.filter(Link::usable).isPresent());
    }

    /** The addresses that can prove, over this interface, that our own network works; with the words for each. */
    static Map<IpAddress, String> witnesses(KernelView kernel, Settings settings, String interfaceName, boolean v6) {
        Map<IpAddress, String> witnesses = new LinkedHashMap<>();
        for (Witness witness : settings.witnesses()) {
            if (witness instanceof Witness.Fixed fixed) {
                witnesses.putIfAbsent(fixed.address(), "witness " + fixed.address());
            } else {
                kernel.defaultRouter(interfaceName, v6).ifPresent(router -> witnesses.put(router, "router " + router));
            }
        }
        return witnesses;
    }

    /** Everything that is to be probed. */
    static ProbePlan plan(KernelView kernel, Settings settings, Map<String, Map<IpAddress, String>> witnesses) {
        Map<IpAddress, ProbeTarget> targets = new LinkedHashMap<>();
        for (AliasSpec spec : settings.aliases()) {
            Duration minTimeout = spec.policy().confirmSpacing().multipliedBy(TIMEOUT_SPACINGS);
            targets.put(
                    spec.address(),
                    new ProbeTarget(
                            spec.address(),
                            Optional.of(spec.placement().interfaceName()),
                            spec.policy().interval(),
                            minTimeout,
                            true));
            for (Node node : spec.others()) {
                targets.putIfAbsent(node.address(), host(kernel, settings, spec, node.address(), minTimeout));
            }
            for (IpAddress witness : witnesses
                    .getOrDefault(spec.placement().interfaceName(), Map.of())
                    .keySet()) {
                targets.putIfAbsent(witness, host(kernel, settings, spec, witness, minTimeout));
            }
        }
        return new ProbePlan(List.copyOf(targets.values()));
    }

    private static ProbeTarget host(
            KernelView kernel, Settings settings, AliasSpec spec, IpAddress address, Duration minTimeout) {
        String name = spec.placement().interfaceName();
        return new ProbeTarget(
                address,
                onLink(kernel, name, address) ? Optional.of(name) : Optional.empty(),
                settings.interval(),
                minTimeout,
                false);
    }

    /** Whether an address is reached over this interface without a router, so that it can be asked by ARP. */
    private static boolean onLink(KernelView kernel, String interfaceName, IpAddress address) {
        return kernel.link(interfaceName)
                .map(link -> kernel.addresses().stream()
                        .anyMatch(carried -> carried.linkIndex() == link.index()
                                && carried.address().prefixLength() < address.bits()
                                && carried.address().contains(address)))
                .orElse(false);
    }
}
