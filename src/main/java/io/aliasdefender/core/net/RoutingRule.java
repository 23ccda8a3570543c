package io.aliasdefender.core.net;

import java.util.Optional;

/**
 * A rule of routing policy, as {@code ip rule} has it: which packets look into which table.
 *
 * @param v6 of which family
 * @param from empty: from anywhere
 * @param to empty: to anywhere
 * @param mark of the packet, set by the firewall; 0: any
 * @param table 1 to 4,294,967,295
 * @param priority 1 to 32,765: the lower one is looked at first
 */
public record RoutingRule(boolean v6, Optional<Cidr> from, Optional<Cidr> to, long mark, long table, int priority) {
    @Override
    public String toString() {
        return "rule " + priority
                + from.map(network -> " from " + network).orElse("")
                + to.map(network -> " to " + network).orElse("")
                + (mark == 0 ? "" : " fwmark " + mark)
                + " table " + table;
    }
}
