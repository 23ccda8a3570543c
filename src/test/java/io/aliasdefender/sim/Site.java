package io.aliasdefender.sim;

import io.aliasdefender.core.Reason;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.os.NeighbourPacket;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Some hosts, routers, a client and sometimes a stranger on one or two switches. */
final class Site {
    private static final IpAddress LINK_LOCAL_ROUTER = IpAddress.of("fe80::1");

    final World world;
    final Network net;
    final Traffic traffic;
    final SourcedEchoes sourced;
    final Overhearers overhearers = new Overhearers(this);
    final List<SimHost> hosts = new ArrayList<>();
    final List<SimAlias> aliases = new ArrayList<>();
    /** By link. */
    final Station[] routers;

    final Station client;
    /** A host that is no node of ours, and may have an alias all the same. */
    final Station stranger;

    /** Those of the node link; null: the hosts have none. */
    Datagrams datagrams;

    /** What the checks say; null: there are none. */
    Services services;

    /** What leases say; null: none are needed. */
    SimLeases leases;

    /** Frames a second. */
    int announceRate = Settings.DEFAULT_ANNOUNCE_RATE;

    final Invariants invariants;
    final Variant variant;
    final Plan plan;
    private final IpAddress[] routerAddresses;
    private final List<Node> nodes = new ArrayList<>();
    private final boolean[] strangerHas;
    private long moves;
    /** Reads what the daemons decide; the decisions of a daemon that was started anew follow those before. */
    BiConsumer<AliasLife, Decided> decisions = (life, decided) -> {};
    /** Reads what the daemons say. */
    BiConsumer<SimHost, Reason> reader = (host, reason) -> {};

    /**
     * What a site is made of.
     *
     * @param hosts the nodes' names, in order of rank
     * @param aliases all of one family
     * @param turned each alias has an order of its own: the nodes' order, turned by one for each
     * @param grouped the aliases are a group
     * @param links 1, or 2: each host has two interfaces, and the nodes' addresses are those of the first
     * @param home the link of the aliases
     * @param linkLocalRouters the router has the same link-local address on each link (IPv6)
     * @param arp who has an address can be asked on the links, by ARP or neighbour discovery
     */
    record Plan(
            List<String> hosts,
            List<IpAddress> aliases,
            boolean turned,
            boolean grouped,
            int links,
            int home,
            boolean linkLocalRouters,
            boolean arp) {}

    Site(World world, Plan plan, Policy policy, Bounds bounds, Variant variant) {
        this.world = world;
        this.variant = variant;
        this.plan = plan;
        int count = plan.hosts().size();
        int aliasCount = plan.aliases().size();
        net = new Network(world, plan.links(), count + 2 + plan.links());
        routers = new Station[plan.links()];
        routerAddresses = new IpAddress[plan.links()];
        for (int link = 0; link < plan.links(); link++) {
            String name = link == plan.home() ? "the router" : "the other router";
            routers[link] = new Station(name, count + link, link, plan.links(), aliasCount);
            routerAddresses[link] = plan.linkLocalRouters() ? LINK_LOCAL_ROUTER : address(link, 1);
        }
        client = new Station("the client", count + plan.links(), -1, plan.links(), aliasCount);
        stranger = new Station("the stranger", count + plan.links() + 1, -1, plan.links(), aliasCount);
        for (int port = 0; port < count; port++) {
            Node node = new Node(plan.hosts().get(port), address(0, 11 + port));
            nodes.add(node);
            SimHost host = new SimHost(world, port, node, plan.links(), aliasCount, plan.arp());
            for (int link = 0; link < plan.links(); link++) {
                host.kernel.own(link, new Cidr(address(link, 11 + port), v6() ? 64 : 24), routerAddresses[link]);
            }
            hosts.add(host);
        }
        strangerHas = new boolean[aliasCount];
        for (int index = 0; index < aliasCount; index++) {
            List<Node> ranking = new ArrayList<>(nodes);
            Collections.rotate(ranking, plan.turned() ? -index : 0);
            SimAlias alias = new SimAlias(index, plan.aliases().get(index), ranking, policy, plan.home(), plan.links());
            alias.group = plan.grouped() ? Optional.of("all") : Optional.empty();
            aliases.add(alias);
        }
        traffic = new Traffic(this);
        sourced = new SourcedEchoes(this, traffic);
        invariants = new Invariants(this, bounds);
    }

