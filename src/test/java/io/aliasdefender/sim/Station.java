package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.util.Arrays;

/** A third host with a neighbour table: a client or the router. */
final class Station {
    final int port;
    final IpAddress address;
    final MacAddress mac;
    boolean up = true;

    private final String name;
    /** By alias: to whom it sends; null where it would have to ask. */
    private final MacAddress[] neighbours;

    Station(String name, int port, IpAddress address, int aliases) {
        this.name = name;
        this.port = port;
        this.address = address;
        mac = new MacAddress(port + 1L);
        neighbours = new MacAddress[aliases];
    }

    void learns(int alias, MacAddress whose) {
        if (up) {
            neighbours[alias] = whose;
        }
    }

    /** To whom it sends what is for the alias; null where it would have to ask. */
    MacAddress sendsTo(int alias) {
        return neighbours[alias];
    }

    /** A reboot forgets everything. */
    void up(boolean now) {
        up = now;
        Arrays.fill(neighbours, null);
    }

    @Override
    public String toString() {
        return name;
    }
}
