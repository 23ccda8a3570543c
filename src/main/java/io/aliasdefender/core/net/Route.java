package io.aliasdefender.core.net;

import java.util.Optional;

/**
 * A route, as {@code ip route} has it.
 *
 * @param to the network; of length 0: the default route
 * @param via the gateway; empty: the network is on the link
 * @param interfaceName empty: whichever is meant where it is used
 * @param table 1 to 4,294,967,295
 * @param metric the lower one is preferred; 0: the kernel's own default
 * @param source of what this host sends that way; empty: the kernel chooses
 */
public record Route(
        Cidr to,
        Optional<IpAddress> via,
        Optional<String> interfaceName,
        long table,
        long metric,
        Optional<IpAddress> source) {
    /** The table that is meant where none is named. */
    public static final long MAIN_TABLE = 254;

    @Override
    public String toString() {
        return (to.prefixLength() == 0 ? "default" : to.toString())
                + via.map(gateway -> " via " + gateway).orElse("")
                + interfaceName.map(name -> " dev " + name).orElse("")
                + (table == MAIN_TABLE ? "" : " table " + table)
                + (metric == 0 ? "" : " metric " + metric)
                + source.map(address -> " src " + address).orElse("");
    }
}
