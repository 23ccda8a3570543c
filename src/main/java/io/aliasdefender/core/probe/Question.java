package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.IpAddress;
import java.util.Optional;

/**
 * What is asked: an address, and over which link. An answer proves something about that link alone; the same address on
 * another link is another question (IPv6 link-local addresses even belong to another host there).
 *
 * @param linkName the interface; empty: by way of whatever route the kernel has
 */
public record Question(IpAddress address, Optional<String> linkName) {
    /** On the link of this interface. */
    public static Question on(String linkName, IpAddress address) {
        return new Question(address, Optional.of(linkName));
    }

    /** By way of the kernel's routes. */
    public static Question routed(IpAddress address) {
        return new Question(address, Optional.empty());
    }

    /** Whether it is asked on the link of this interface. */
    public boolean isOn(String name) {
        return linkName.isPresent() && linkName.get().equals(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Question that && address.equals(that.address) && linkName.equals(that.linkName);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + linkName.hashCode();
    }

    @Override
    public String toString() {
        return linkName.map(name -> address + " on " + name).orElse(address.toString());
    }
}
