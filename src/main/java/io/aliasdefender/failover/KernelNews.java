package io.aliasdefender.failover;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of the kernel's view people are to be told: once when it begins and once when it ends. */
final class KernelNews {
    /** What is in the way of each interface that was told of. */
    private final Map<String, String> obstacles = new HashMap<>();
    /** The aliases that were told to be somebody else's. */
    private final Set<IpAddress> duplicates = new HashSet<>();

    /** Why nothing can be done about an alias at the moment, and what is waited for; empty: there is no such obstacle. */
    static Optional<String> obstacle(KernelView kernel, Placement placement) {
        if (!placement.placed()) {
            return Optional.of(
                    "no interface carries the subnet of " + placement.address().address() + "; waiting for one");
        }
        Optional<Link> link = kernel.link(placement.interfaceName());
        return link.map(there -> trouble(kernel, there))
                .orElse(Optional.of("does not exist"))
                .map(trouble -> placement.interfaceName() + " " + trouble + "; waiting for it");
    }

    private static Optional<String> trouble(KernelView kernel, Link link) {
        if (!link.up()) {
            return Optional.of("is down");
        }
        if (link.port()) {
            String master = kernel.link(link.portOf()).map(Link::name).orElse("another interface");
            return Optional.of("is a port of " + master
                    + ", which hears all that arrives in its place: an alias belongs" + " on " + master);
        }
        return link.carrier() ? Optional.empty() : Optional.of("has no carrier (cable or switch port)");
    }

    /** What is new about these aliases. */
    List<Report> reports(KernelView kernel, Collection<AliasSpec> aliases) {
        List<Report> news = new ArrayList<>(ofInterfaces(kernel, aliases));
        Set<IpAddress> found = new HashSet<>();
        Set<Cidr> failed = kernel.addresses().stream()
                .filter(Carried::duplicate)
                .map(Carried::address)
                .collect(Collectors.toSet());
        for (AliasSpec spec : aliases) {
            if (failed.contains(spec.placement().address())
                    && found.add(spec.address())
                    && duplicates.add(spec.address())) {
                news.add(Report.of(
                        spec.address(),
                        "duplicate-address",
                        Level.ERROR,
                        spec.placement() + " was added by something else, and another host has it: duplicate address"
                                + " detection failed, so that this host does not use it"));
            }
        }
        duplicates.retainAll(found);
        return news;
    }

    private List<Report> ofInterfaces(KernelView kernel, Collection<AliasSpec> aliases) {
        List<Report> news = new ArrayList<>();
        Map<String, Placement> subjects = new HashMap<>();
        aliases.stream()
                .map(AliasSpec::placement)
                .forEach(placement -> subjects.putIfAbsent(subject(placement), placement));
        obstacles.keySet().retainAll(subjects.keySet());
        subjects.forEach((name, placement) -> {
            Optional<String> now = obstacle(kernel, placement);
            Optional<String> before =
                    Optional.ofNullable(now.isPresent() ? obstacles.put(name, now.get()) : obstacles.remove(name));
            if (now.isPresent() && !now.equals(before)) {
                news.add(Report.of("interface-missing", Level.WARNING, now.get()));
            } else if (now.isEmpty() && before.isPresent()) {
                news.add(Report.of("interface-there", Level.INFO, name + " is there, up and with a carrier"));
            }
        });
        return news;
    }

    /** What is waited for: an interface, with all of its aliases, or a place for one alias. */
    private static String subject(Placement placement) {
        return placement.placed()
                ? placement.interfaceName()
                : placement.address().toString();
    }
}
