package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hosts, a router and a client on one switch, each in a network namespace {@code ad-ID-NAME}. The id is unique, so
 * that several laboratories can run side by side. Closing it ends every process that it started and deletes every
 * namespace; so does the end of this JVM, and, should that have been too sudden, the next laboratory that is built.
 */
public final class Lab implements AutoCloseable {
    /** The address that the defenders of the laboratory defend. */
    public static final Cidr ALIAS = Cidr.of("192.0.2.100/24");
    /** The same for IPv6. */
    public static final Cidr ALIAS_V6 = Cidr.of("2001:db8::100/64");

    private static final String ROUTER = "192.0.2.1";
    private static final String ROUTER_V6 = "2001:db8::1";
    private static final int FIRST_HOST = 11;
    private static final int CLIENT = 200;
    private static final int MOST_HOSTS = 50;

    private final LabRegistry.Entry entry;
    private final List<Namespace> namespaces = new ArrayList<>();
    private final Thread atExit = new Thread(this::tearDown, "lab-at-exit");
    private final HolderTimeline timeline = new HolderTimeline();
    private final List<LabHost> hosts = new ArrayList<>();
    private final Faults faults = new Faults(this);
    private Switch network;
    private HolderWatch watch;
    private Station router;
    private Station client;
    private SecondNetwork second;
    private boolean closed;

    private Lab(LabRegistry.Entry entry) {
        this.entry = entry;
    }

    /** Two hosts, web1 and web2; the daemons' files go to a temporary folder that is deleted in the end. */
    public static Lab build() {
        return build(2, Optional.empty(), DaemonCommand.ofThisProgram());
    }

    /**
     * Builds a laboratory.
     *
     * @param hostCount 1 to 50; they are called web1, web2 and so on
     * @param workFolder for logs and state; kept in the end. Empty: a temporary one
     * @param contender runs on every host
     */
    public static Lab build(int hostCount, Optional<Path> workFolder, Contender contender) {
        if (hostCount < 1 || hostCount > MOST_HOSTS) {
            throw new IllegalArgumentException(hostCount + " hosts");
        }
        whyImpossible().ifPresent(why -> {
            throw new LabException(why);
        });
        LabRegistry.sweep();
        Lab lab = new Lab(LabRegistry.register(workFolder));
        Runtime.getRuntime().addShutdownHook(lab.atExit);
        try {
            lab.create(hostCount, contender);
            return lab;
        } catch (RuntimeException failure) {
            lab.close();
            throw failure;
        }
    }

