package io.aliasdefender.sim;

import io.aliasdefender.core.Reason;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Some hosts, a router, a client and sometimes a stranger on a switch; who is asked, and who answers. */
final class Site {
    final World world;
    final Network net;
    final List<SimHost> hosts = new ArrayList<>();
    final List<SimAlias> aliases = new ArrayList<>();
    final Station router;
    final Station client;
    /** A host that is no node of ours, and may have an alias all the same. */
    final Station stranger;

    final Invariants invariants;
    final Core core;
    private final List<Node> nodes = new ArrayList<>();
    private final boolean[] strangerHas;
    private long moves;
    /** Reads what the daemons say. */
    BiConsumer<SimHost, Reason> reader = (host, reason) -> {};

    /**
     * What a site is made of.
     *
     * @param hosts the nodes' names, in order of rank
     * @param aliases all of one family
     * @param turned each alias has an order of its own: the nodes' order, turned by one for each
     * @param grouped the aliases are a group
     */
    record Plan(List<String> hosts, List<IpAddress> aliases, boolean turned, boolean grouped) {}

    Site(World world, Plan plan, Policy policy, Bounds bounds, Core core) {
        this.world = world;
        this.core = core;
        int count = plan.hosts().size();
        int aliasCount = plan.aliases().size();
        String subnet = plan.aliases().get(0).v6() ? "2001:db8::" : "192.0.2.";
        net = new Network(world, count + 3);
        for (int port = 0; port < count; port++) {
            Node node = new Node(plan.hosts().get(port), IpAddress.of(subnet + (11 + port)));
            nodes.add(node);
            hosts.add(new SimHost(port, node, aliasCount));
        }
        router = new Station("the router", count, IpAddress.of(subnet + 1), aliasCount);
        client = new Station("the client", count + 1, IpAddress.of(subnet + 50), aliasCount);
        stranger = new Station("the stranger", count + 2, IpAddress.of(subnet + 66), aliasCount);
        strangerHas = new boolean[aliasCount];
        for (int index = 0; index < aliasCount; index++) {
            List<Node> ranking = new ArrayList<>(nodes);
            Collections.rotate(ranking, plan.turned() ? -index : 0);
            SimAlias alias = new SimAlias(index, plan.aliases().get(index), ranking, policy);
            alias.group = plan.grouped() ? Optional.of("all") : Optional.empty();
            aliases.add(alias);
        }
        invariants = new Invariants(this, bounds);
    }

    List<Node> nodes() {
        return nodes;
    }

    boolean strangerHas(int alias) {
        return strangerHas[alias];
    }

    void strangerTakes(SimAlias alias, boolean takes) {
        strangerHas[alias.index] = takes;
        if (takes) {
            tellEverybody(stranger.port, alias.index, stranger.mac);
        }
    }

    String nameOf(int port) {
        return port < hosts.size()
                ? hosts.get(port).toString()
                : List.of(router, client, stranger).get(port - hosts.size()).toString();
    }

    /** The kernel's address list changes. */
    void carry(SimHost host, SimAlias alias, int prefixBits) {
        boolean onlyStray =
                host.has(alias.index) && (host.prefixes(alias.index) & SimAlias.prefixBit(alias.placed)) == 0;
        if (onlyStray && prefixBits == 0) {
            host.strayGone(alias.index, world.now());
        }
        if (host.carry(alias.index, prefixBits, world.now())) {
            moves++;
            world.note(() ->
                    host + (prefixBits == 0 ? " has " + alias + " no more" : " HAS " + alias + words(prefixBits)));
            if (host.daemon != null) {
                host.daemon.kernelChanged();
            }
            changed();
        }
    }

    /** How often the address list of a kernel changed. */
    long moves() {
        return moves;
    }

    private static String words(int prefixBits) {
        return switch (prefixBits) {
            case 1 -> "";
            case 2 -> " (with the other prefix)";
            default -> " (with both prefixes)";
        };
    }

    /**
     * An echo request and an ARP request (IPv6: a neighbour solicitation) side by side.
     *
     * @param claim with the unspecified sender address, as everybody else can see
     * @return whether an answer is on its way for sure, so that nobody need wait for its time-out
     */
    boolean ask(SimDaemon asker, Target target, boolean claim) {
        SimHost from = asker.host();
        heardByOthers(from);
        if (target.alias() == null && target.host() == null) {
            return router.up && question(asker, router.port, router.mac, target);
        }
        boolean sure = false;
        for (SimHost other : hosts) {
            if (other != from && answersFor(other, target)) {
                sure |= question(asker, other.port, other.mac, target);
            }
        }
        if (target.alias() != null) {
            if (strangerHas[target.alias().index]) {
                sure |= question(asker, stranger.port, stranger.mac, target);
            }
            if (claim || target.alias().policy.failback().isPresent()) {
                overheard(from, target.alias(), claim ? Sighting.Kind.PROBE : Sighting.Kind.REQUEST);
            }
        }
        return sure;
    }

