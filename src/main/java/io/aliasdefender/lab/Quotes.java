package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what the defenders say, each event once. A daemon that does not answer says nothing. */
final class Quotes {
    private final Map<LabHost, Long> last = new HashMap<>();

    /** The daemon of this host is a new one: it counts from 1 again. */
    void restarted(LabHost host) {
        last.remove(host);
    }

    /** What a daemon said since it was asked last. */
    List<DaemonApi.DaemonEvent> fresh(LabHost host) {
        try {
            List<DaemonApi.DaemonEvent> events = host.api().events(last.getOrDefault(host, 0L));
            if (!events.isEmpty()) {
                last.put(host, events.get(events.size() - 1).id());
            }
            return events;
        } catch (IOException silent) {
            return List.of();
        }
    }

    /** The fresh sentences of some causes that are about an alias, at most {@code most}, the latest ones. */
    List<DaemonApi.DaemonEvent> fresh(LabHost host, Set<String> causes, int most) {
        List<DaemonApi.DaemonEvent> chosen = new ArrayList<>();
        for (DaemonApi.DaemonEvent event : fresh(host)) {
            if (!event.alias().isEmpty() && (causes.isEmpty() || causes.contains(event.cause()))) {
                chosen.add(event);
            }
        }
        return chosen.subList(Math.max(0, chosen.size() - most), chosen.size());
    }

    /** Why a daemon stands where it stands with the IPv4 alias, in its own words; empty when it does not say. */
    static String reason(LabHost host) {
        return reason(host, Lab.ALIAS.address());
    }

    /** The same for another alias. */
    static String reason(LabHost host, IpAddress alias) {
        return status(host, alias).map(DaemonApi.AliasStatus::reason).orElse("");
    }

    /** The state that a daemon says the IPv4 alias is in; empty when it does not say. */
    static String state(LabHost host) {
        return state(host, Lab.ALIAS.address());
    }

    /** The same for another alias. */
    static String state(LabHost host, IpAddress alias) {
        return status(host, alias).map(DaemonApi.AliasStatus::state).orElse("");
    }

    /** What a daemon says of whether its host is fit for the IPv4 alias; empty when it does not say. */
    static String fit(LabHost host) {
        return status(host, Lab.ALIAS.address()).map(DaemonApi.AliasStatus::fit).orElse("");
    }

    private static Optional<DaemonApi.AliasStatus> status(LabHost host, IpAddress alias) {
        try {
            return host.api().alias(alias.toString());
        } catch (IOException silent) {
            return Optional.empty();
        }
    }
}
