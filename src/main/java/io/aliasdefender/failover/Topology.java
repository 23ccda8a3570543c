package io.aliasdefender.failover;

import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the settings mean on this host, given what its kernel has. Pure. */
final class Topology {
    /** The reply time-out of a first miss never goes below so many spacings of the burst. */
    private static final int TIMEOUT_SPACINGS = 2;

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
        return new Observed(present, strays, link.filter(Link::usable).isPresent());
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
                kernel.defaultRouter(family.linkName(), family.v6())
                        .ifPresent(router -> own.put(router, "router " + router));
            }
        }
        return own.isEmpty() && handPicked ? foreign : own;
    }

    /** Whose answers are evidence for which aliases: their witnesses, and the other nodes, which have one family. */
    static Map<LinkFamily, Set<IpAddress>> hosts(Settings settings, Map<LinkFamily, Map<IpAddress, String>> witnesses) {
        Map<LinkFamily, Set<IpAddress>> hosts = new HashMap<>();
        witnesses.forEach((family, addresses) -> hosts.put(family, new HashSet<>(addresses.keySet())));
        for (AliasSpec spec : settings.aliases()) {
            Set<IpAddress> known = hosts.computeIfAbsent(LinkFamily.of(spec), family -> new HashSet<>());
            spec.others().forEach(node -> known.add(node.address()));
        }
        return hosts;
    }

    /** Everything that is to be probed. */
    static ProbePlan plan(KernelView kernel, Settings settings, Map<LinkFamily, Map<IpAddress, String>> witnesses) {
        Map<IpAddress, ProbeTarget> targets = new LinkedHashMap<>();
        for (AliasSpec spec : settings.aliases()) {
            Duration minTimeout = spec.policy().confirmSpacing().multipliedBy(TIMEOUT_SPACINGS);
            if (spec.placement().placed()) {
                targets.put(
                        spec.address(),
                        new ProbeTarget(
                                Question.on(spec.placement().interfaceName(), spec.address()),
                                spec.policy().interval(),
                                minTimeout,
                                ProbeTarget.Purpose.TAKE));
            }
            Set<IpAddress> hosts = new LinkedHashSet<>();
            spec.others().forEach(node -> hosts.add(node.address()));
            hosts.addAll(witnesses.getOrDefault(LinkFamily.of(spec), Map.of()).keySet());
            for (IpAddress host : hosts) {
                // One that several aliases ask about is asked on the link by which one of them reaches it.
                ProbeTarget known = targets.get(host);
                if (known == null || !known.alias() && known.linkName().isEmpty()) {
                    targets.put(host, host(kernel, settings, spec, host, minTimeout));
                }
            }
        }
        return new ProbePlan(List.copyOf(targets.values()));
    }

    private static ProbeTarget host(
            KernelView kernel, Settings settings, AliasSpec spec, IpAddress address, Duration minTimeout) {
        String name = spec.placement().interfaceName();
        return new ProbeTarget(
                onLink(kernel, name, address) ? Question.on(name, address) : Question.routed(address),
                settings.interval(),
                minTimeout,
                ProbeTarget.Purpose.HOST);
    }

    /** Whether an address is reached over this interface without a router, so that it can be asked by ARP. */
    private static boolean onLink(KernelView kernel, String interfaceName, IpAddress address) {
        return address.v6() && address.isLinkLocal()
                || kernel.link(interfaceName)
                        .map(link -> kernel.addresses().stream()
                                .anyMatch(carried -> carried.linkIndex() == link.index()
                                        && carried.address().prefixLength() < address.bits()
                                        && carried.address().contains(address)))
                        .orElse(false);
    }
}
