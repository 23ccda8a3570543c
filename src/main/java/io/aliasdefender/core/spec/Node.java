package io.aliasdefender.core.spec;

import io.aliasdefender.core.net.IpAddress;

/**
 * A host that runs the defender.
 *
 * @param name what people call it, unique in the configuration
 * @param address its own address, which never moves
 */
public record Node(String name, IpAddress address) {
    @Override
    public String toString() {
        return name;
    }
}
