package io.aliasdefender.sim;

import io.aliasdefender.core.net.MacAddress;
import java.util.Arrays;

/** A third host with a neighbour table for each link: a client, a router or a stranger. */
final class Station {
    final int port;
    final MacAddress mac;
    boolean up = true;

    private final String name;
    /** The only link that it is on; -1: on each. */
    private final int onlyLink;
    /** By link and alias: to whom it sends; null where it would have to ask. */
    private final MacAddress[][] neighbours;

    Station(String name, int port, int onlyLink, int links, int aliases) {
        this.name = name;
        this.port = port;
        this.onlyLink = onlyLink;
        mac = new MacAddress(0x0200_0000_0001L + port);
        neighbours = new MacAddress[links][aliases];
    }

    boolean isOn(int link) {
        return onlyLink < 0 || onlyLink == link;
    }

    void learns(int link, int alias, MacAddress whose) {
        if (up) {
            neighbours[link][alias] = whose;
        }
    }

    /** To whom it sends what is for the alias; null where it would have to ask. */
    MacAddress sendsTo(int link, int alias) {
        return neighbours[link][alias];
    }

    /** A reboot forgets everything. */
    void up(boolean now) {
        up = now;
        for (MacAddress[] link : neighbours) {
            Arrays.fill(link, null);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