    /** Why no laboratory can be built on this machine, in one sentence with the remedy; empty: it can. */
    public static Optional<String> whyImpossible() {
        if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
            return Optional.of("The laboratory needs Linux, for its network namespaces.");
        }
        if (!Shell.succeeds("sh", "-c", "test $(id -u) = 0")) {
            return Optional.of("The laboratory needs root to make network namespaces: run it with sudo.");
        }
        if (!Shell.succeeds("ip", "-V")) {
            return Optional.of("The laboratory needs the command ip: install the package iproute2.");
        }
        if (!Shell.succeeds("nft", "-v")) {
            return Optional.of("The laboratory needs the command nft: install the package nftables.");
        }
        return Optional.empty();
    }

    private void create(int hostCount, Contender contender) {
        network = new Switch(namespace("switch"));
        network.create();
        watch = new HolderWatch(network.namespace(), timeline);
        router = station("router", 1, List.of());
        client = station("client", CLIENT, List.of(ROUTER, ROUTER_V6));
        network.plug(router);
        network.plug(client);
        for (int i = 1; i <= hostCount; i++) {
            Station station = station("web" + i, FIRST_HOST - 1 + i, List.of(ROUTER, ROUTER_V6));
            watch.follow(station.name(), station.namespace());
            network.plug(station);
            hosts.add(new LabHost(station, entry.folder().resolve(station.name()), contender));
        }
    }

    private Station station(String name, int number, List<String> routers) {
        Namespace namespace = namespace(name);
        namespace.create();
        List<Cidr> addresses = List.of(Cidr.of("192.0.2." + number + "/24"), Cidr.of("2001:db8::" + number + "/64"));
        MacAddress mac = MacAddress.of("02:ad:00:00:%02d:%02d".formatted(number / 100, number % 100));
        return new Station(name, namespace, Station.INTERFACE, mac, addresses, routers);
    }

    /** A namespace of this laboratory, deleted with it; not made yet. */
    Namespace namespace(String name) {
        Namespace namespace = new Namespace(entry.prefix() + name);
        namespaces.add(namespace);
        return namespace;
    }

    /** The part of its namespaces' names that tells laboratories apart. */
    public String id() {
        return entry.id();
    }

    /** Where the daemons' logs and state lie, a folder a host. */
    public Path folder() {
        return entry.folder();
    }

    public List<LabHost> hosts() {
        return List.copyOf(hosts);
    }

    /** A host by its number, from 1. */
    public LabHost web(int number) {
        return hosts.get(number - 1);
    }

    public Station router() {
        return router;
    }

    public Station client() {
        return client;
    }

    /** Who carries which address, by the kernel's own account. */
    public HolderTimeline timeline() {
        return timeline;
    }

    public Faults faults() {
        return faults;
    }

    Switch network() {
        return network;
    }

    /** The second network, with a card of every machine on it; made at the first call. */
    SecondNetwork second() {
        if (second == null) {
            second = SecondNetwork.build(this);
        }
        return second;
    }

    /**
     * Gives every machine a second card, and the hosts are named by their addresses there, as in the front and back
     * networks of a data centre: the aliases stay on the first card.
     */
    void nameHostsBySecondCards() {
        hosts.forEach(host -> host.knownBy(second().station(host).address().address()));
    }

    Optional<SecondNetwork> secondIfBuilt() {
        return Optional.ofNullable(second);
    }

    /** Gives every host the same configuration. */
    public void configure(LabConfig config) {
        hosts.forEach(host -> configure(host, config));
    }

    /** Gives one host a configuration of its own. */
    public void configure(LabHost host, LabConfig config) {
        host.configure(config, hosts);
    }

    /** Lets another program do the work on all hosts, from their next start on. */
    void enter(Contender contender) {
        hosts.forEach(host -> host.enter(contender));
    }

    /** Starts the daemons of all hosts, and waits until they answer. */
    public void startAll() {
        hosts.forEach(LabHost::start);
        hosts.forEach(LabHost::awaitReady);
    }

    /** The MAC address that the client's kernel has for an address; empty when it has none. */
    public Optional<MacAddress> clientNeighbour(IpAddress address) {
        return neighbour(client, address);
    }

    /** The MAC address that a station's kernel has for an address; empty when it has none. */
    Optional<MacAddress> neighbour(Station station, IpAddress address) {
        String entry = station.namespace().ip("neighbour", "show", address.toString(), "dev", Station.INTERFACE);
        int at = entry.indexOf("lladdr ");
        return at < 0 ? Optional.empty() : Optional.of(MacAddress.of(entry.substring(at + 7, at + 24)));
    }

    /** Ends all daemons and brings every host, cable and filter back into the first state. */
    public void reset() {
        hosts.forEach(LabHost::kill);
        network.unfilterAll();
        faults.strangerGone();
        network.port(router, true);
        network.port(client, true);
        secondIfBuilt().ifPresent(SecondNetwork::heal);
        router.namespace().ip("neighbour", "flush", "all");
        client.namespace().ip("neighbour", "flush", "all");
        for (LabHost host : hosts) {
            if (!host.station().hasInterface()) {
                network.plug(host.station());
            }
            faults.powerOff(host);
            LabRegistry.deleteTree(host.state());
            LabRegistry.makeFolder(host.state());
            faults.powerOn(host);
        }
        for (Family family : Family.values()) {
            timeline.awaitHolders(family.alias(), Set.of(), Duration.ofSeconds(5));
        }
    }

    /** Waits until the timeline has heard that a host has lost its addresses. */
    void awaitNoAddresses(LabHost host) {
        Await.until("the kernel tells of the addresses of " + host, Duration.ofSeconds(5), () -> {
            return timeline.carried(host.name()).isEmpty();
        });
    }

    /** Whether it was torn down, or is about to be. */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs already, and does the same.
        }
        tearDown();
    }

    private synchronized void tearDown() {
        if (closed) {
            return;
        }
        closed = true;
        for (LabHost host : hosts) {
            try {
                host.kill();
            } catch (LabException stubborn) {
                // Deleting its namespace tries again.
            }
        }
        if (watch != null) {
            watch.close();
        }
        List.copyOf(namespaces).forEach(Namespace::destroy);
        LabRegistry.unregister(entry);
    }
}
