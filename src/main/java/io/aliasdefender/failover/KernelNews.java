package io.aliasdefender.failover;

import io.aliasdefender.core.event.Event.Level;
import io.aliasdefender.core.event.Report;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
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

    /** Why nothing can be done on the interface of an alias at the moment. */
    static Optional<String> obstacle(KernelView kernel, Placement placement) {
        Optional<Link> link = kernel.link(placement.interfaceName());
        if (link.isEmpty()) {
            return Optional.of(placement.interfaceName() + " does not exist");
        }
        if (!link.get().up()) {
            return Optional.of(placement.interfaceName() + " is down");
        }
        return link.get().carrier()
                ? Optional.empty()
                : Optional.of(placement.interfaceName() + " has no carrier (cable or switch port)");
    }

    /** What is new about these aliases. */
    List<Report> look(KernelView kernel, Collection<AliasSpec> aliases) {
        List<Report> news = new ArrayList<>();
        Map<String, Placement> links = aliases.stream()
                .map(AliasSpec::placement)
                .collect(Collectors.toMap(Placement::interfaceName, placement -> placement, (one, same) -> one));
        obstacles.keySet().retainAll(links.keySet());
        links.forEach((name, placement) -> {
            Optional<String> now = obstacle(kernel, placement);
            Optional<String> before =
                    Optional.ofNullable(now.isPresent() ? obstacles.put(name, now.get()) : obstacles.remove(name));
            if (now.isPresent() && !now.equals(before)) {
                news.add(Report.of("interface-missing", Level.WARNING, now.get() + "; waiting for it"));
            } else if (now.isEmpty() && before.isPresent()) {
                news.add(Report.of("interface-there", Level.INFO, name + " is there, up and with a carrier"));
            }
        });
        Set<IpAddress> found = new HashSet<>();
        for (AliasSpec spec : aliases) {
            if (isDuplicate(kernel, spec.placement()) && found.add(spec.address()) && duplicates.add(spec.address())) {
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

    private static boolean isDuplicate(KernelView kernel, Placement placement) {
        return kernel.addresses().stream()
                .filter(Carried::duplicate)
                .anyMatch(carried -> carried.address().equals(placement.address()));
    }
}