    private boolean v6() {
        return plan.aliases().get(0).v6();
    }

    /** The aliases are in the network of their home link. */
    private IpAddress address(int link, int number) {
        boolean home = link == plan.home();
        return IpAddress.of(
                v6() ? (home ? "2001:db8::" : "2001:db8:1::") + number : (home ? "192.0.2." : "198.51.100.") + number);
    }

    IpAddress ownAddress(SimHost host, int link) {
        return address(link, 11 + host.port);
    }

    IpAddress clientAddress(int link) {
        return address(link, 250);
    }

    Station router() {
        return routers[plan.home()];
    }

    boolean isRouter(int link, IpAddress address) {
        return routerAddresses[link].equals(address);
    }

    IpAddress routerAddress(int link) {
        return routerAddresses[link];
    }

    Station station(int port) {
        int number = port - hosts.size();
        if (number < routers.length) {
            return routers[number];
        }
        return number == routers.length ? client : stranger;
    }

    /** Whether a port sends something at this moment. */
    boolean speaks(int link, int port) {
        return port < hosts.size()
                ? hosts.get(port).onNetwork(link, world.now())
                : station(port).isOn(link) && station(port).up;
    }

    /** The whole configuration as a host reads it. */
    Settings settings(SimHost host) {
        return new Settings(
                host.node,
                nodes,
                aliases.stream().map(alias -> alias.spec(host.node)).toList(),
                aliases.get(0).policy.interval(),
                List.of(new Witness.DefaultRouter()),
                Settings.AddressTool.AUTO,
                Settings.Web.DEFAULT,
                Log.DEFAULT,
                announceRate);
    }

    boolean strangerHas(int alias) {
        return strangerHas[alias];
    }

    void strangerTakes(SimAlias alias, boolean takes) {
        strangerHas[alias.index] = takes;
        if (takes) {
            traffic.announce(alias.link(), stranger.port, alias.address, stranger.mac, true);
        }
    }

    String nameOf(int port) {
        return port < hosts.size() ? hosts.get(port).toString() : station(port).toString();
    }

    /** How often the address list of a kernel changed. */
    long moves() {
        return moves;
    }

    /** The kernel is told to add an address, by the daemon or by somebody else. */
    SimKernel.Change add(SimHost host, SimAlias alias, Placement placement, boolean detect) {
        return add(host, alias, placement, detect, Optional.empty());
    }

    /**
     * The same.
     *
     * @param lifetime how long the kernel keeps it by itself; empty: until it is removed
     */
    SimKernel.Change add(
            SimHost host, SimAlias alias, Placement placement, boolean detect, Optional<Lifetime> lifetime) {
        SimKernel.Change change = host.kernel.add(alias, placement, detect, world.now());
        if (change == SimKernel.Change.DONE) {
            lifetime.ifPresent(given -> lives(host, alias, placement, given));
        }
        if (change == SimKernel.Change.DONE) {
            kernelChanged(host, alias);
            if (detect) {
                detectDuplicates(host, alias, SimHost.linkNumber(placement.interfaceName()));
            }
        }
        return change;
    }

    /** The kernel of a host keeps what it has of an alias for so long by itself: whole seconds, and up to the most that it is late. */
    void lives(SimHost host, SimAlias alias, Placement placement, Lifetime lifetime) {
        long until = host.kernel.lives(alias.index, host.clock.nanoTime() + lifetime.seconds() * 1_000_000_000L);
        long late = leases.store.chance().nextLong(lifetime.late().toNanos());
        ended(host, alias, placement, until, late);
    }

