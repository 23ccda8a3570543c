package io.aliasdefender.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steadily asked hosts: few. How long they need says how long to wait for who has not answered yet. */
final class SteadyHosts {
    private final List<SteadyTarget> hosts = new ArrayList<>();

    void add(SteadyTarget host) {
        hosts.add(host);
    }

    void clear() {
        hosts.clear();
    }

    /** Of the hosts that have answered, the one that one has to wait for longest. */
    Optional<SteadyTarget> slowest() {
        SteadyTarget slowest = null;
        for (SteadyTarget host : hosts) {
            if (host.measured() && (slowest == null || host.tailNanos() > slowest.tailNanos())) {
                slowest = host;
            }
        }
        return Optional.ofNullable(slowest);
    }

    /** Whether each host has answered, or did not in time. */
    boolean allHeard() {
        for (SteadyTarget host : hosts) {
            if (!host.measured() && !host.silent()) {
                return false;
            }
        }
        return true;
    }
}
