package io.aliasdefender.core.spec;

import java.util.Locale;

/** A way in which an alias is asked. */
public enum Probe {
    /** An ICMP echo request. */
    ECHO,
    /** An ARP request or a neighbour solicitation. */
    ARP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