    private void ended(SimHost host, SimAlias alias, Placement placement, long until, long late) {
        long left = host.clock.worldNanos(Math.max(0, until - host.clock.nanoTime()));
        world.after(left + late, () -> {
            if (host.kernel.livesUntil(alias.index) != until || !host.powered) {
                return;
            }
            if (host.frozenUntil > world.now()) {
                world.at(host.frozenUntil, () -> ended(host, alias, placement, until, 0));
            } else if (host.clock.nanoTime() < until) {
                ended(host, alias, placement, until, 0);
            } else {
                world.note(() -> host + "'s kernel ends the lifetime of " + alias);
                remove(host, alias, placement);
            }
        });
    }

    SimKernel.Change remove(SimHost host, SimAlias alias, Placement placement) {
        SimKernel.Change change = host.kernel.remove(alias, placement, world.now());
        if (change == SimKernel.Change.DONE) {
            kernelChanged(host, alias);
        }
        return change;
    }

    void removeAll(SimHost host, SimAlias alias) {
        if (host.kernel.removeAll(alias, world.now())) {
            kernelChanged(host, alias);
        }
    }

    void removeAll(SimHost host, SimAlias alias, int link) {
        if (host.kernel.removeAll(alias, link, world.now())) {
            kernelChanged(host, alias);
        }
    }

    private void kernelChanged(SimHost host, SimAlias alias) {
        moves++;
        world.note(() -> {
            List<Carried> entries = host.kernel.view().carried(alias.address);
            return host + (entries.isEmpty() ? " has " + alias + " no more" : " HAS " + words(alias, entries));
        });
        if (host.daemon != null) {
            host.daemon.kernelChanged();
        }
        invariants.changedOnly(alias);
    }

    /** The one host that has it as it is configured; null if it is none or several. */
    SimHost holder(SimAlias alias) {
        SimHost holder = null;
        for (SimHost host : hosts) {
            if (host.holds(alias.index) && !host.kernel.refused(alias.index)) {
                if (holder != null || !host.kernel.hasOnly(alias, alias.placement())) {
                    return null;
                }
                holder = host;
            }
        }
        return holder;
    }

    private static String words(SimAlias alias, List<Carried> entries) {
        List<String> words = entries.stream()
                .map(one -> one.address() + " on " + SimHost.linkName(one.linkIndex() - 1)
                        + (one.tentative() ? " (tentative)" : ""))
                .toList();
        boolean asConfigured = entries.size() == 1
                && entries.get(0).address().equals(alias.placement().address())
                && SimHost.linkName(entries.get(0).linkIndex() - 1)
                        .equals(alias.placement().interfaceName());
        return asConfigured ? alias.toString() : alias + " as " + String.join(" and ", words);
    }

    /** RFC 4862, section 5.4: after a random delay one question, then a second of listening. */
    private void detectDuplicates(SimHost host, SimAlias alias, int link) {
        world.after(world.between(0, Duration.ofSeconds(1).toNanos()), () -> {
            if (host.kernel.tentative(link, alias) && host.onNetwork(link, world.now())) {
                traffic.neighbour(link, host.port, NeighbourPacket.probe(alias.address), -1);
            }
            world.after(Duration.ofSeconds(1).toNanos(), () -> duplicateDetected(host, alias, link, false));
        });
    }

    void duplicateDetected(SimHost host, SimAlias alias, int link, boolean duplicate) {
        if (host.kernel.detected(alias, link, duplicate)) {
            kernelChanged(host, alias);
        }
    }

    /** A daemon announces on behalf of its host. */
    void announce(SimHost host, SimAlias alias, int link, boolean both) {
        if (host.onNetwork(link, world.now())) {
            world.note(() -> host + " announces " + alias);
            invariants.announced(host, alias, both);
            if (plan.arp()) {
                traffic.announce(link, host.port, alias.address, host.mac(link), both);
            }
        }
    }

    /** To be called whenever something changes who holds, who defends, or who hears whom. */
    void changed() {
        invariants.changed();
    }

    /** To be called whenever somebody is cut off or comes back. */
    void disturbed() {
        if (datagrams != null) {
            datagrams.check();
        }
        invariants.disturbed();
    }
}
