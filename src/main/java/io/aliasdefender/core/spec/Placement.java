package io.aliasdefender.core.spec;

import io.aliasdefender.core.net.Cidr;
import java.util.Optional;

/**
 * Where an address belongs on this host.
 *
 * @param address the address with its exact prefix
 * @param interfaceName the interface that carries it; {@link #NOWHERE} while no interface carries its subnet
 * @param label IPv4 label such as {@code eth0:1}; empty for the plain interface name
 */
public record Placement(Cidr address, String interfaceName, Optional<String> label) {
    /** No interface has this name, so whatever is looked for on it is not there. */
    public static final String NOWHERE = "";

    /** Whether it is known where the address belongs. */
    public boolean placed() {
        return !interfaceName.equals(NOWHERE);
    }

    /** Whether the kernel cannot tell them apart but by their labels: the same address and prefix, on the same interface. */
    public boolean sameAddress(Placement other) {
        return address.equals(other.address) && interfaceName.equals(other.interfaceName);
    }

    @Override
    public String toString() {
        return placed() ? address + " on " + label.orElse(interfaceName) : address.toString();
    }
}
