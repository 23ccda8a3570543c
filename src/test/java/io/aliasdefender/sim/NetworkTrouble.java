package io.aliasdefender.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What can be done to the links of a site: who has a carrier, a router and a route, and who hears whom. */
final class NetworkTrouble {
    private final Site site;
    private final World world;

    NetworkTrouble(Site site) {
        this.site = site;
        this.world = site.world;
    }

    /** A host runs, or has a link, again. */
    static void back(Site site, SimHost host) {
        host.back(site.world.now(), 3 * site.aliases.get(0).interval());
    }

    void link(SimHost host, int link, boolean up) {
        if (host.linkUp(link) != up) {
            host.linkUp(link, up, world.now());
            if (matters(link)) {
                tellHealth(host, up);
            }
            world.note(() -> host + "'s " + SimHost.linkName(link) + " is " + (up ? "up" : "down"));
            if (!up) {
                wipe(host, link);
            }
            if (host.daemon != null) {
                host.daemon.kernelChanged();
            }
            site.disturbed();
        }
    }

    /** Whether the health of a host depends on it. Its own address is answered for over any of its links. */
    private boolean matters(int link) {
        return site.aliases.stream().anyMatch(alias -> alias.link() == link);
    }

    private void tellHealth(SimHost host, boolean up) {
        if (up) {
            back(site, host);
        } else {
            host.gone(world.now());
        }
    }

    /** Linux takes the IPv6 addresses off a link that goes down locally; IPv4 addresses stay. */
    private void wipe(SimHost host, int link) {
        site.aliases.stream().filter(alias -> alias.address.v6()).forEach(alias -> site.removeAll(host, alias, link));
    }

    /** The default route on the link of the aliases. */
    void route(SimHost host, boolean there) {
        if (host.kernel.route(site.plan.home(), there)) {
            world.note(() -> host + (there ? " has its default route again" : " loses its default route"));
            if (host.daemon != null) {
                host.daemon.kernelChanged();
            }
            site.disturbed();
        }
    }

    void router(boolean up) {
        router(site.plan.home(), up);
    }

    void router(int link, boolean up) {
        Station router = site.routers[link];
        if (router.up != up) {
            world.note(() -> router + " is " + (up ? "back" : "down"));
            router.up(up);
            site.disturbed();
        }
    }

    /** Nobody hears the host, and it hears nobody, though its carrier is up. */
    void cutOff(SimHost host, boolean off) {
        for (int link = 0; link < site.net.links(); link++) {
            cutOff(host, link, off);
        }
    }

    /** On one link alone. */
    void cutOff(SimHost host, int link, boolean off) {
        world.note(() -> host + (off ? " is cut off" : " is no longer cut off") + on(link));
        for (int port = 0; port < site.net.ports(); port++) {
            if (port != host.port) {
                site.net.cut(link, host.port, port, off);
                site.net.cut(link, port, host.port, off);
            }
        }
        site.disturbed();
    }

    private String on(int link) {
        return site.net.links() == 1 ? "" : " on " + SimHost.linkName(link);
    }

    void cut(int link, int from, int to, boolean off) {
        site.net.cut(link, from, to, off);
        site.disturbed();
    }

    void cut(int from, int to, boolean off) {
        site.net.cut(from, to, off);
        site.disturbed();
    }

    /** Whoever is on one side does not hear the other. */
    void partition(Predicate<Integer> leftSide) {
        for (int link = 0; link < site.net.links(); link++) {
            partition(link, leftSide);
        }
    }

    /** On one link alone. */
    void partition(int link, Predicate<Integer> leftSide) {
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int port = 0; port < site.net.ports(); port++) {
            (leftSide.test(port) ? left : right).add(port);
        }
        world.note(() -> "the network falls apart" + on(link) + ": " + names(left) + " | " + names(right));
        for (int one : left) {
            for (int other : right) {
                site.net.cut(link, one, other, true);
                site.net.cut(link, other, one, true);
            }
        }
        site.disturbed();
    }

    private List<String> names(List<Integer> ports) {
        return ports.stream().map(site::nameOf).toList();
    }

    /** The switch drops the alias's frames of a host, or does not any more. */
    void filter(SimHost host, Network.Filter filter) {
        if (site.net.filter(host.port) != filter) {
            world.note(() -> "the switch drops " + filter + " of an alias that comes from " + host);
            site.net.filter(host.port, filter);
            site.disturbed();
        }
    }

    void heal() {
        world.note(() -> "all connections are healed");
        site.net.healCuts();
        site.disturbed();
    }
}
