package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A second network beside the first one, with a switch of its own: every machine of the laboratory has a second card,
 * {@link Station#SECOND_INTERFACE}, on it. The hosts' addresses in the configuration are those on the first network.
 * The router has the same IPv6 link-local address on both networks, as VRRP routers and many appliances do.
 */
final class SecondNetwork {
    /** An alias on this network. */
    static final Cidr ALIAS = Cidr.of("198.51.100.100/24");
    /** The same for IPv6. */
    static final Cidr ALIAS_V6 = Cidr.of("2001:db8:1::100/64");
    /** The router's link-local address, on both networks. */
    static final String ROUTER_LINK_LOCAL = "fe80::1";

    private static final String ROUTER = "198.51.100.1";
    private static final String CUT = "cut";
    private static final String DEAD = "all of it";
    private static final String LOSS = "loss";

    private final Switch network;
    private final Map<String, Station> stations = new HashMap<>();

    private SecondNetwork(Switch network) {
        this.network = network;
    }

    static SecondNetwork build(Lab lab) {
        SecondNetwork second = new SecondNetwork(new Switch(lab.namespace("switch2")));
        second.network.create();
        second.plug(lab.router(), List.of());
        // The first network's interface keeps it: no laboratory boots its router anew.
        lab.router().namespace().ip("address", "replace", ROUTER_LINK_LOCAL + "/64", "dev", Station.INTERFACE, "nodad");
        second.plug(lab.client(), List.of());
        lab.hosts().forEach(host -> second.plug(host.station(), List.of(ROUTER, ROUTER_LINK_LOCAL)));
        return second;
    }

    /** Gives a machine its second card; its number in the addresses is that of its first card. */
    private void plug(Station first, List<String> routers) {
        String own = first.address().address().toString();
        String number = own.substring(own.lastIndexOf('.') + 1);
        List<Cidr> addresses = new ArrayList<>(
                List.of(Cidr.of("198.51.100." + number + "/24"), Cidr.of("2001:db8:1::" + number + "/64")));
        if (first.name().equals("router")) {
            addresses.add(Cidr.of(ROUTER_LINK_LOCAL + "/64"));
        }
        MacAddress mac = MacAddress.of(first.mac().toString().replace("02:ad:00:00:", "02:ad:00:01:"));
        Station station =
                new Station(first.name(), first.namespace(), Station.SECOND_INTERFACE, mac, addresses, routers);
        stations.put(first.name(), station);
        network.plug(station);
    }

    /** The second card of a host. */
    Station station(LabHost host) {
        return stations.get(host.name());
    }

    /** The second card of the client. */
    Station client() {
        return stations.get("client");
    }

    /** Cuts a host off from this network while its link stays up. */
    void isolate(LabHost host) {
        network.filter(isolation(host), List.of("iifname " + host + " drop", "oifname " + host + " drop"));
    }

    void rejoin(LabHost host) {
        network.unfilter(isolation(host));
    }

    /** Cuts two hosts off from each other only. */
    void cut(LabHost one, LabHost other) {
        network.filter(
                CUT,
                List.of(
                        "iifname " + one + " oifname " + other + " drop",
                        "iifname " + other + " oifname " + one + " drop"));
    }

    void mend() {
        network.unfilter(CUT);
    }

    /** The switch forwards nothing any more, and its ports stay up. */
    void dead() {
        network.filter(DEAD, List.of("drop"));
    }

    void alive() {
        network.unfilter(DEAD);
    }

    /** Loses every frame with a probability, in percent. */
    void loss(int percent) {
        network.filter(LOSS, List.of(Faults.dropping(percent)));
    }

    void noLoss() {
        network.unfilter(LOSS);
    }

    /** Pulls the cable of a host's second card, or puts it in. */
    void cable(LabHost host, boolean in) {
        network.port(station(host), in);
    }

    void router(boolean up) {
        network.port(stations.get("router"), up);
    }

    /** Forwards everything again, and to everybody. */
    void heal() {
        network.unfilterAll();
        router(true);
    }

    void powerOff(LabHost host) {
        network.port(station(host), false);
    }

    /** Takes every address away while the host is without power. */
    void wipe(LabHost host) {
        host.namespace().ip("link", "set", "dev", Station.SECOND_INTERFACE, "down");
        host.namespace().ip("address", "flush", "dev", Station.SECOND_INTERFACE);
    }

    void powerOn(LabHost host) {
        network.port(station(host), true);
        station(host).boot();
    }

    private static String isolation(LabHost host) {
        return "isolation of " + host;
    }
}
