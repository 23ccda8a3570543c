package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine on one switch, as it is right after it booted. A machine with a card on each of two switches is two
 * stations in one namespace.
 *
 * @param name its name, and that of its port at the switch
 * @param namespace where it lives
 * @param device its interface on this switch, {@link #INTERFACE} or {@link #SECOND_INTERFACE}
 * @param mac of that interface
 * @param addresses its own addresses there
 * @param routers its default routers there, one a family; empty: none
 */
public record Station(
        String name, Namespace namespace, String device, MacAddress mac, List<Cidr> addresses, List<String> routers) {
    /** What the first, mostly the only, interface of every machine is called. */
    public static final String INTERFACE = "eth0";
    /** What the interface on the second network is called. */
    public static final String SECOND_INTERFACE = "eth1";

    /** Behind every metric that the kernel gives by itself (IPv6: 1024), so that the first network is preferred. */
    private static final String SECOND_METRIC = " metric 2000";

    public Station {
        addresses = List.copyOf(addresses);
        routers = List.copyOf(routers);
    }

    /** The first of its addresses, IPv4. */
    public Cidr address() {
        return addresses.get(0);
    }

    /** Brings the plugged interface into the state it has after a boot: its own addresses and routes, nothing else. */
    void boot() {
        List<String> commands = new ArrayList<>();
        commands.add("link set dev " + device + " down");
        commands.add("address flush dev " + device);
        commands.add("neighbour flush all");
        commands.add("link set dev " + device + " up");
        namespace.batch(commands);
        configure();
    }

    /** Gives the interface its own addresses and routes, whatever of them it has, as a network manager does. */
    void configure() {
        List<String> commands = new ArrayList<>();
        for (Cidr address : addresses) {
            commands.add("address replace " + address + " dev " + device
                    + (address.address().v6() ? " nodad" : ""));
        }
        for (String router : routers) {
            commands.add("route replace default via " + router + " dev " + device
                    + (device.equals(INTERFACE) ? "" : SECOND_METRIC));
        }
        namespace.batch(commands);
    }

    /** Tells the network once that this station has an address. */
    void announce(IpAddress alias) {
        try {
            NetNs.call(namespace.name(), () -> alias.v6() ? announceByNd(alias) : announceByArp(alias))
                    .ifPresent(why -> {
                        throw new LabException(name + " cannot announce " + alias + ": " + why);
                    });
        } catch (LabException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new LabException(name + " cannot announce " + alias + ": " + failure.getMessage(), failure);
        }
    }

    private Optional<String> announceByArp(IpAddress alias) throws IOException {
        try (ArpSocket socket = ArpSocket.open(linkIndex(), mac)) {
            return socket.announce(alias);
        }
    }

    private Optional<String> announceByNd(IpAddress alias) throws IOException {
        try (NdSocket socket = NdSocket.open(linkIndex(), mac)) {
            return socket.announce(alias);
        }
    }

    /** The kernel's number of the interface; another one after it was plugged anew. */
    int linkIndex() {
        return Integer.parseInt(namespace.ip("link", "show", "dev", device).split(":")[0]);
    }

    /** Whether the interface exists. */
    boolean hasInterface() {
        return Shell.succeeds("ip", "-n", namespace.name(), "link", "show", "dev", device);
    }
}