    private boolean answersFor(SimHost other, Target target) {
        return other.onNetwork(world.now())
                && (target.host() == other || target.alias() != null && other.has(target.alias().index));
    }

    private boolean stillAnswers(int port, Target target) {
        if (port < hosts.size()) {
            return answersFor(hosts.get(port), target);
        }
        return port == router.port ? router.up : target.alias() != null && strangerHas[target.alias().index];
    }

    private boolean question(SimDaemon asker, int port, MacAddress mac, Target target) {
        // Our own kernel answers an echo request for what we carry ourselves: it never leaves the host.
        boolean own = target.alias() != null && asker.host().has(target.alias().index);
        if (!own && net.calm()) {
            if (net.hearEachOther(asker.host().port, port)) {
                boolean echoFirst = world.below(2) == 0;
                answer(asker, target, echoFirst ? null : mac, mac, 2 * net.flight());
                return true;
            }
            return false;
        }
        if (!own) {
            request(asker, port, null, target);
        }
        request(asker, port, mac, target);
        return false;
    }

    private void request(SimDaemon asker, int port, MacAddress mac, Target target) {
        if (!net.carries(asker.host().port, port)) {
            return;
        }
        long there = net.flight();
        if (net.isUsual(there)) {
            reply(asker, port, mac, target, there);
        } else {
            world.after(there, () -> {
                if (stillAnswers(port, target)) {
                    reply(asker, port, mac, target, 0);
                }
            });
        }
    }

    private void reply(SimDaemon asker, int port, MacAddress mac, Target target, long there) {
        if (net.carries(port, asker.host().port)) {
            answer(asker, target, mac, null, there + net.flight());
            if (world.chance(net.twice)) {
                answer(asker, target, mac, null, there + net.flight());
            }
        }
    }

    private void answer(SimDaemon asker, Target target, MacAddress mac, MacAddress then, long flight) {
        world.after(flight, () -> {
            SimHost host = asker.host();
            if (host.onNetwork(world.now())) {
                host.heardAt = world.now();
                asker.receive(() -> asker.answered(target, mac, then));
            }
        });
    }

    /** Every question is a broadcast. */
    private void heardByOthers(SimHost from) {
        for (SimHost other : hosts) {
            if (other != from && !net.isCut(from.port, other.port)) {
                other.heardAt = Math.max(other.heardAt, world.now());
            }
        }
    }

    private void overheard(SimHost from, SimAlias alias, Sighting.Kind kind) {
        for (SimHost other : hosts) {
            if (other != from && other.daemon != null && other.daemon.cares(alias.index, kind)) {
                net.send(from.port, other.port, () -> sighted(other, alias, from.mac, kind));
            }
        }
    }

    private void sighted(SimHost host, SimAlias alias, MacAddress mac, Sighting.Kind kind) {
        if (host.onNetwork(world.now()) && host.daemon != null) {
            host.heardAt = world.now();
            SimDaemon daemon = host.daemon;
            daemon.receive(() -> daemon.sighted(alias.index, mac, kind));
        }
    }

    /** Gratuitous ARP in both forms, or an unsolicited neighbour advertisement. */
    void announce(SimHost host, SimAlias alias) {
        if (host.onNetwork(world.now())) {
            world.note(() -> host + " announces " + alias);
            invariants.announced(host, alias);
            tellEverybody(host.port, alias.index, host.mac);
        }
    }

    private void tellEverybody(int from, int alias, MacAddress mac) {
        for (SimHost other : hosts) {
            if (other.port != from && other.daemon != null && announcementReaches(from, other.port)) {
                world.after(net.flight(), () -> sighted(other, aliases.get(alias), mac, Sighting.Kind.ANNOUNCEMENT));
            }
        }
        for (Station station : List.of(router, client)) {
            if (announcementReaches(from, station.port)) {
                world.after(net.flight(), () -> station.learns(alias, mac));
            }
        }
    }

    /** Two frames, and either is enough. */
    private boolean announcementReaches(int from, int to) {
        return net.carries(from, to) || net.carries(from, to);
    }

    /** To be called whenever something changes who holds, who defends, or who hears whom. */
    void changed() {
        invariants.changed();
    }

    /** To be called whenever somebody is cut off or comes back. */
    void disturbed() {
        invariants.disturbed();
    }
}
