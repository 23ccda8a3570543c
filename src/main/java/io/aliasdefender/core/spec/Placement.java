package io.aliasdefender.core.spec;

import io.aliasdefender.core.net.Cidr;
import java.util.Optional;

/**
 * Where an address belongs on this host.
 *
 * @param address the address with its exact prefix
 * @param interfaceName the interface that carries it
 * @param label IPv4 label such as {@code eth0:1}; empty for the plain interface name
 */
public record Placement(Cidr address, String interfaceName, Optional<String> label) {
    @Override
    public String toString() {
        return address + " on " + label.orElse(interfaceName);
    }
}
